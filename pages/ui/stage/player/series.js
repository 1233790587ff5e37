// The curve as far as it has been seen: costs and scores by step, thinned so that it never grows without
// bound.
export const NAMES = ['step', 'train', 'test', 'metric_train', 'metric_test'];
export const MOST = 2400; // points before every other one is dropped

export class Series {
  /** @param {{step: number, arrays: Record<string, ArrayLike<number>>}} scene */
  constructor(scene) {
    /** @type {number[]} */ this.step = [];
    /** @type {number[]} */ this.train = [];
    /** @type {number[]} */ this.test = [];
    /** @type {number[]} */ this.metric_train = [];
    /** @type {number[]} */ this.metric_test = [];
    for (const name of NAMES) this[name] = Array.from(scene.arrays[`curve_${name}`] ?? []);
  }

  get last() {
    return this.step.at(-1) ?? -1;
  }

  /** @param {{step: number, cost: ArrayLike<number>, metric: ArrayLike<number>}} frame */
  push(frame) {
    const values = [frame.step, frame.cost[0], frame.cost[1], frame.metric[0], frame.metric[1]];
    values.forEach((value, i) => {
      this[NAMES[i]].push(value);
    });
    if (this.step.length > MOST) this.thin();
  }

  /** Every other point goes, never the first or the last. */
  thin() {
    for (const name of NAMES) {
      this[name] = this[name].filter((_, i, all) => i % 2 === 0 || i === all.length - 1);
    }
  }
}
