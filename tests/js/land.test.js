// The land of a valley, worked out by hand on three by three costs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Land } from '../../pages/ui/ground/land.js';
import { axisTicks, Cells, placeOn } from '../../pages/ui/phases/cells.js';
import { pinched } from '../../pages/ui/phases/hands.js';

// exp(0) … exp(8), to the right and then upwards: the logarithm is 2·2u + 6·v, a slope.
const land = new Land({
  side: 3,
  x: [-1, 1],
  y: [0, 4],
  arrays: { costs: Float32Array.from({ length: 9 }, (_, i) => Math.exp((i % 3) + 3 * Math.floor(i / 3))) },
});

test('between its corners the land is as high as a slope is', () => {
  for (const [u, v] of [
    [0, 0],
    [1, 1],
    [0.25, 0.75],
    [0.9, 0.1],
  ])
    assert.ok(Math.abs(land.at(u, v) - (2 * u + 6 * v)) < 1e-5);
  assert.deepEqual(land.share(0, 1), [0.5, 0.25]);
});

test('the lines of equal cost of a slope lie where it has one height', () => {
  const lines = land.contours();
  assert.ok(lines.length > 10);
  for (const [a, b, c, d] of lines) assert.ok(Math.abs(2 * a + 6 * b - (2 * c + 6 * d)) < 1e-5);
});

test('an axis of a phase map writes as many digits as tell its ticks apart', () => {
  const wide = axisTicks({ values: [0.0001, 0.001, 0.01, 0.1, 1, 10, 100], log: true, whole: false });
  assert.deepEqual(
    wide.map(([, text]) => text),
    ['0.0001', '0.001', '0.01', '0.1', '1', '10', '100'],
  );
  const texts = (axis) => axisTicks(axis).map(([, text]) => text);
  const spread = (low, high, log) => ({
    values: Array.from({ length: 32 }, (_, i) =>
      log ? low * (high / low) ** (i / 31) : low + ((high - low) * i) / 31,
    ),
    log,
    whole: false,
  });
  assert.deepEqual(texts(spread(0.01, 100, true)), ['0.01', '0.1', '1', '10', '100']);
  assert.deepEqual(texts(spread(0, 0.99, false)), ['0', '0.2', '0.4', '0.6', '0.8']);
  assert.equal(texts(spread(0.5, 0.6, true)).length, 7); // no power of ten lies in between
  const deep = axisTicks({ values: [0.5, 0.50001, 0.50002], log: false, whole: false });
  assert.equal(new Set(deep.map(([, text]) => text)).size, deep.length);
  const whole = axisTicks({ values: [1, 2, 3, 5, 8, 13, 512], log: true, whole: true });
  assert.deepEqual(whole.at(-1), [6, '512']);
  assert.ok(Math.abs(placeOn({ values: [0.01, 1, 100], log: true }, 10) - 1.5) < 1e-9);
});

test('the shades of a phase map are spread over what most of its networks reached', () => {
  const costs = Float32Array.from({ length: 100 }, (_, i) => (i ? i : 1e-9));
  const cells = new Cells({ x: { values: Array(100) }, y: { values: [1] }, arrays: { ticks: [0] } });
  cells.take({
    known: 100,
    over: true,
    arrays: { costs, state: new Uint8Array(100), gone: new Int32Array(100) },
  });
  assert.deepEqual(cells.range(0), [2, 97]);
});

test('what lies under two fingers on a phase map goes along with them', () => {
  const at = (x, y) => ({ x, y }),
    cells = { columns: 32, rows: 64 };
  const before = [at(0.4, 0.5), at(0.6, 0.5)];
  // twice as far apart around the same middle: the half around it fills the map
  assert.deepEqual(pinched(before, [at(0.3, 0.5), at(0.7, 0.5)], cells), { x: [8, 23], y: [16, 47] });
  // the middle has moved to the left edge: what was there begins at it
  assert.deepEqual(pinched(before, [at(-0.2, 0.5), at(0.2, 0.5)], cells)?.x, [16, 31]);
  assert.equal(pinched(before, before, cells), null);
  assert.equal(pinched(before, [at(0.49, 0.5), at(0.51, 0.5)], cells), 'out');
});
