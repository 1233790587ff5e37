// What the chart of lanes draws of what is known of them: pure functions of values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneLines, partsOf } from '../../pages/ui/compare/lane_lines.js';

const measured = (name, lines, values) => ({
  name,
  runs: [{ id: 1, points: 2, lines }],
  arrays: { measured_step: Int32Array.of(0, 10), measured_value: Float32Array.from(values) },
});
const SERIES = {
  step: [0, 5],
  train: [3, 2],
  test: [4, 1],
  metric_train: [0.5, 1],
  metric_test: [0.25, 0.5],
};
const COST = /** @type {any} */ ({ name: 'cost', lines: ['train', 'test'], recorded: true });
const SCORE = /** @type {any} */ ({ name: 'score', lines: ['train', 'test'], recorded: true });
const SIZES = /** @type {any} */ ({ name: 'weights', lines: [], recorded: false });
const PENALTY = /** @type {any} */ ({ name: 'penalty', lines: ['train cost', 'penalty'], recorded: false });

test('curves lie by the common clock: a lane that makes two steps a tick is half as long', () => {
  const lanes = [
    { series: SERIES, measured: null, rate: 1, layers: 2 },
    { series: SERIES, measured: null, rate: 2, layers: 2 },
  ];
  const found = laneLines(COST, 'test', lanes, true);
  assert.deepEqual(
    found.map(({ lane, x, y }) => [lane, x, y]),
    [
      [0, [0, 5], [4, 1]],
      [1, [0, 2.5], [4, 1]],
    ],
  );
  assert.deepEqual(
    laneLines(SCORE, 'both', lanes.slice(0, 1), true).map(({ role, y }) => [role, y]),
    [
      [0, [25, 50]],
      [1, [50, 100]],
    ],
  );
});

test('of a layer that a lane does not have there is no curve, and the output is the last of each', () => {
  const lanes = [
    { series: SERIES, measured: measured('weights', 3, [9, 1, 2, 8, 3, 4]), rate: 1, layers: 2 },
    { series: SERIES, measured: measured('weights', 4, [9, 1, 2, 3, 8, 4, 5, 6]), rate: 1, layers: 3 },
  ];
  const of = (/** @type {string} */ part) =>
    laneLines(SIZES, part, lanes, true).map(({ lane, y }) => [lane, y]);
  assert.deepEqual(of('2'), [[1, [2, 5]]]);
  assert.deepEqual(of('output'), [
    [0, [2, 4]],
    [1, [3, 6]],
  ]);
  assert.deepEqual(of('0'), [
    [0, [9, 8]],
    [1, [9, 8]],
  ]);
  assert.deepEqual(
    partsOf(SIZES, 3).map(([value]) => value),
    ['0', '1', '2', 'output'],
  );
});

test('a measure that was read for another choice is not drawn', () => {
  const lanes = [{ series: SERIES, measured: measured('penalty', 2, [4, 1, 3, 2]), rate: 1, layers: 2 }];
  assert.equal(laneLines(SIZES, '0', lanes, true).length, 0);
  assert.deepEqual(
    laneLines(PENALTY, '1', lanes, true).map(({ y }) => y),
    [[1, 2]],
  );
  assert.deepEqual(
    partsOf(PENALTY, 2).map(([value]) => value),
    ['1', '0', 'both'],
  );
});
