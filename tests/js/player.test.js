import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketAt } from '../../pages/ui/stage/base.js';
import { framesAt, pack, sceneAt } from './messages.js';
import { playerIn } from './world.js';

/** A player that has its first scene and four single steps in hand. */
function ready(scene = sceneAt(0)) {
  const it = playerIn();
  it.socket().open();
  it.socket().answer(scene);
  it.socket().answer(framesAt([1, 2, 3, 4]));
  return it;
}

test('it begins with hello, and then has a few single steps made ahead', () => {
  const { socket } = ready();
  assert.equal(socket().sent[0].kind, 'hello');
  const asked = socket().asked('train')[0];
  assert.deepEqual([asked.steps, asked.at, asked.frames], [1, 0, 4]);
  assert.equal(socket().asked('train').length, 1); // nothing more while nothing is used up
});

test('a step is shown at once, from what is in hand, and the server hears on which one it stands', () => {
  const { player, socket } = ready();
  player.forward();
  assert.equal(player.step, 1);
  assert.equal(socket().asked('now').at(-1).now, 1);
});

test('Play pressed before anything is there plays as soon as it is', () => {
  const { player, socket } = playerIn();
  player.play();
  socket().open();
  socket().answer(sceneAt(0));
  assert.equal(player.playing, true);
  assert.deepEqual([socket().last.kind, socket().last.at, socket().last.steps], ['train', 0, 10]);
});

test('the last of what is pressed before anything is there is done once it is', () => {
  const { player, socket, heard } = playerIn();
  player.pass();
  player.forward();
  socket().open();
  socket().answer(sceneAt(100, { stood: 8 })); // another page was open at step 8 of 100
  assert.deepEqual([socket().last.kind, socket().last.step], ['look', 8]);
  socket().answer(framesAt([8], { look: true }));
  assert.deepEqual([socket().last.kind, socket().last.at], ['train', 8]);
  socket().answer(framesAt([9, 10, 11, 12]));
  const shown = heard.filter(([name]) => name === 'frame').map(([, frame]) => frame.step);
  assert.deepEqual(shown, [8, 9]); // and never 100
  assert.equal(socket().asked('train').at(-1).until, undefined);
});

test('Play pressed before anything is there plays from the step that the stage stood at', () => {
  const { player, socket } = playerIn();
  player.play();
  socket().open();
  socket().answer(sceneAt(100, { stood: 8 }));
  socket().answer(framesAt([8], { look: true }));
  assert.deepEqual([player.playing, player.step, socket().last.at], [true, 8, 8]);
});

test('a step forward or an epoch goes on from the step that was asked for, not from the one left', () => {
  for (const [press, until] of /** @type {const} */ ([
    ['forward', undefined],
    ['pass', 'epoch'],
  ])) {
    const { player, socket } = ready(sceneAt(100));
    player.seek(7);
    player[press]();
    socket().answer(framesAt([7], { look: true }));
    const { kind, at } = socket().last;
    assert.deepEqual([kind, at, socket().last.until], ['train', 7, until]);
  }
});

test('who asks for another step wants no more what was to be done from the one before', () => {
  const { player, socket } = ready(sceneAt(100));
  player.seek(7);
  player.forward();
  player.seek(20);
  socket().answer(framesAt([7], { look: true }));
  socket().answer(framesAt([20], { look: true }));
  assert.deepEqual([player.step, socket().last.kind], [20, 'look']);
});

test('Play and Pause pressed before anything is there leave it at rest', () => {
  const { player, socket } = playerIn();
  player.play();
  player.pause();
  socket().open();
  socket().answer(sceneAt(0));
  assert.deepEqual([player.playing, socket().last.steps], [false, 1]);
});

test('playing shows one frame a tick, and asks for more before it runs dry', () => {
  const { player, socket } = ready();
  player.play();
  assert.deepEqual([socket().last.kind, socket().last.at, socket().last.steps], ['train', 0, 10]);
  socket().answer(framesAt([10, 20, 30]));
  for (let tick = 1; tick <= 2; tick++) player.tick(tick * 16);
  assert.equal(player.step, 20);
});

