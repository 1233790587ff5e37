// How a player asks the server: one question is under way at a time, the others wait in a queue, and what
// takes long is asked again until it is there.
import { Events } from '../events.js';
import { BROWSER, Line } from './line.js';

export class Asking {
  /** @param {string} url of the socket @param {import('./line.js').World} [world] */
  constructor(url, world = BROWSER) {
    this.world = world;
    this.events = new Events();
    /** @type {any[]} */ this.queue = [];
    /** @type {any} */ this.scene = null;
    /** @type {any} */ this.waiting = null; // the question that is not yet answered
    /** @type {{step: number, done: number} | null} */ this.far = null; // a long way back, under way
    this.staying = false; // it is no longer wanted
    this.fresh = false; // the scene is that of this line, and not to be asked for anew
    this.line = new Line(url, world, this.events, {
      began: () => {
        this.waiting = null;
        this.fresh = false;
      },
      opened: () => this.next(),
      heard: (message) => this.hear(message),
    });
  }

  /** @param {string} name @param {(detail: any) => void} listener */
  on(name, listener) {
    return this.events.on(name, listener);
  }

  close() {
    this.line.close();
  }

  /** Show another run. @param {string} url */
  reopen(url) {
    this.line.reopen(url);
  }

  // ---- what whoever asks has of its own
  /** Ask for what is most wanted, if anything. */
  next() {}

  /** What is sent with each question, and what is to be known when its answer comes.
   * @returns {{sent: object, known: object}} */
  context() {
    return { sent: {}, known: {} };
  }

  /** @param {any} _message @param {any} _asked the question, with what was to be known */
  answer(_message, _asked) {}

  /** Whether a step that is far is still wanted. @param {any} _asked */
  wanted(_asked) {
    return true;
  }

  /** A step is to be asked for by itself. @param {number} _step */
  want(_step) {}

  // ---- asking and hearing
  send(question) {
    const { sent, known } = this.context();
    const { rev } = this.scene ?? {}; // a step is one of this course of the run
    this.line.send({ rev, ...question, ...sent });
    this.waiting = { ...question, question, ...known, since: this.world.now() };
  }

  hear(message) {
    const asked = this.waiting ?? {};
    const { far } = this;
    this.waiting = this.far = null;
    this.heardOut?.();
    if (message.kind === 'far') return this.goOn(message, asked);
    this.staying = false;
    if (far) this.events.emit('state'); // it is there
    this.answer(message, asked);
    this.next();
  }

  /** A long way back is not yet made: ask again, unless something else is wanted by now. */
  goOn({ step, done }, asked) {
    if (!this.staying && this.wanted(asked)) {
      this.far = { step, done };
      if (asked.kind === 'look') this.want(asked.step);
      else if (asked.kind === 'do' || asked.until) this.queue.unshift(asked.question);
    }
    this.staying = false;
    this.events.emit('state');
    this.next();
  }

  /** When what was sent so far has been heard. @returns {Promise<void>} */
  answered() {
    return new Promise((done) => {
      this.heardOut = done;
      this.world.later(done, 300);
    });
  }

  act(action, more = {}) {
    const question = { kind: 'do', action, ...more };
    this.queue.push(question);
    this.next();
    return question;
  }

  /** Ask for something about the bench; the answer is told as an event. @param {string} kind
   * @param {any} [more] */
  ask(kind, more = {}) {
    const at = this.queue.findIndex((question) => question.kind === kind);
    if (at >= 0) this.queue[at] = { kind, ...more };
    else this.queue.push({ kind, ...more });
    this.next();
  }

  /** Ask for the scene anew. */
  refresh() {
    this.fresh = false;
    this.next();
  }
}
