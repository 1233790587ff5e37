// The microscope's pure parts: equations in pieces, and what a number is made of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokens } from '../../pages/ui/microscope/equation.js';
import { dotAt, motion } from '../../pages/ui/microscope/motion.js';
import { asText, chain, stages } from '../../pages/ui/microscope/paper.js';
import { goesInto, keyOf, layerOf, madeOf, refOf, short, tint } from '../../pages/ui/microscope/pointing.js';

const names = (text) => tokens(text).flatMap((token) => (token.kind === 'name' ? [token.name] : []));

test('an equation names its arrays as the ledger does', () => {
  assert.deepEqual(names('Z_1 = W_1 · A_0 + b_1'), ['Z1', 'W1', 'A0', 'b1']);
  assert.deepEqual(names('dW_2 = {1/m} dZ_2 · A_1^T,  db_2 = {1/m} Σ_i dZ_2'), [
    'dW2',
    'dZ2',
    'A1',
    'db2',
    'dZ2',
  ]);
  assert.deepEqual(names("dZ_1 = dA_1 * leaky relu'(Z_1)"), ['dZ1', 'dA1', 'Z1']);
  assert.deepEqual(names('Ẑ_1 = (Z_1 − μ_1) / √(σ²_1 + ε)'), ['Ẑ1', 'Z1', 'μ1', 'σ²1']);
});

test('words, fractions and sums are no arrays', () => {
  const kinds = tokens('J = {1/m} Σ_i loss(A_2, Y)').map(({ kind }) => kind);
  assert.deepEqual(kinds.slice(0, 5), ['name', 'sign', 'fraction', 'sum', 'word']);
});

test('a symbol keeps its number, a power its base', () => {
  const told = (text) =>
    tokens(text).map(({ kind, text: at, below }) => [kind, at, below ?? ''].join(' ').trim());
  assert.deepEqual(told('1 - β₁^t'), ['sign 1', 'sign -', 'symbol β 1', 'power t']);
  assert.deepEqual(told('√ŝ + ε'), ['sign √', 'name ŝ', 'sign +', 'symbol ε']);
  assert.deepEqual(names('s⁺ = s + dθ′²'), ['s⁺', 's', 'dθ′']);
});

test('a place is written and read back', () => {
  assert.deepEqual(refOf(keyOf(["g'(Z1)", 2, 30])), ["g'(Z1)", 2, 30]);
});

test('what a number goes into is what is made of it', () => {
  const sums = {
    'Z1:0:0': { parts: [['2', ['W1', 0, 0], ''], ' · ', ['3', ['A0', 0, 0], '']], result: '6' },
    'A1:0:0': { parts: ['max(0, ', ['6', ['Z1', 0, 0], ''], ')'], result: '6' },
  };
  assert.deepEqual(madeOf(sums['Z1:0:0']), ['W1:0:0', 'A0:0:0']);
  assert.deepEqual(goesInto(sums).get('Z1:0:0'), ['A1:0:0']);
  assert.deepEqual(madeOf(undefined), []);
});

test('numbers are short, colours bounded, layers found', () => {
  assert.equal(short(-0.51727), '−0.5173');
  assert.equal(short(0.00001234), '1.234·10⁻⁵');
  assert.equal(short('nan'), 'nan');
  assert.equal(tint(5, 2), 1);
  assert.equal(layerOf('v⁺(W12)'), 12);
  assert.equal(layerOf('σ²3'), 3);
  assert.equal(layerOf('loss'), -1);
});

test('on paper a number comes behind all that it is made of, once', () => {
  const part = (ref) => ['1', ref, ''];
  const sums = {
    'W1⁺:0:0': { parts: [part(['W1', 0, 0]), part(['dW1', 0, 0])], result: '1' },
    'dW1:0:0': { parts: [part(['dZ1', 0, 0]), part(['A0', 0, 0]), part(['dZ1', 0, 1])], result: '1' },
    'dZ1:0:0': { parts: [part(['Z1', 0, 0])], result: '1' },
    'Z1:0:0': { parts: [part(['W1', 0, 0]), part(['A0', 0, 0])], result: '1' },
    'Z1:1:0': { parts: [part(['A0', 0, 0])], result: '1' },
  };
  assert.deepEqual(chain(sums, 'W1⁺:0:0'), ['Z1:0:0', 'dZ1:0:0', 'dW1:0:0', 'W1⁺:0:0']);
  assert.deepEqual(chain(sums, 'W1:0:0'), []);
  const length = { parts: [part(['‖dW1‖²', 0, 0])], result: '1' };
  const square = { parts: [part(['dW1', 0, 0])], result: '1' };
  assert.deepEqual(chain({ ...sums, '‖dθ‖:0:0': length, '‖dW1‖²:0:0': square }, '‖dθ‖:0:0'), ['‖dθ‖:0:0']);
  const stations = [
    { stage: 'forward', writes: ['Z1'] },
    { stage: 'backward', writes: ['dZ1', 'dW1'] },
    { stage: 'update', writes: ['W1⁺'] },
  ];
  assert.deepEqual(stages({ stations }, ['dZ1:0:0', 'Z1:0:0', 'W1⁺:0:0']), [
    ['forward', ['Z1:0:0']],
    ['backward', ['dZ1:0:0']],
    ['update', ['W1⁺:0:0']],
  ]);
});

