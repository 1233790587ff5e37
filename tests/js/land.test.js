// The land of a valley, worked out by hand on three by three costs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Land } from '../../pages/ui/ground/land.js';
import { axisTicks, placeOn } from '../../pages/ui/phases/cells.js';

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
  const deep = axisTicks({ values: [0.5, 0.50001, 0.50002], log: false, whole: false });
  assert.equal(new Set(deep.map(([, text]) => text)).size, deep.length);
  const whole = axisTicks({ values: [1, 2, 3, 5, 8, 13, 512], log: true, whole: true });
  assert.deepEqual(whole.at(-1), [6, '512']);
  assert.ok(Math.abs(placeOn({ values: [0.01, 1, 100], log: true }, 10) - 1.5) < 1e-9);
});
