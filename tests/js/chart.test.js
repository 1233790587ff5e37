// What a chart draws of what is known: pure functions of values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bordersOf } from '../../pages/ui/stage/parts/history.js';
import { linesOf, smoothed, table } from '../../pages/ui/stage/parts/lines.js';
import { beside, marksOf, peakOf } from '../../pages/ui/stage/parts/marks.js';
import { treeOf } from '../../pages/ui/stage/parts/tree.js';

const MEASURED = {
  name: 'gradient',
  runs: [
    { id: 7, points: 2, lines: 3 },
    { id: 3, points: 1, lines: 3 },
  ],
  arrays: {
    measured_step: Int32Array.of(0, 10, 5),
    measured_value: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
  },
};
const FORMER = /** @type {any} */ ({ id: 3, name: 'the old one', words: '' });
const GRADIENT = /** @type {any} */ ({ name: 'gradient', lines: [], recorded: false });

test('a measure by layer has a curve for each layer, or one layer of every run', () => {
  const of = (/** @type {any} */ layer) =>
    linesOf({ measure: GRADIENT, layer, layers: 2, percent: true }, null, [FORMER], MEASURED);
  assert.deepEqual(
    of('each').map(({ name, x, y }) => [name, x, y]),
    [
      ['layer 1', [0, 10], [2, 5]],
      ['output', [0, 10], [3, 6]],
    ],
  );
  assert.deepEqual(
    of(2).map(({ name, of, y }) => [name, of, y]),
    [
      ['output', 0, [3, 6]],
      ['the old one', 3, [9]],
    ],
  );
  assert.deepEqual(
    of(0).map(({ y }) => y),
    [[1, 4], [7]],
  );
});

test('curves of a run that is hidden, and of another measure, are not drawn', () => {
  const shown = { measure: GRADIENT, layer: 1, layers: 2, percent: true };
  assert.equal(linesOf(shown, null, [], MEASURED).length, 1);
  assert.equal(linesOf({ ...shown, measure: { ...GRADIENT, name: 'rate' } }, null, [], MEASURED).length, 0);
});

test('a smoothed curve is the mean of what was, weighted by its age', () => {
  const span = 10 / Math.log(2); // ten steps ago counts for half
  const [a, b, c] = smoothed([0, 10, 30], [8, 2, 5], span);
  assert.deepEqual([a, b], [8, (8 / 2 + 2) / 1.5]);
  assert.ok(Math.abs(c - (8 / 8 + 2 / 4 + 5) / (1 / 8 + 1 / 4 + 1)) < 1e-12);
  assert.ok(smoothed([0, 5, 9], [3, 3, 3], 1).every((v) => Math.abs(v - 3) < 1e-12));
  assert.deepEqual(smoothed([0, 1, 2], [1, Number.NaN, 1], 5), [1, Number.NaN, 1]);
});

test('what is shown is a table with a row for each step, and no cell is a formula', () => {
  const line = (/** @type {string} */ name, x, y) => ({ of: 0, role: 0, name, x, y });
  const text = table([line('train', [0, 10], [0.5, 0.25]), line('=1+1', [5, 10], [3, 4])]);
  assert.equal(text, `step,"train","'=1+1"\n0,0.5,\n5,,3\n10,0.25,4`);
});

test('columns of a heat map meet half-way between two steps', () => {
  assert.deepEqual(bordersOf([0, 10, 40]), [0, 5, 25, 40]);
  assert.deepEqual(bordersOf([7]), [6.5, 7.5]);
});

test('marks are the changes, the best test cost, the highest peak and the end, by step', () => {
  const series = {
    step: [0, 10, 20, 30, 40, 50],
    train: [1, 0.5, 0.7, 0.4, 0.9, 0.3],
    test: [1, 0.6, 0.8, 0.5, 0.95, 0.7],
  };
  const marks = marksOf(series, [[25, 'learning rate 0.03 → 0.1']], { step: 50, advice: 'It diverged.' });
  assert.deepEqual(
    marks.map(({ step, sign }) => [step, sign]),
    [
      [25, '✎'],
      [30, '▼'],
      [40, '▲'],
      [50, '■'],
    ],
  );
  assert.deepEqual([beside(marks, 30, 1), beside(marks, 30, -1), beside(marks, 50, 1)], [40, 25, undefined]);
});

test('a cost that only falls, or only climbs, has no peak', () => {
  assert.equal(peakOf([5, 4, 3, 2]), -1);
  assert.equal(peakOf([1, 2, 4, 8]), -1);
  assert.equal(peakOf([1, 1.2, 0.5, 0.55, 0.4]), -1); // too small to stand out
  assert.equal(peakOf([4, 2, 3, 1, 2, 1]), 4); // twice as high as what was before
});

test('a branch lies below its parent and begins where it left it; what is alone begins at step 0', () => {
  const run = (id, parent, left, step) => ({ id, parent, left, step });
  const boughs = treeOf([
    run(1, null, 0, 100),
    run(2, 1, 40, 90),
    run(3, 1, 0, 50), // a fresh start
    run(4, 2, 60, 70),
    run(6, 5, 30, 80), // its parent was let go
    run(7, 4, 20, 30), // where all its ancestors were one
  ]);
  assert.deepEqual(
    boughs.map(({ id, from, to, parent }) => [id, from, to, parent]),
    [
      [1, 0, 100, null],
      [2, 40, 90, 0],
      [4, 60, 70, 1],
      [7, 20, 30, 0],
      [3, 0, 50, null],
      [6, 0, 80, null],
    ],
  );
});
