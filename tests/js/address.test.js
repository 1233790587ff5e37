import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opens, quieten } from '../../pages/ui/stage/address.js';

test('one setting changes the address in its place; other data, a preset or another page make an entry', () => {
  assert.equal(opens('?rate=0.1', '?rate=0.3'), false);
  assert.equal(opens('', '?optimizer=adam'), false);
  assert.equal(opens('?data=xor', '?data=spiral'), true);
  assert.equal(opens('', '?hidden=20-7-5&rate=0.0075&activation=relu'), true);
});

test('what Streamlit pushes is replaced or pushed by that rule', () => {
  const done = [];
  const location = { href: 'http://here/?rate=0.1', pathname: '/', search: '?rate=0.1' };
  const history = /** @type {any} */ ({
    pushState: (_state, _unused, url) => done.push(['push', url]),
    replaceState: (_state, _unused, url) => done.push(['replace', url]),
  });
  quieten(history, location);
  quieten(history, location); // a second stage on the page changes nothing
  history.pushState({}, '', '/?rate=0.3');
  history.pushState({}, '', '/?data=spiral');
  history.pushState({}, '', '/results?rate=0.1');
  assert.deepEqual(done, [
    ['replace', '/?rate=0.3'],
    ['push', '/?data=spiral'],
    ['push', '/results?rate=0.1'],
  ]);
});
