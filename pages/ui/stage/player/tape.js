// Frames in the order of their steps, some seen and some made ahead, and which of them is on the screen.
const MOST_BYTES = 48e6;

/** @typedef {import('./wire.js').Frame} Frame */

export class Tape {
  /** @param {Frame[]} frames the first is on the screen */
  constructor(...frames) {
    this.frames = frames;
    this.at = 0; // index of the frame on screen
    /** @type {Frame | undefined} */ this.away = undefined; // on the screen, and not one of these
  }

  get now() {
    return this.away ?? this.frames[this.at];
  }
  /** How many were made ahead. */
  get ahead() {
    return this.frames.length - 1 - this.at;
  }
  get first() {
    return this.frames[0];
  }
  get last() {
    return this.frames[this.frames.length - 1];
  }
  get coming() {
    return this.frames[this.at + 1];
  }

  /** What comes next; the oldest go where there is no room for all. @param {Frame[]} more */
  push(more) {
    this.frames.push(...more);
    let bytes = this.frames.reduce((sum, f) => sum + f.bytes, 0);
    while (bytes > MOST_BYTES && this.at > 1) {
      bytes -= /** @type {Frame} */ (this.frames.shift()).bytes;
      this.at--;
    }
  }

  /** What came before; what comes goes where there is no room for all. @param {Frame[]} more */
  unshift(more) {
    this.frames.unshift(...more);
    this.at += more.length;
    let bytes = this.frames.reduce((sum, f) => sum + f.bytes, 0);
    while (bytes > MOST_BYTES && this.ahead > 0) bytes -= /** @type {Frame} */ (this.frames.pop()).bytes;
  }

  /** Only what is on the screen stays. */
  clear() {
    this.frames = [this.now];
    this.at = 0;
    this.away = undefined;
  }

  /** What was made ahead and never seen goes. */
  cut() {
    if (this.away) this.clear();
    this.frames.length = this.at + 1;
  }

  /** Where a step lies, or -1. @param {number} step */
  find(step) {
    return this.frames.findIndex((f) => f.step === step);
  }

  /** Put one of them on the screen. @param {number} at */
  go(at) {
    this.at = at;
    this.away = undefined;
  }

  /** Put a frame on the screen that was asked for by itself, in place of an older picture of its step.
   * @param {Frame} frame */
  look(frame) {
    const same = this.find(frame.step);
    if (same < 0) {
      this.away = frame;
      return;
    }
    this.frames[same] = frame;
    this.go(same);
  }

  /** Where the frame nearest to a step lies, or -1 where it is not between these. @param {number} step */
  nearest(step) {
    if (step < this.first.step || step > this.last.step) return -1;
    const i = this.frames.findIndex((f) => f.step >= step);
    const before = i > 0 && step - this.frames[i - 1].step < this.frames[i].step - step;
    return before ? i - 1 : i;
  }
}
