import assert from 'node:assert/strict';
import { test } from 'node:test';
import show from '../../pages/ui/stage/door.js';

test('what a part was told last is shown, in whichever order its imports arrive', async () => {
  const shown = [];
  Object.assign(globalThis, {
    shown,
    document: { scripts: [] },
    location: { origin: 'data:text/javascript,export const mount = (part) => shown.push(part.data.step);' },
  });
  const parentElement = { textContent: '' };
  for (const step of [1, 2]) show({ parentElement, data: [{ step, files: '/', module: 'part' }] });
  while (shown.length < 2) await new Promise(setImmediate);
  assert.deepEqual(shown, [2, 2]);
  assert.equal(parentElement.textContent, '');
});
