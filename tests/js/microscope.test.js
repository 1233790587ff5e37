// The microscope's pure parts: equations in pieces, and what a number is made of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokens } from '../../pages/ui/microscope/equation.js';
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
  assert.equal(short(0.00012345), '1.23e−4');
  assert.equal(short('nan'), 'nan');
  assert.equal(tint(5, 2), 1);
  assert.equal(layerOf('v⁺(W12)'), 12);
  assert.equal(layerOf('σ²3'), 3);
  assert.equal(layerOf('loss'), -1);
});
