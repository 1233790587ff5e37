// The land that a valley is drawn as: its costs as shades, lines of equal cost, and what it costs in between.

const LEVELS = 14; // lines of equal cost
const FINE = 4; // shades between two costs, along a side

/** Costs of a plane by factors. @param {any} scene as the server told it */
export class Land {
  constructor(scene) {
    const { costs } = scene.arrays;
    this.side = scene.side;
    this.x = scene.x;
    this.y = scene.y;
    this.logs = Float64Array.from(costs, (cost) => Math.log(Math.max(cost, 1e-9)));
    const sorted = Float64Array.from(this.logs).sort();
    this.low = sorted[0];
    this.high = Math.max(sorted[Math.floor(0.97 * (sorted.length - 1))], this.low + 1e-6); // cliffs are cut
  }

  /** Where a place lies between the corners, 0 … 1 to the right and upwards. */
  share(x, y) {
    return [(x - this.x[0]) / (this.x[1] - this.x[0]), (y - this.y[0]) / (this.y[1] - this.y[0])];
  }

  /** The logarithm of the cost at shares u, v, between its four neighbours. */
  at(u, v) {
    const n = this.side - 1,
      c = Math.min(1, Math.max(0, u)) * n,
      r = Math.min(1, Math.max(0, v)) * n;
    const i = Math.min(n - 1, Math.floor(c)),
      j = Math.min(n - 1, Math.floor(r)),
      [p, q] = [c - i, r - j];
    const z = (a, b) => this.logs[b * this.side + a];
    return (
      (1 - q) * ((1 - p) * z(i, j) + p * z(i + 1, j)) + q * ((1 - p) * z(i, j + 1) + p * z(i + 1, j + 1))
    );
  }

  /** 0 for the lowest cost … 1 for the highest. @param {number} log */
  rank(log) {
    return Math.min(1, Math.max(0, (log - this.low) / (this.high - this.low)));
  }

  /** The land as a picture, its first row the upper one. @param {(rank: number) => number[]} shade */
  picture(shade) {
    const size = FINE * (this.side - 1) + 1,
      image = new ImageData(size, size);
    for (let r = 0, to = 0; r < size; r++) {
      for (let c = 0; c < size; c++, to += 4) {
        const [red, green, blue] = shade(this.rank(this.at(c / (size - 1), 1 - r / (size - 1))));
        image.data[to] = red;
        image.data[to + 1] = green;
        image.data[to + 2] = blue;
        image.data[to + 3] = 255;
      }
    }
    const canvas = new OffscreenCanvas(size, size);
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return canvas;
  }

  /** Pieces of the lines of equal cost, as [u, v, u, v] each: every cell is cut where its corners differ. */
  contours() {
    const n = this.side - 1,
      found = [];
    for (let l = 1; l <= LEVELS; l++) {
      const level = this.low + ((this.high - this.low) * l) / (LEVELS + 1);
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < n; i++) this.cut(i, j, level, n, found);
      }
    }
    return found;
  }

  cut(i, j, level, n, found) {
    const corners = [
      [i, j],
      [i + 1, j],
      [i + 1, j + 1],
      [i, j + 1],
    ];
    const heights = corners.map(([a, b]) => this.logs[b * this.side + a] - level),
      ends = [];
    for (let e = 0; e < 4; e++) {
      const [h, k] = [heights[e], heights[(e + 1) % 4]];
      if (h < 0 === k < 0) continue;
      const share = h / (h - k),
        [a, b] = [corners[e], corners[(e + 1) % 4]];
      ends.push((a[0] + share * (b[0] - a[0])) / n, (a[1] + share * (b[1] - a[1])) / n);
    }
    for (let e = 0; e + 3 < ends.length; e += 4) found.push(ends.slice(e, e + 4));
  }
}