test('a hidden page asks for nothing and shows nothing', () => {
  const { player, socket, world } = ready();
  player.play();
  socket().answer(framesAt([10, 20]));
  world.hiding = true;
  socket().answer(framesAt([30, 40]));
  const asked = socket().sent.length;
  player.tick(16);
  assert.equal(player.step, 0);
  assert.equal(socket().sent.length, asked);
});

test('an answer to a question from before a pause is dropped', () => {
  const { player, socket } = ready();
  player.play();
  socket().answer(framesAt([10, 20]));
  player.tick(16);
  player.pause();
  assert.equal(player.step, 10);
  socket().answer(framesAt([30, 40])); // was made for the future that the pause has opened
  assert.equal(player.ahead, 0);
  assert.deepEqual([socket().last.at, socket().last.steps], [10, 1]);
});

test('where a run stops by itself the server hears of the step on the screen', () => {
  const { player, socket } = ready();
  player.play();
  const halt = { step: 30, advice: 'The cost left the numbers.', best: null, waits: false };
  socket().answer(framesAt([10, 20, 30], { halt }));
  for (let tick = 1; tick < 9; tick++) player.tick(tick * 16);
  assert.equal(player.playing, false);
  assert.equal(player.step, 30);
  assert.equal(socket().asked('now').at(-1).now, 30);
  assert.equal(player.ended.advice, halt.advice);
});

test('a step outside of what is in hand is asked for, and only the last one asked for', () => {
  const { player, socket } = ready(sceneAt(100));
  player.seek(7);
  player.seek(8);
  player.seek(9);
  assert.deepEqual([socket().last.kind, socket().last.step], ['look', 7]); // under way already
  socket().answer(framesAt([7], { look: true }));
  assert.deepEqual([socket().last.kind, socket().last.step], ['look', 9]);
  socket().answer(framesAt([9], { look: true }));
  assert.equal(player.step, 9);
  assert.equal(socket().asked('now').at(-1).now, 9);
});

test('going on from the past drops frames made ahead, and keeps the curve that was seen', () => {
  const { player, socket } = ready();
  player.forward();
  player.forward();
  player.back();
  player.play();
  assert.equal(player.series.last, 2);
  socket().answer(framesAt([5, 6])); // steps made ahead of the place that was left, on their way
  assert.deepEqual([player.ahead, socket().last.at], [0, 1]);
});

test('a lost socket is opened again, and says hello', () => {
  const { world, socket, pass } = ready();
  socket().close(1006);
  assert.equal(world.sockets.length, 1);
  pass(700);
  assert.equal(world.sockets.length, 2);
  socket().open();
  assert.deepEqual(
    socket().sent.map((q) => q.kind),
    ['hello'],
  );
});

test('a server that does not know the run is told to the page', () => {
  const { heard, socket } = ready();
  socket().close(4404);
  assert.equal(heard.at(-1)[0], 'lost');
});

test('what is drawn of a turned plane overtakes the frames in hand', () => {
  const { player, socket } = ready();
  player.play();
  socket().answer(framesAt([10, 20, 30, 40]));
  player.tick(16);
  player.turn({ x: 2 });
  assert.equal(player.ahead, 0);
  socket().answer(framesAt([50, 60])); // of the plane before: too late
  assert.deepEqual([socket().last.view.x, socket().last.frames], [2, 1]);
});

test('an epoch is one question, and its last frame is shown', () => {
  const { player, socket } = ready();
  player.pass();
  assert.equal(socket().last.until, 'epoch');
  socket().answer(framesAt([35]));
  assert.equal(player.step, 35);
});

test('a socket lost again and again is said once, and no longer said when it answers', () => {
  for (const [code, word] of [
    [4403, 'name'],
    [1006, 'stopped'],
  ]) {
    const { heard, pass, socket } = playerIn();
    const said = () => heard.filter(([name]) => name === 'unanswered').map(([, text]) => text);
    for (let attempt = 0; attempt < 4; attempt++) {
      assert.equal(said().length, Number(attempt > 1));
      socket().close(code);
      pass(2000);
    }
    assert.ok(said()[0].includes(word));
    socket().open();
    socket().answer(sceneAt(0));
    assert.equal(said().at(-1), '');
  }
});

