// Owns time: keeps a tape of frames, plays them at display rate, and asks Python for more before it runs dry.
// Pausing, stepping and scrubbing inside the tape never leave the browser; one question is under way at a time.
import {Frame, frames, unpack} from './wire.js';

const AHEAD = 12;                                             // frames in hand while playing
const SINGLES = 4;                                            // single updates in hand while paused, so that Step is instant
const TURNING = 200;                                          // milliseconds after the plane was turned in which it may be turned again
const TAPE_BYTES = 48e6;
const SERIES = 2400;                                          // points of the cost curve before every other one is dropped

export const SPEEDS = [
  {key: 'second', label: '1 update a second', steps: 1, wait: 1000},
  {key: 'five', label: '5 updates a second', steps: 1, wait: 200},
  {key: 'one', label: '1 update a frame', steps: 1, wait: 0},
  {key: 'ten', label: '10 updates a frame', steps: 10, wait: 0},
  {key: 'hundred', label: '100 updates a frame', steps: 100, wait: 0},
  {key: 'most', label: 'as fast as it goes', steps: 0, wait: 0},
];

const NAMES = ['step', 'train', 'test', 'metric_train', 'metric_test'];

class Series {                                                // the curve as far as it has been seen
  constructor(scene) {
    for (const name of NAMES) this[name] = Array.from(scene.arrays['curve_' + name] ?? []);
    this.cut(scene.step);
  }
  get last() { return this.step.at(-1) ?? -1; }
  cut(step) {
    let n = this.step.length;
    while (n && this.step[n - 1] > step) n--;
    for (const name of NAMES) this[name].length = n;
  }
  push(frame) {
    const [train, test] = frame.cost, [a, b] = frame.metric;
    [frame.step, train, test, a, b].forEach((v, i) => this[NAMES[i]].push(v));
    if (this.step.length > SERIES) for (const name of NAMES) this[name] = this[name].filter((_, i, all) => i % 2 === 0 || i === all.length - 1);
  }
}

export class Player {
  constructor({url, scene, frame, state, error, lost}) {
    Object.assign(this, {url, heard: {scene, frame, state, error, lost}});
    this.playing = false;
    this.speed = SPEEDS[3];
    this.view = {};
    this.queue = [];
    this.scene = null;
    this.tape = [];
    this.at = 0;                                              // index in the tape of the frame on screen
    this.cuts = 0;                                            // how often the tape's future was thrown away: late answers are dropped
    this.turns = 0;                                           // how often the plane was turned: frames drawn before are stale
    this.turnedAt = -1e9;
    this.ms = 15;
    this.shownAt = 0;
    this.open();
  }

  get now() { return this.away ?? this.tape[this.at]; }
  get step() { return this.now?.step ?? 0; }
  get heading() { return this.target ?? (this.waiting?.kind === 'look' ? this.waiting.step : this.step); }   // the step that was asked for last
  get peak() { return Math.max(this.series?.last ?? 0, this.step); }
  get ahead() { return this.tape.length - 1 - this.at; }

  // ---- the socket
  open() {
    const socket = this.socket = new WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    this.waiting = null;
    this.fresh = false;
    socket.onopen = () => this.next();
    socket.onmessage = event => { if (socket === this.socket) this.answer(unpack(event.data)); };
    socket.onclose = event => {
      if (socket !== this.socket || this.closed) return;
      this.waiting = null;
      if (event.code === 4404) this.heard.lost();             // the server does not know this run: have the page make one
      setTimeout(() => { if (socket === this.socket && !this.closed) this.open(); }, event.code === 4404 ? 2000 : 700);
    };
  }
  close() { this.closed = true; this.socket.close(); }
  reopen(url) { this.url = url; const old = this.socket; this.open(); old.close(); }

  send(question) {
    this.socket.send(JSON.stringify({...question, now: this.now?.step, view: this.view}));
    this.waiting = {...question, cuts: this.cuts, turn: this.turns, sent: performance.now()};
  }

