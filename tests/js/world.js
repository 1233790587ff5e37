// What a player needs of a browser, made for tests: a socket that remembers, and a clock that stands until it
// is moved.
import { Player } from '../../pages/ui/stage/player/player.js';

export class FakeSocket {
  constructor(url) {
    this.url = url;
    this.readyState = 0;
    /** @type {any[]} */ this.sent = [];
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  close(code = 1000) {
    this.readyState = 3;
    this.onclose({ code });
  }
  /** @param {ArrayBuffer} data */
  answer(data) {
    this.onmessage({ data });
  }
  /** Questions of a kind. */
  asked(kind) {
    return this.sent.filter((q) => q.kind === kind);
  }
  get last() {
    return this.sent.filter((q) => q.kind !== 'now').at(-1);
  }
}

/** A player in a world of its own. */
export function playerIn() {
  const world = { time: 0, sockets: [], waiting: [], hiding: false };
  const player = new Player('ws://here/a', {
    socket: (url) => {
      world.sockets.push(new FakeSocket(url));
      return world.sockets.at(-1);
    },
    now: () => world.time,
    later: (act, ms) => world.waiting.push([world.time + ms, act]),
    hidden: () => world.hiding,
  });
  const heard = [];
  for (const name of ['scene', 'frame', 'state', 'error', 'lost', 'unanswered']) {
    player.on(name, (detail) => heard.push([name, detail]));
  }
  /** Let so many milliseconds pass. */
  const pass = (ms) => {
    world.time += ms;
    const due = world.waiting.filter(([at]) => at <= world.time);
    world.waiting = world.waiting.filter(([at]) => at > world.time);
    for (const [, act] of due) act();
  };
  return { player, world, heard, pass, socket: () => world.sockets.at(-1) };
}
