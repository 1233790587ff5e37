import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Events } from '../../pages/ui/stage/events.js';
import { Orders } from '../../pages/ui/stage/orders.js';
import { framesAt, sceneAt } from './messages.js';
import { playerIn } from './world.js';

/** A browser's memory for one tab. */
function memory() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
}

function stage(kept = memory()) {
  const it = playerIn();
  const events = new Events();
  const orders = new Orders(it.player, events, kept);
  it.player.on('scene', (scene) => orders.adopted(scene));
  it.socket().open();
  return { ...it, events, orders };
}

const settled = () => new Promise((done) => setTimeout(done));

test('what the page asks for is done once, however often the page is run', async () => {
  const { player, orders, socket } = stage();
  socket().answer(sceneAt(0));
  const order = { id: 'a', play: true, speed: 100 };
  orders.take(order, 1);
  await settled();
  assert.deepEqual([player.playing, player.speed.key], [true, 'hundred']);
  player.pause();
  orders.take(order, 1);
  await settled();
  assert.equal(player.playing, false);
});

test('it waits for the scene that it is meant for', async () => {
  const { player, orders, socket } = stage();
  socket().answer(sceneAt(0));
  orders.take({ id: 'b', play: true }, 2);
  await settled();
  assert.equal(player.playing, false);
  socket().answer(framesAt([1, 2, 3, 4]));
  player.refresh();
  socket().answer(sceneAt(0, { rev: 2 }));
  await settled();
  assert.equal(player.playing, true);
});

test('a reload does not do it again', async () => {
  const kept = memory();
  const one = stage(kept);
  one.socket().answer(sceneAt(0));
  one.orders.take({ id: 'c', play: true }, 1);
  await settled();
  const other = stage(kept);
  other.orders.take({ id: 'c', play: true }, 1);
  other.socket().answer(sceneAt(0));
  await settled();
  assert.deepEqual([one.player.playing, other.player.playing], [true, false]);
});

test('a step, a neuron and a tool can be asked for', async () => {
  const { player, orders, socket, events } = stage();
  const heard = [];
  for (const name of ['neuron', 'choose']) events.on(name, (detail) => heard.push(detail));
  socket().answer(sceneAt(50));
  orders.take({ id: 'd', step: 7, neuron: [1, 2], tool: 'add' }, 1);
  await settled();
  assert.equal(player.heading, 7);
  assert.deepEqual(heard, [[1, 2], 'add']);
});
