import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kept as keptRanges } from '../../pages/ui/sweeps/brush.js';
import { factors } from '../../pages/ui/wall/curves.js';

test('an axis of costs names round factors, and in a short range its ends', () => {
  assert.deepEqual(factors(0.09, 4.9), [0.1, 0.2, 0.5, 1, 2]);
  assert.deepEqual(factors(1e-5, 2), [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]);
  assert.deepEqual(factors(0.52, 0.9), [0.52, Math.sqrt(0.52 * 0.9), 0.9]);
});

test('ranges that are kept go by the names of their axes, however these were moved', () => {
  const dimensions = [
    { name: '2', constraintrange: [0, 1] },
    { name: '0' },
    {
      name: '1',
      constraintrange: [
        [0, 1],
        [2, 3],
      ],
    },
  ];
  assert.deepEqual(keptRanges(dimensions), {
    2: [[0, 1]],
    1: [
      [0, 1],
      [2, 3],
    ],
  });
});
