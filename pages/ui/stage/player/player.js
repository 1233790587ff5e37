// Owns time: keeps a tape of frames, plays them at display rate, and asks Python for more before it runs dry.
// Pausing, stepping and scrubbing inside the tape never leave the browser. It tells by events: scene, frame,
// state (playing, speed, where it stands), error (a sentence), the answers to `ask`, and those of the line.
import { Asking } from './asking.js';
import { Series } from './series.js';
import { SPEEDS, USUAL } from './speeds.js';
import { Tape } from './tape.js';
import { Frame, frames } from './wire.js';

const AHEAD = 12; // frames in hand while playing
const SINGLES = 4; // single updates in hand while paused, so that Step is instant
const MOST_BEHIND = 24; // frames of the past that are asked for at once, fewer where they take long
const LONG = 200; // milliseconds for an answer
const TURNING = 200; // milliseconds after the plane was turned in which it may be turned again

export class Player extends Asking {
  /** @param {string} url of the socket @param {import('./line.js').World} [world] */
  constructor(url, world) {
    super(url, world);
    this.playing = this.backwards = false;
    this.behind = AHEAD; // frames of the past that are asked for at once
    this.speed = USUAL;
    /** @type {any} */ this.view = {};
    this.tape = new Tape();
    this.cuts = 0; // how often the tape's future was thrown away: late answers are dropped
    this.turns = 0; // how often the plane was turned: frames drawn before are stale
    this.turnedAt = -1e9;
    this.ms = 15;
    this.shownAt = 0;
    /** @type {number | undefined} */ this.target = undefined; // a step to look at
    /** @type {any} */ this.stuck = null; // why no more updates come
    /** @type {[number, string][]} */ this.changes = [];
    this.dry = this.owed = false;
    /** @type {(() => void) | null} */ this.wish = null; // to be done from the step asked for, once there
    this.line.open();
  }

  get now() {
    return this.tape.now;
  }
  get step() {
    return this.now?.step ?? 0;
  }
  /** The step that was asked for last. */
  get heading() {
    return this.target ?? (this.waiting?.kind === 'look' ? this.waiting.step : this.step);
  }
  get peak() {
    return Math.max(this.series?.last ?? 0, this.step);
  }
  get ahead() {
    return this.tape.ahead;
  }
  /** Whether it shows a step of before, which was asked for by itself. */
  get away() {
    return Boolean(this.tape.away);
  }
  get ended() {
    return this.now === this.tape.last ? this.stuck : null;
  }

  // ---- what is asked
  context() {
    return {
      sent: { now: this.now?.step, view: this.view },
      known: { cuts: this.cuts, turn: this.turns },
    };
  }

  wanted(asked) {
    return asked.kind !== 'look' || !(this.playing || this.target !== undefined);
  }

  want(step) {
    this.target = step;
  }

  next() {
    if (this.waiting || !this.line.ready) return;
    if (!this.fresh) return this.send({ kind: 'hello' });
    if (this.queue.length) return this.send(this.queue.shift());
    if (this.target !== undefined) {
      const step = this.target;
      this.target = undefined;
      return this.send({ kind: 'look', step });
    }
    if (this.turning()) return this.send({ kind: 'look', step: this.step });
    if (this.backwards) this.before();
    else if (!this.world.hidden() && !this.stuck && !this.away) this.train();
  }

  /** What came before the frames in hand, to be played backwards. */
  before() {
    const { step } = this.tape.first;
    if (this.world.hidden() || step === 0 || this.tape.at >= AHEAD) return;
    const { rev } = this.scene;
    this.send({ kind: 'before', rev, step, steps: this.speed.steps, frames: this.behind });
  }

  train() {
    const { steps, wait } = this.playing ? this.speed : { steps: 1, wait: 0 };
    const want = !this.playing ? SINGLES : wait ? 2 : AHEAD;
    if (this.ahead >= want) return;
    this.ms = this.dry ? Math.min(50, this.ms * 1.2) : Math.max(10, this.ms * 0.98);
    this.dry = false;
    const turning = this.world.now() - this.turnedAt < TURNING;
    this.send({
      kind: 'train',
      rev: this.scene.rev,
      at: this.tape.last.step,
      steps,
      ms: Math.round(this.playing ? this.ms : 20),
      playing: this.playing,
      frames: turning ? 1 : this.playing && !wait ? 2 * AHEAD - this.ahead : want - this.ahead,
    });
  }

