// The cells of a phase map: what is known of each, and in words.
import { number, short, thousands } from '../stage/look/numbers.js';

export const LEARNS = 0,
  STALLED = 1,
  THROWN = 2,
  DIVERGED = 3,
  UNKNOWN = 4;
const LEAST = 1e-9; // cost that a scale by factors shows
const MOST_DIGITS = 14;
const HAIR = 1e-9; // of a step between ticks
const OUTER = 0.02; // of the networks that learn
const PARTS = 6; // between the ticks of an axis

/** What is known of all cells at every tick. */
export class Cells {
  /** @param {any} scene as the server told it */
  constructor(scene) {
    this.scene = scene;
    this.columns = scene.x.values.length;
    this.rows = scene.y.values.length;
    this.count = this.columns * this.rows;
    this.ticks = scene.arrays.ticks;
    this.known = 0; // ticks of all networks that have come
    this.over = false;
    this.costs = new Float32Array(this.ticks.length * this.count).fill(NaN);
    this.states = new Uint8Array(this.costs.length).fill(UNKNOWN);
    this.gone = new Int32Array(this.count).fill(-1);
  }

  take({ known, over, arrays }) {
    this.known = known;
    this.over = over;
    this.costs = arrays.costs;
    this.states = arrays.state;
    this.gone = arrays.gone;
  }

  /** The number of the network in a cell. */
  at(x, y) {
    return x * this.rows + y;
  }
  state(k, t) {
    return this.states[t * this.count + k];
  }
  cost(k, t) {
    return Math.max(this.costs[t * this.count + k], LEAST);
  }

  /** Between which costs the colours go at a tick: of those that learn, without the OUTER ones at both ends,
   * a few of which would take all shades from the others. @param {number} t @returns {[number, number]} */
  range(t) {
    const found = [];
    for (let k = 0; k < this.count; k++) if (this.state(k, t) === LEARNS) found.push(this.cost(k, t));
    found.sort((a, b) => a - b);
    const out = Math.floor(OUTER * found.length);
    return found.length ? [found[out], found[found.length - 1 - out]] : [1, 1];
  }

  /** What became of a network, in words. @param {number} k @param {number} t */
  told(k, t) {
    const state = this.state(k, t);
    if (state === UNKNOWN) return 'not trained yet';
    if (state === DIVERGED) return `diverged by step ${thousands(this.gone[k])}`;
    const how = { [LEARNS]: '', [STALLED]: ', stalled', [THROWN]: ', worse than at the start' }[state];
    return `training cost ${number(this.costs[t * this.count + k])}${how}`;
  }

  /** The training cost of some networks as the wall's curves take them, the last of them `k`.
   * @param {number} k */
  book(k) {
    const chosen = Array.from({ length: Math.min(200, this.count) }, (_, i) =>
      Math.floor((i * this.count) / Math.min(200, this.count)),
    );
    const of = [...chosen, k];
    const broken = (i, t) => this.state(of[i], t) >= DIVERGED;
    const done = of.map((_, i) => {
      let t = this.ticks.length;
      while (t > 0 && broken(i, t - 1)) t--;
      return t;
    });
    return { count: of.length, ticks: this.ticks, done, broken, score: (i, t) => this.cost(of[i], t) };
  }
}

/** Where the ticks of an axis stand, in cells, and what is written there: round values where there are enough,
 * else equal parts with as many digits as tell them apart.
 * @param {{values: number[], log: boolean, whole: boolean}} axis @returns {[number, string][]} */
export function axisTicks(axis) {
  const { values, log, whole } = axis;
  const last = values.length - 1,
    parts = Math.min(PARTS, Math.max(1, last));
  const equal = Array.from({ length: parts + 1 }, (_, i) => (i * last) / parts);
  const [a, b] = [values[0], values[last]];
  const between = (at) =>
    log ? a * (b / a) ** (at / Math.max(1, last)) : a + ((b - a) * at) / Math.max(1, last);
  const round = whole ? [] : log ? powers(a, b) : steps(a, b);
  const found = whole
    ? equal.map((at) => /** @type {[number, number]} */ ([Math.round(at), values[Math.round(at)]]))
    : round.length > 2
      ? round.map((v) => /** @type {[number, number]} */ ([placeOn(axis, v), v]))
      : equal.map((at) => /** @type {[number, number]} */ ([at, between(at)]));
  for (let digits = 3; ; digits++) {
    const texts = found.map(([, v]) => short(v, digits));
    if (new Set(texts).size === texts.length || digits >= MOST_DIGITS) {
      return found.map(([at], i) => [at, texts[i]]);
    }
  }
}

/** The powers of ten from `low` to `high`, a hair outside of which they still count. */
function powers(low, high) {
  const found = [];
  for (let d = Math.ceil(Math.log10(low) - HAIR); d <= Math.log10(high) + HAIR; d++)
    found.push(Number(`1e${d}`));
  return found;
}

/** Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, at most PARTS + 1 of them. */
function steps(low, high) {
  const span = high - low || 1,
    ten = 10 ** Math.floor(Math.log10(span / PARTS));
  const step = [1, 2, 5, 10].map((m) => m * ten).find((each) => span / each <= PARTS) ?? span;
  const found = [];
  for (let i = Math.ceil(low / step - HAIR); i * step <= high + HAIR * step; i++) {
    found.push(Number((i * step).toPrecision(MOST_DIGITS)));
  }
  return found;
}

/** A value of an axis in words, with as many digits as tell it from its neighbours. */
export function valueAt({ values }, i) {
  for (let digits = 3; ; digits++) {
    const text = short(values[i], digits);
    const apart = [values[i - 1], values[i + 1]].every((v) => v === undefined || short(v, digits) !== text);
    if (apart || digits >= MOST_DIGITS) return text;
  }
}

/** Where a value lies on an axis, in cells. */
export function placeOn({ values, log }, value) {
  const [a, b] = [values[0], values[values.length - 1]];
  return (log ? Math.log(value / a) / Math.log(b / a) : (value - a) / (b - a)) * (values.length - 1);
}
