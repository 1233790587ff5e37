// The cells of a phase map: what is known of each, and in words.
import { number, short, thousands } from '../stage/look/numbers.js';

export const LEARNS = 0,
  STALLED = 1,
  THROWN = 2,
  DIVERGED = 3,
  UNKNOWN = 4;
const LEAST = 1e-9; // cost that a scale by factors shows
const MOST_DIGITS = 14;
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

  /** The lowest and the highest cost at a tick, of those that learn. @param {number} t */
  range(t) {
    let [low, high] = [Number.POSITIVE_INFINITY, 0];
    for (let k = 0; k < this.count; k++) {
      if (this.state(k, t) !== LEARNS) continue;
      low = Math.min(low, this.cost(k, t));
      high = Math.max(high, this.cost(k, t));
    }
    return high ? [low, high] : [1, 1];
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

/** Where the ticks of an axis stand, in cells, and what is written there: as many digits as tell them apart.
 * @param {{values: number[], log: boolean, whole: boolean}} axis @returns {[number, string][]} */
export function axisTicks({ values, log, whole }) {
  const last = values.length - 1,
    parts = Math.min(PARTS, Math.max(1, last));
  const places = Array.from({ length: parts + 1 }, (_, i) => (i * last) / parts).map((at) =>
    whole ? Math.round(at) : at,
  );
  const between = (at) => {
    if (whole) return values[at];
    const share = at / Math.max(1, last);
    const [a, b] = [values[0], values[last]];
    return log ? a * (b / a) ** share : a + (b - a) * share;
  };
  const found = places.map(between);
  for (let digits = 3; ; digits++) {
    const texts = found.map((v) => short(v, digits));
    if (new Set(texts).size === texts.length || digits >= MOST_DIGITS) {
      return places.map((at, i) => [at, texts[i]]);
    }
  }
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