test('sockets are below the path that a proxy has put the app at', () => {
  assert.equal(
    socketAt('/stage/live/x', 'https://a.example:8443/play'),
    'wss://a.example:8443/play/stage/live/x',
  );
});

test('a frame without costs of its own gets them where it stops, and leaves no point on the curve', () => {
  const { player, socket } = ready();
  player.play();
  socket().answer(framesAt([10, 20], {}, 0));
  for (let tick = 1; tick <= 2; tick++) player.tick(tick * 16);
  assert.equal(player.series.last, 0);
  player.pause();
  socket().answer(framesAt([30, 40])); // made for the future that the pause has cut off
  assert.deepEqual([socket().last.kind, socket().last.step], ['look', player.step]);
  const { step } = player;
  socket().answer(framesAt([step], { look: true }));
  assert.ok(player.now.scored);
  assert.equal(player.series.last, step);
});

test('it plays backwards through what is in hand and what is asked for, to step 0', () => {
  const { player, socket } = ready(sceneAt(40));
  player.rewind();
  assert.deepEqual(
    ['kind', 'step', 'steps'].map((name) => socket().last[name]),
    ['before', 40, 10],
  );
  socket().answer(framesAt([20, 30], { past: true }));
  player.tick(16);
  assert.equal(player.step, 30);
  assert.deepEqual([socket().last.kind, socket().last.step], ['before', 20]);
  socket().answer(framesAt([0, 10], { past: true }));
  for (let tick = 2; tick <= 4; tick++) player.tick(tick * 16);
  assert.equal(player.step, 0);
  assert.ok(player.playing);
  player.tick(99);
  assert.ok(!player.playing && !player.backwards);
  assert.equal(player.series.last, 40); // nothing that was seen is forgotten
});

test('play turns it round, at the step on the screen', () => {
  const { player, socket } = ready(sceneAt(40));
  player.rewind();
  socket().answer(framesAt([20, 30], { past: true }));
  player.tick(16);
  player.play();
  socket().answer(framesAt([0, 10], { past: true })); // of the way back: too late
  assert.deepEqual([socket().last.kind, socket().last.at], ['train', 30]);
});

test('where an answer takes long fewer frames of the past are asked for', () => {
  const { player, socket, world } = ready(sceneAt(400));
  player.rewind();
  const first = socket().last.frames;
  world.time += 1000;
  socket().answer(framesAt([390], { past: true }));
  player.tick(16);
  assert.equal(socket().last.frames, first / 2);
});

test('a long way back is asked for again until it is there, and it says how far it is', () => {
  const { player, socket } = ready();
  player.seek(900);
  assert.deepEqual([socket().last.kind, socket().last.step], ['look', 900]);
  socket().answer(pack({ kind: 'far', step: 900, done: 0.4 }, {}));
  assert.deepEqual(player.far, { step: 900, done: 0.4 });
  assert.equal(socket().asked('look').length, 2);
  socket().answer(framesAt([900], { look: true }));
  assert.equal(player.far, null);
  assert.equal(player.step, 900);
});

test('who stays on the way back is asked nothing more, and sees what was on the screen', () => {
  const { player, socket } = ready();
  player.seek(900);
  socket().answer(pack({ kind: 'far', step: 900, done: 0.4 }, {}));
  player.stay();
  const asked = socket().asked('look').length;
  socket().answer(pack({ kind: 'far', step: 900, done: 0.6 }, {}));
  assert.equal(socket().asked('look').length, asked);
  assert.deepEqual([player.far, player.step], [null, 0]);
});

test('a change far back is sent again as it was until the server has come there', () => {
  const { player, socket } = ready();
  player.act('set', { fields: { learning_rate: 0.1 } });
  socket().answer(pack({ kind: 'far', step: 900, done: 0.5 }, {}));
  const [first, second] = socket().asked('do');
  assert.deepEqual(second, first);
});
