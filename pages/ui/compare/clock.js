// One clock for all lanes: keeps a tape of ticks, plays them at display rate, and asks for more in time.
// A tick has a frame of each lane.  It tells by events: lanes (scenes), tick, far, state, measured, error,
// lost, unanswered.
import { Events } from '../stage/events.js';
import { BROWSER, Line } from '../stage/player/line.js';
import { SPEEDS, USUAL } from '../stage/player/speeds.js';
import { Frame, unpack } from '../stage/player/wire.js';

const AHEAD = 10; // ticks in hand while it plays
const MOST_KEPT = 60; // ticks behind the present one
const FAST = 50; // updates between two pictures where as many as fit are asked for

/** @typedef {{tick: number, frames: Frame[]}} Tick */

export class Clock {
  /** @param {string} url */
  constructor(url) {
    this.events = new Events();
    this.playing = false;
    this.speed = USUAL;
    /** @type {Tick[]} */ this.tape = [];
    this.at = 0;
    this.peak = 0; // the furthest tick that was shown
    this.wanted = 0; // the tick that is asked for by itself, -1 where none is
    this.shownAt = 0;
    /** @type {any} */ this.waiting = null;
    /** @type {any} */ this.wish = null; // a question that waits until there are ticks enough
    this.rev = -1;
    this.cuts = 0;
    this.line = new Line(url, BROWSER, this.events, {
      began: () => {
        this.waiting = null;
        this.rev = -1;
      },
      opened: () => this.next(),
      heard: (message) => this.answer(message),
    });
    this.line.open();
  }

  on(name, listener) {
    return this.events.on(name, listener);
  }

  get now() {
    return this.tape[this.at];
  }
  get tick() {
    return this.now?.tick ?? 0;
  }
  get ahead() {
    return this.tape.length - 1 - this.at;
  }

  close() {
    this.line.close();
  }

  /** Other lanes, or another clock. @param {string} url */
  reopen(url) {
    this.cuts++;
    this.wanted = this.tick;
    this.line.reopen(url);
  }

  /** Another course of a lane: everything is asked for anew. */
  refresh() {
    this.rev = -1;
    this.wanted = this.tick;
    this.cuts++;
    this.next();
  }

  send(question) {
    this.waiting = { ...question, cuts: this.cuts };
    this.line.send({ ...question, rev: this.rev });
  }

  /** Ask something beside the ticks, in place of what was wished before. @param {object} question */
  ask(question) {
    this.wish = question;
    this.next();
  }

  next() {
    if (this.waiting || !this.line.ready) return;
    if (this.rev < 0) return this.send({ kind: 'hello' });
    if (this.wanted >= 0) return this.send({ kind: 'ticks', first: this.wanted, stride: 1, count: 1 });
    if (this.wish && !(this.playing && this.ahead < AHEAD / 2)) {
      const { wish } = this;
      this.wish = null;
      return this.send(wish);
    }
    if (!this.playing || document.hidden || this.ahead >= AHEAD) return;
    const stride = this.speed.steps || FAST;
    const last = this.tape[this.tape.length - 1].tick;
    const count = this.speed.wait ? 2 : AHEAD;
    this.send({ kind: 'ticks', first: last + stride, stride, count, ms: 30 });
  }

  answer(message) {
    const asked = this.waiting ?? {};
    this.waiting = null;
    if (message.kind === 'far') {
      this.events.emit('far', message); // a long way back, gone in slices: ask again
      return this.next();
    }
    if (message.kind === 'error') this.events.emit('error', message.error);
    else if (message.kind === 'measured') this.events.emit('measured', lanesOf(message));
    else if (message.kind === 'lanes') {
      this.rev = message.rev;
      this.rates = message.rates;
      this.tape = [];
      this.at = 0;
      this.cuts++;
      this.events.emit('lanes', lanesOf(message));
      if (this.wanted < 0) this.wanted = this.tick;
    } else if (asked.cuts === this.cuts) this.extend(message);
    this.next();
  }

  extend(message) {
    const lanes = lanesOf(message);
    const ticks = Array.from({ length: message.count }, (_, j) => ({
      tick: message.first + j * message.stride,
      frames: lanes.map((lane) => new Frame(lane, j)),
    }));
    if (this.wanted >= 0) {
      if (ticks[0].tick !== this.wanted) return;
      this.wanted = -1;
      this.tape = ticks;
      this.at = 0;
      return this.show();
    }
    this.tape.push(...ticks);
    const old = this.at - MOST_KEPT;
    if (old > 0) {
      this.tape.splice(0, old);
      this.at -= old;
    }
  }

  show() {
    const { now } = this;
    this.peak = Math.max(this.peak, now.tick);
    this.events.emit('tick', now);
    /** @type {any} */ (globalThis).onDeepnetFrame?.({
      step: now.tick,
      costs: now.frames.map((frame) => frame.cost[1]),
      paused: !this.playing,
      t: performance.now(),
    });
  }

  /** One turn of the display's clock. @param {number} time */
  turn(time) {
    const due = !this.speed.wait || time - this.shownAt >= this.speed.wait - 8;
    if (this.playing && this.ahead > 0 && due && !document.hidden) {
      this.shownAt = time;
      this.at++;
      this.show();
    }
    this.next();
  }

  play() {
    this.playing = true;
    this.cut();
    this.events.emit('state');
    this.next();
  }

  pause() {
    this.playing = false;
    this.cut();
    this.events.emit('state');
  }

  /** Ticks made ahead go: they were made for another speed. */
  cut() {
    this.tape.length = Math.min(this.tape.length, this.at + 1);
    this.cuts++;
  }

  setSpeed(key) {
    this.speed = SPEEDS.find((speed) => speed.key === key) ?? this.speed;
    this.cut();
  }

  /** @param {number} tick */
  seek(tick) {
    if (this.playing) this.pause();
    this.cuts++;
    this.wanted = Math.max(0, Math.round(tick));
    this.next();
  }
}

/** The messages of all lanes. @param {any} message */
const lanesOf = ({ rates, arrays }) => rates.map((_, i) => unpack(arrays[`lane${i}`].slice().buffer));
