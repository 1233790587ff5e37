// What the browser asks, and what it reads of the answers, is what `messages.json` says; the Python tests
// read it, too.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { framesAt, sceneAt } from './messages.js';
import { playerIn } from './world.js';

const STAGE = new URL('../../pages/ui/stage/', import.meta.url).pathname;
const SPEC = JSON.parse(readFileSync(join(STAGE, 'messages.json'), 'utf8'));
const SOURCES = readdirSync(STAGE, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.js'));

const KINDS = {
  integer: Number.isInteger,
  number: (v) => typeof v === 'number',
  text: (v) => typeof v === 'string',
  flag: (v) => typeof v === 'boolean',
  list: Array.isArray,
  object: (v) => typeof v === 'object' && !Array.isArray(v),
};

/** Whether a value is what is said of it. */
function fits(value, about) {
  if (value === null || value === undefined) return about.null === true;
  if (!KINDS[about.type](value)) return false;
  if (about.each && !value.every(KINDS[about.each])) return false;
  const within = !(value < about.low) && !(value > about.high);
  return within && (!about.choices || about.choices.includes(value));
}

function conforms(question) {
  const fields = {
    ...SPEC['every question'],
    ...SPEC.questions[question.kind],
    ...SPEC.actions[question.action],
  };
  for (const name of Object.keys(question))
    assert.ok(name in fields, `${question.kind}: ${name} is not described`);
  for (const [name, about] of Object.entries(fields)) {
    assert.ok(fits(question[name], about), `${question.kind}: ${name} is ${JSON.stringify(question[name])}`);
  }
  for (const [name, about] of Object.entries(SPEC.view)) assert.ok(fits(question.view?.[name], about), name);
}

test('every question of the player is one that is described', () => {
  const { player, socket } = playerIn();
  socket().open();
  socket().answer(sceneAt(100));
  socket().answer(framesAt([101, 102, 103, 104]));
  player.view = { data: 'x', plane: 'features', x: 0, y: 1, row: [0, 3], by_hand: [[2, 1.5]] };
  player.focus([1, 0]);
  player.forward();
  for (const speed of ['second', 'most', 'ten']) {
    player.setSpeed(speed);
    player.play();
    socket().answer(framesAt([105, 106]));
    player.pause();
    socket().answer(framesAt([105, 106]));
  }
  player.seek(3);
  socket().answer(framesAt([3], { look: true }));
  player.pass();
  socket().answer(framesAt([135]));
  player.ask('runs');
  player.ask('measure', { name: 'gradient' });
  player.ask('history', { of: 'weights', layer: 1 });
  player.rewind();
  for (let i = 0; i < 4; i++) socket().answer(framesAt([134]));
  player.pause();
  const points = [[0.5, 0.25]];
  for (const [action, more] of [
    ['reset'],
    ['set', { fields: { hidden: [4] } }],
    ['edit', { layer: 1, row: 0, col: null, value: -2.5 }],
    ['draw', { stroke: 'add', id: 1, points, label: 1, more: true }],
    ['draw', { stroke: 'move', id: 2, key: 7, to: [1, 1], more: false }],
    ['draw', { stroke: 'erase', id: 3, keys: [1, 2] }],
    ['undo'],
    ['choose', { id: 1 }],
    ['branch'],
    ['mark', { id: 1, starred: true }],
    ['mark', { id: 1, name: 'one' }],
    ['let go', { id: 2 }],
  ]) {
    player.act(action, more);
    socket().answer(sceneAt(135));
  }
  const kinds = new Set(socket().sent.map((q) => q.kind));
  assert.deepEqual([...kinds].sort(), Object.keys(SPEC.questions).sort());
  for (const question of socket().sent) conforms(question);
});

test('every array that a part reads is one that is described', () => {
  const known = new Set([
    ...Object.keys(SPEC['arrays of a frame']),
    ...Object.keys(SPEC['arrays of a scene']),
    ...Object.keys(SPEC['arrays of runs']),
    ...Object.keys(SPEC['arrays of the past']),
  ]);
  let seen = 0;
  for (const source of SOURCES) {
    const text = readFileSync(join(STAGE, source), 'utf8');
    for (const [, name] of text.matchAll(/(?:frame\.get\('|\barrays\.)(\w+)/g)) {
      assert.ok(known.has(name), `${source} reads ${name}`);
      seen++;
    }
  }
  assert.ok(seen > 20);
});

test('every field of a scene that a part reads is one that is described', () => {
  const known = new Set([...Object.keys(SPEC.answers.scene), 'kind', 'arrays', 'mine']);
  for (const source of SOURCES) {
    const text = readFileSync(join(STAGE, source), 'utf8');
    if (source === 'parts/scenes.js') continue; // a presenter's scenes are of another kind
    for (const [, name] of text.matchAll(/\bscene\.([a-z_]+)/g)) {
      assert.ok(known.has(name), `${source} reads scene.${name}`);
    }
  }
});

test('no line is longer than 110 characters', () => {
  for (const source of SOURCES) {
    readFileSync(join(STAGE, source), 'utf8')
      .split('\n')
      .forEach((line, i) => {
        assert.ok(line.length <= 110, `${source}:${i + 1} has ${line.length}`);
      });
  }
});