test('what is copied has the signs that a calculator reads', () => {
  assert.equal(
    asText([{ textContent: 'Z1[1] =  0.5 · (−2) ' }, { textContent: '= −1' }]),
    'Z1[1] = 0.5 * (-2)\n= -1',
  );
});

const array = (kind, values) => ({ kind, values, shape: [values.length, values[0].length], top: 1 });
const VIEW = {
  losses: [0.5, 1.5],
  arrays: {
    A0: array('batch', [[2], [1]]),
    W1: array('parameters', [[0.5, -3]]),
    Z1: array('batch', [[-2]]),
    A1: array('batch', [[0.25]]),
    dA1: array('batch', [[0.5]]),
    dZ1: array('batch', [[-0.25]]),
    dW1: array('parameters', [[0.1, 0.4]]),
    'v(W1)': array('parameters', [[0, 0]]),
    'v⁺(W1)': array('parameters', [[0.1, 0.2]]),
    'W1⁺': array('parameters', [[0.4, -3]]),
    J: array('single', [[1]]),
    loss: array('batch', [[0.5]]),
  },
};
const PLACES = [
  [
    { row: 0, x: 0, y: 0 },
    { row: 1, x: 0, y: 10 },
  ],
  [{ row: 0, x: 100, y: 4 }],
];
const at = (stage, layer, reads, writes) => motion({ stage, layer, reads, writes }, VIEW, PLACES);

test('forward, what a line carries is weight times value: the largest dot is the largest product', () => {
  const { dots } = at('forward', 1, ['W1', 'A0'], ['Z1']);
  assert.deepEqual(
    dots.map(({ from, negative }) => [from.y, negative]),
    [
      [10, true],
      [0, false],
    ],
  );
  assert.deepEqual(dots[0].sizes, [7, 7]);
  assert.deepEqual(dotAt(dots[1], 0.5), { x: 50, y: 2, r: 1 + 6 * Math.sqrt(1 / 3) });
});

test('an activation turns the sum into the value where it stands; so does its slope with the error', () => {
  const [dot] = at('forward', 1, ['Z1'], ['A1']).dots;
  assert.equal(dot.from, dot.to);
  assert.deepEqual(dot.sizes, [11, 1 + 10 * Math.sqrt(0.125)]);
  assert.equal(
    at('backward', 1, ['dA1', 'Z1', 'A1'], ["g'(Z1)", 'dZ1']).words,
    'Each dot is dA1, and becomes dZ1: as large as the number.',
  );
});

test('the losses of the examples go into their mean', () => {
  const { dots, words } = at('cost', 1, ['A1'], ['loss', 'J']);
  assert.equal(dots.length, 2);
  assert.ok(dots.every(({ to, sizes }) => to.x === 100 && sizes[1] === dots[0].sizes[1]));
  assert.match(words, /mean is the cost/);
});

test('at a gradient what was sent in meets the error, and their product stands on the line', () => {
  const { dots } = at('backward', 1, ['dZ1', 'A0'], ['dW1', 'db1']);
  assert.equal(dots.length, 6);
  const product = dots.find(({ times, from }) => times[0] > 0 && from.y === 7);
  assert.deepEqual([dotAt(product, 0.2), dotAt(product, 1)], [null, { x: 50, y: 7, r: 7 }]);
});

test('the memory grows at each weight, and at last the weights move', () => {
  assert.equal(at('update', 0, ['v(W1)', 'dW1'], ['v⁺(W1)']).dots.length, 2);
  const last = at('update', 0, ['W1', 'dW1'], ['W1⁺']);
  assert.equal(last.moves, true);
  assert.match(last.words, /at most 10 %/);
});