  next() {                                                    // ask for what is most wanted, if anything
    if (this.closed || this.waiting || this.socket.readyState !== 1) return;
    if (!this.fresh) return this.send({kind: 'hello'});
    if (this.queue.length) return this.send(this.queue.shift());
    if (this.target !== undefined) {
      const step = this.target;
      this.target = undefined;
      return this.send({kind: 'look', step});
    }
    if (this.turning()) return this.send({kind: 'look', step: this.step});
    if (document.hidden || this.stuck || this.away) return;
    const {steps, wait} = this.playing ? this.speed : {steps: 1, wait: 0};
    const want = this.playing ? (wait ? 2 : AHEAD) : SINGLES;
    if (this.ahead >= want) return;
    if (this.dry) this.ms = Math.min(50, this.ms * 1.2); else this.ms = Math.max(10, this.ms * .98);
    this.dry = false;
    this.send({kind: 'train', rev: this.scene.rev, at: this.tape.at(-1).step, steps,
      ms: Math.round(this.playing ? this.ms : 20), frames: performance.now() - this.turnedAt < TURNING ? 1 : this.playing && !wait ? 2 * AHEAD - this.ahead : want - this.ahead});
  }

  answer(message) {
    const asked = this.waiting ?? {};
    this.waiting = null;
    this.heardOut?.();
    message.turn = asked.turn;
    const elsewhere = message.look && message.arrays.points_row;            // on points that the run no longer learns from
    if (message.plane && !elsewhere) this.on = message;       // the latest message that told of the plane
    message.on = this.on;
    if (message.controls && message.kind === 'frames') this.scene.controls = message.controls;
    if (message.error) { this.refused = this.turns; this.heard.error(message.error); }
    else if (message.kind === 'scene') { message.mine = asked.kind === 'do' && !asked.more; this.adopt(message); }
    else if (message.kind === 'frames') this.extend(message, asked);
    this.next();
  }

  adopt(scene) {
    const first = new Frame(scene, 0);
    this.fresh = true;
    this.scene = scene;
    this.tape = [first];
    this.at = 0;
    this.away = undefined;
    this.target = undefined;
    this.cuts++;
    this.stuck = scene.diverged;
    this.events = scene.events ?? [];
    this.series = new Series(scene);
    if (this.series.last < first.step) this.series.push(first);
    this.heard.scene(scene);
    this.show(first);
    this.heard.state();
    if (scene.stood !== null && scene.stood < first.step) this.seek(scene.stood);
  }

  extend(message, asked) {
    if (message.look) {
      if (asked.cuts !== this.cuts || this.playing && !this.speed.wait) return;
      const frame = frames(message)[0];
      const same = this.tape.findIndex(f => f.step === frame.step);
      if (this.playing && same !== this.at) return;
      if (same >= 0) { this.tape[same] = frame; this.at = same; this.away = undefined; } else this.away = frame;
      this.show(frame);
      this.tell();
      return this.heard.state();                              // what is said of the last step is not said of this one
    }
    if (asked.cuts !== this.cuts) return;
    this.events = message.events ?? this.events;
    const late = this.playing && message.turn !== this.turns; // the plane was turned meanwhile: one of them bridges the time
    this.stuck = late ? null : message.diverged;
    this.tape.push(...frames(message).slice(0, late ? 1 : undefined));
    let bytes = this.tape.reduce((sum, f) => sum + f.bytes, 0);
    while (bytes > TAPE_BYTES && this.at > 1) { bytes -= this.tape.shift().bytes; this.at--; }
    if (asked.until) { this.at = this.tape.length - 1; this.show(this.now); this.heard.state(); }
    else if (this.owed) { this.owed = false; this.forward(); }
    if (this.stuck) this.heard.state();
  }

  // ---- what the visitor does
  show(frame) {
    if (frame.step > this.series.last) this.series.push(frame);
    this.heard.frame(frame);
    globalThis.onDeepnetFrame?.({step: frame.step, cost: frame.cost[0], test: frame.cost[1], metric: frame.metric[0],
      metric_test: frame.metric[1], epoch: frame.epoch, rev: this.scene.rev, paused: !this.playing, t: performance.now()});
  }

