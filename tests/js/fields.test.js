// The controls of the settings: what waits to be sent, and how a number moves by a step.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Changes } from '../../pages/ui/fields/controls.js';
import { stepped } from '../../pages/ui/fields/field.js';

test('only the last change of each field waits, until the server has seen it', () => {
  const changes = new Changes();
  changes.adopt(4);
  changes.add('seed', '1');
  changes.add('rate', '0.1');
  assert.deepEqual(changes.add('seed', '2'), [
    [6, 'rate', '0.1'],
    [7, 'seed', '2'],
  ]);
  changes.adopt(6);
  assert.ok(changes.has('seed') && !changes.has('rate'));
  changes.adopt(7);
  assert.ok(!changes.has('seed'));
  assert.deepEqual(changes.add('seed', '3'), [[8, 'seed', '3']]);
});

test('numbers begin where an earlier page of the same visitor has left them', () => {
  const changes = new Changes();
  changes.adopt(12);
  assert.deepEqual(changes.add('seed', '1'), [[13, 'seed', '1']]);
});

test('a step adds no digits and stays within the limits', () => {
  assert.equal(stepped(0.1, 0.2, 0, 1), 0.3);
  assert.equal(stepped(0.99, 0.01, 0, 0.999), 0.999);
  assert.equal(stepped(0, -1, 0, 10), 0);
  assert.equal(stepped(1e-8, 0.01, 0, 1), 0.01000001);
});