  answer(message, asked) {
    message.turn = asked.turn;
    // On points that the run no longer learns from.
    const elsewhere = (message.look || message.past) && message.arrays.points_row;
    if (message.plane && !elsewhere) this.latest = message; // that told of the plane
    message.on = this.latest;
    if (message.controls && message.kind === 'frames') this.scene.controls = message.controls;
    if (message.error) {
      this.refused = this.turns;
      this.wish = null;
      this.events.emit('error', message.error);
    } else if (message.kind === 'scene') {
      message.mine = asked.kind === 'do' && !asked.more;
      this.adopt(message);
    } else if (message.kind === 'frames') this.extend(message, asked);
    else this.events.emit(message.kind, message);
  }

  /** Stop going back, and stay with what is on the screen. */
  stay() {
    this.staying = this.far !== null && this.waiting !== null;
    this.far = this.wish = null;
    this.target = undefined;
    this.queue = [];
    if (this.playing) this.pause();
    else this.events.emit('state');
  }

  adopt(scene) {
    const first = new Frame(scene, 0);
    const back = scene.stood !== null && scene.stood < first.step; // to the step that was on the screen
    const bare = !this.now;
    this.fresh = true;
    this.scene = scene;
    this.tape = new Tape(first);
    this.target = undefined;
    this.cuts++;
    this.stuck = scene.halt;
    this.changes = scene.events ?? [];
    this.series = new Series(scene);
    if (this.series.last < first.step) this.series.push(first);
    this.events.emit('scene', scene);
    if (!back || !bare) this.show(first); // else the picture of another step flashed up
    if (back) {
      if (this.playing) this.wish = () => this.play();
      this.playing = false;
      this.target = scene.stood;
    }
    this.events.emit('state');
    if (!back) this.fulfil();
  }

  /** Whether something must wait until the step that was asked for is on the screen; the last wish counts.
   * @param {() => void} wish */
  later(wish) {
    if (this.scene && this.heading === this.step) return false;
    this.wish = wish;
    return true;
  }

  fulfil() {
    const { wish } = this;
    this.wish = null;
    wish?.();
  }

  extend(message, asked) {
    if (message.look) return this.looked(message, asked);
    if (asked.cuts !== this.cuts) return;
    if (asked.kind === 'before') {
      const slow = this.world.now() - asked.since > LONG;
      this.behind = slow ? Math.max(1, this.behind >> 1) : Math.min(MOST_BEHIND, this.behind + 2);
      return this.tape.unshift(frames(message));
    }
    this.changes = message.events ?? this.changes;
    // The plane was turned meanwhile: one of these frames bridges the time until those of the new plane come.
    const late = this.playing && message.turn !== this.turns;
    this.stuck = late ? null : message.halt;
    this.tape.push(frames(message).slice(0, late ? 1 : undefined));
    if (asked.until) {
      this.tape.at += this.ahead;
      this.show(this.now);
      this.rest();
    } else if (this.owed) {
      this.owed = false;
      this.forward();
    }
    if (this.stuck) this.rest();
  }

  /** The frame that was asked for by itself is here. */
  looked(message, asked) {
    if (asked.cuts !== this.cuts || (this.playing && !this.speed.wait)) return;
    const [frame] = frames(message);
    if (this.playing && this.tape.find(frame.step) !== this.tape.at) return;
    this.tape.look(frame);
    this.show(frame);
    this.rest(); // what is said of the last step is not said of this one
    this.fulfil();
  }

  // ---- what the visitor does
  show(frame) {
    if (frame.scored && frame.step > this.series.last) this.series.push(frame);
    this.events.emit('frame', frame);
    /** @type {any} */ (globalThis).onDeepnetFrame?.({
      step: frame.step,
      cost: frame.cost[0],
      test: frame.cost[1],
      metric: frame.metric[0],
      metric_test: frame.metric[1],
      epoch: frame.epoch,
      rev: this.scene.rev,
      paused: !this.playing,
      t: this.world.now(),
    });
  }

  present() {
    if (this.stale(this.now)) this.next();
    else this.show(this.now);
  }

  stale(frame) {
    return frame.message.turn !== this.turns;
  }

  /** Whether the picture on the screen must be drawn again. */
  turning() {
    const resting = !this.playing || this.speed.wait;
    return this.scene && resting && this.stale(this.now) && this.refused !== this.turns;
  }

  /** The same steps on another plane, from the one on the screen. */
  turn(part) {
    Object.assign(this.view, part);
    this.turns++;
    this.turnedAt = this.world.now();
    if (this.backwards) this.recut();
    else if (this.playing && this.ahead > 1) this.cut();
    this.next();
  }