  present() { if (this.stale(this.now)) this.next(); else this.show(this.now); }
  stale(frame) { return frame.message.turn !== this.turns; }
  turning() {                                                 // whether the picture on the screen must be drawn again
    return this.scene && (!this.playing || this.speed.wait) && this.stale(this.now) && this.refused !== this.turns;
  }

  turn(part) {                                                // the same steps on another plane, from the one on the screen
    Object.assign(this.view, part);
    this.turns++;
    this.turnedAt = performance.now();
    if (this.playing && this.ahead > 1) this.cut();
    this.next();
  }

  cut() {                                                     // from here on the future is open again
    const keep = this.now;
    if (this.away) { this.tape = [keep]; this.at = 0; this.away = undefined; }
    this.tape.length = this.at + 1;
    this.series.cut(keep.step);
    this.cuts++;
    this.stuck = null;
  }

  tick(time) {
    if (this.playing && this.tape.length && !document.hidden) {
      if (this.ahead > 0) {
        if (!this.speed.wait || time - this.shownAt >= this.speed.wait - 8) {
          this.shownAt = time;
          this.at++;
          this.show(this.now);
        }
      } else if (this.stuck && !this.stuck.waits) this.pause();         // what waits for points goes on by itself
      else this.dry = true;
    }
    this.next();
  }

  play() {
    if (!this.scene) return;
    if (this.away || this.ahead > 0) this.cut();
    this.playing = true;
    this.heard.state();
    this.next();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    if (!this.stuck) this.cut();
    this.heard.state();
    this.next();
  }

  near(steps) {                                               // the key of the speed nearest to so many updates a frame
    const off = s => Math.abs(Math.log((s.steps || 1e4) / (steps || 1e4)));
    return SPEEDS.filter(s => !s.wait).reduce((a, b) => off(b) < off(a) ? b : a).key;
  }

  setSpeed(key) {
    const speed = SPEEDS.find(s => s.key === key);
    if (!speed || speed === this.speed) return;
    this.speed = speed;
    if (this.playing) this.cut();
    this.heard.state();
    this.next();
  }

  forward() {                                                 // one update
    if (this.playing) this.pause();
    if (this.away || this.ahead > 0 && this.tape[this.at + 1].step !== this.step + 1) this.cut();
    if (this.ahead > 0) { this.at++; this.present(); this.heard.state(); } else if (!this.stuck) this.owed = true;
    this.next();
  }

  back() {
    if (this.playing) this.pause();
    if (!this.away && this.at > 0) { this.at--; this.present(); this.heard.state(); this.tell(); }
    else if (this.step > 0) this.seek(this.step - 1);
  }

  pass() {                                                    // one pass over the training set
    if (this.playing) this.pause();
    this.cut();
    this.queue.push({kind: 'train', rev: this.scene.rev, at: this.step, steps: 1, ms: 50, frames: 1, until: 'epoch'});
    this.next();
  }

  seek(step, exactly = false) {                               // exactly: not the nearest frame in hand
    if (this.playing) this.pause();
    const first = this.tape[0].step, last = this.tape.at(-1).step;
    if (exactly ? this.tape.some(f => f.step === step) : step >= first && step <= last) {
      let i = this.tape.findIndex(f => f.step >= step);
      if (i > 0 && step - this.tape[i - 1].step < this.tape[i].step - step) i--;
      this.away = undefined;
      this.target = undefined;
      this.at = i;
      this.present();
      this.tell();
    } else {
      this.target = step;
      this.next();
    }
    this.heard.state();
  }

  answered() {                                                // when what was sent so far has been heard
    return new Promise(done => { this.heardOut = done; setTimeout(done, 300); });
  }

  tell() {                                                    // a change made on the page is made at the step on the screen
    if (this.socket.readyState === 1) this.socket.send(JSON.stringify({kind: 'now', now: this.step}));
  }

  look() {                                                    // draw the step on the screen again, under another view
    if (!this.scene) return;
    if (!this.playing) { this.target ??= this.step; this.next(); }   // a step already asked for comes under this view
  }

  act(action, more = {}) { const question = {kind: 'do', action, ...more}; this.queue.push(question); this.next(); return question; }
  refresh() { this.fresh = false; this.next(); }
}
