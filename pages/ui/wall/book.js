// What is known of every network at every tick: pictures, scores, how far each is.
export const COST_TRAIN = 0,
  COST_TEST = 1,
  METRIC_TRAIN = 2,
  METRIC_TEST = 3;

export class Book {
  constructor(scene) {
    this.columns = scene.x.labels.length;
    this.rows = scene.y.labels.length;
    this.seeds = scene.seeds;
    this.count = this.columns * this.rows * this.seeds;
    this.ticks = scene.arrays.ticks;
    this.area = scene.side ** 2;
    this.tiles = new Uint8Array(this.ticks.length * this.count * this.area);
    this.scores = new Float32Array(this.ticks.length * this.count * 4).fill(NaN);
    this.done = new Int32Array(this.count);
    this.diverged = new Int32Array(this.count).fill(-1);
  }

  /** The number of the network in a cell. */
  at(x, y, seed) {
    return (x * this.rows + y) * this.seeds + seed;
  }

  take({ entries, arrays }) {
    let place = 0,
      score = 0,
      tile = 0;
    const { count, area } = this;
    for (const [n, start, stop] of entries) {
      for (let t = start; t < stop; t++) {
        for (let i = 0; i < n; i++) {
          const k = arrays.places[place + i],
            at = t * count + k;
          this.scores.set(arrays.scores.subarray(score, (score += 4)), 4 * at);
          this.tiles.set(arrays.tiles.subarray(tile, (tile += area)), area * at);
          this.done[k] = t + 1;
        }
      }
      place += n;
    }
    this.diverged.set(arrays.diverged);
    this.known = this.done.reduce((a, b) => Math.min(a, b), Infinity);
    this.furthest = this.done.reduce((a, b) => Math.max(a, b), 0);
  }

  /** The tick at which network k is shown when the clock stands at t; -1 where nothing is known. */
  shown(k, t) {
    return Math.min(t, this.done[k] - 1);
  }

  tile(k, t) {
    return this.tiles.subarray((t * this.count + k) * this.area, (t * this.count + k + 1) * this.area);
  }

  score(k, t, which) {
    return this.scores[4 * (t * this.count + k) + which];
  }

  /** Whether network k has no finite number any more at tick t. */
  broken(k, t) {
    return this.diverged[k] >= 0 && t >= this.diverged[k];
  }

  /** The scores of the networks that have one at tick t. */
  values(networks, t, which) {
    const found = [];
    for (const k of networks) {
      const at = this.shown(k, t);
      if (at >= 0 && !this.broken(k, at)) found.push(this.score(k, at, which));
    }
    return found.sort((a, b) => a - b);
  }

  /** The networks of a column, a row, or one cell. */
  column(x) {
    return this.among((i, _j) => i === x);
  }
  row(y) {
    return this.among((_i, j) => j === y);
  }
  cell(x, y) {
    return Array.from({ length: this.seeds }, (_, s) => this.at(x, y, s));
  }
  among(wanted) {
    const found = [];
    for (let x = 0; x < this.columns; x++) {
      for (let y = 0; y < this.rows; y++) if (wanted(x, y)) found.push(...this.cell(x, y));
    }
    return found;
  }
}

/** The value below which a share of sorted numbers lies. */
export function quantile(sorted, share) {
  if (!sorted.length) return NaN;
  const at = share * (sorted.length - 1),
    low = Math.floor(at),
    high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

/** From good to bad, 0 … 1, by the logarithm of the cost: one scale for all ticks. */
export function scale(book) {
  let best = Infinity;
  const first = [];
  for (let k = 0; k < book.count; k++) {
    for (let t = 0; t < book.done[k]; t += Math.max(1, book.done[k] >> 4)) {
      const cost = book.score(k, t, COST_TEST);
      if (!book.broken(k, t) && cost > 0 && cost < best) best = cost;
    }
    const last = book.done[k] - 1;
    if (last >= 0 && !book.broken(k, last))
      best = Math.min(best, Math.max(1e-9, book.score(k, last, COST_TEST)));
    if (last >= 0) first.push(book.score(k, 0, COST_TEST));
  }
  const worst = Math.max(
    quantile(
      first.filter((v) => v < 1e20).sort((a, b) => a - b),
      0.5,
    ),
    best * 1.0001,
  );
  best = Math.max(best, worst / 1000); // what is better still is as good as it gets
  const low = Math.log(best),
    high = Math.log(worst);
  return {
    best,
    worst,
    of: (cost) => Math.min(1, Math.max(0, (Math.log(Math.max(cost, 1e-12)) - low) / (high - low))),
  };
}