  /** What was made ahead and never seen goes. */
  cut() {
    this.tape.cut();
    this.cuts++;
    this.stuck = null;
  }

  /** All but what is on the screen goes: it was made for another plane or speed. */
  recut() {
    this.cut();
    this.tape.clear();
  }

  /** One turn of the display's clock. @param {number} time in milliseconds */
  tick(time) {
    if (this.playing && this.now && !this.world.hidden()) {
      const by = this.backwards ? -1 : 1;
      if (this.backwards ? this.tape.at > 0 : this.ahead > 0) {
        if (!this.speed.wait || time - this.shownAt >= this.speed.wait - 8) {
          this.shownAt = time;
          this.tape.at += by;
          this.show(this.now);
        }
      } else if (this.backwards) {
        if (this.step === 0) this.pause();
      } else if (this.stuck && !this.stuck.waits)
        this.pause(); // what waits for points goes on by itself
      else this.dry = true;
    }
    this.next();
  }

  /** Before the first scene is there it is a wish, which that scene fulfils. */
  play() {
    this.playing = true;
    this.backwards = false;
    this.wish = null;
    if (!this.scene) return;
    if (this.away || this.ahead > 0) this.cut();
    this.events.emit('state');
    this.next();
  }

  /** Play what was, backwards, to step 0. */
  rewind() {
    if (this.later(() => this.rewind()) || this.step === 0) return;
    this.cut();
    this.playing = this.backwards = true;
    this.events.emit('state');
    this.next();
  }

  pause() {
    if (!this.playing) return;
    this.playing = this.backwards = false;
    if (!this.scene) return;
    if (!this.stuck) this.cut();
    this.rest();
    this.next();
  }

  /** It has come to rest, for whatever reason: all hear it, and the server hears on which step. */
  rest() {
    if (this.now?.scored === false) this.target = this.step; // its own costs, now that there is time
    this.events.emit('state');
    this.tell();
  }

  /** @param {string} key of SPEEDS */
  setSpeed(key) {
    const speed = SPEEDS.find((s) => s.key === key);
    if (!speed || speed === this.speed) return;
    this.speed = speed;
    if (this.backwards) this.recut();
    else if (this.playing) this.cut();
    this.events.emit('state');
    this.next();
  }

  /** One update. */
  forward() {
    if (this.playing) this.pause();
    if (this.later(() => this.forward())) return this.next();
    if (this.away || (this.ahead > 0 && this.tape.coming.step !== this.step + 1)) this.cut();
    if (this.ahead > 0) {
      this.tape.at++;
      this.present();
      this.rest();
    } else if (!this.stuck) this.owed = true;
    this.next();
  }

  /** One update back. */
  back() {
    if (this.playing) this.pause();
    if (this.later(() => this.back())) return this.next();
    if (!this.away && this.tape.at > 0) {
      this.tape.at--;
      this.present();
      this.rest();
    } else if (this.step > 0) this.seek(this.step - 1);
  }

  /** One pass over the training set. */
  pass() {
    if (this.playing) this.pause();
    if (this.later(() => this.pass())) return;
    this.cut();
    const { rev } = this.scene;
    this.queue.push({ kind: 'train', rev, at: this.step, steps: 1, ms: 50, frames: 1, until: 'epoch' });
    this.next();
  }

  /** Show a step. @param {number} step @param {boolean} [exactly] not the nearest frame in hand */
  seek(step, exactly = false) {
    if (this.playing) this.pause();
    this.wish = null;
    const at = exactly ? this.tape.find(step) : this.tape.nearest(step);
    if (at >= 0) {
      this.tape.go(at);
      this.target = undefined;
      this.present();
      this.rest();
      return;
    }
    this.target = step;
    this.next();
    this.events.emit('state');
  }

  /** A change made on the page is made at the step on the screen: the server hears which one that is. */
  tell() {
    if (this.fresh && this.line.ready) {
      this.line.send({ kind: 'now', now: this.step, rev: this.scene.rev });
    }
  }

  /** Draw this neuron large, too; null: none. @param {[number, number] | null} at */
  focus(at) {
    if (String(this.view.focus ?? '') === String(at ?? '')) return;
    if (at) this.view.focus = at;
    else delete this.view.focus;
    if (at && this.scene && !this.playing) {
      this.target ??= this.step; // a step already asked for comes under this view
      this.next();
    }
  }
}
