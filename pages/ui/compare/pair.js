// Where two lanes disagree: a map of the plane with the points that only one of them gets right, the share of
// it, and the path of that share over time.

import { bitmap, fit, mark } from '../stage/look/canvas.js';
import { css } from '../stage/look/colours.js';
import { percent, thousands } from '../stage/look/numbers.js';
import { disagreement, onlyOne } from './agreement.js';

export const PAIR = `<label>Where <select class="dnc-a"></select> and <select class="dnc-b"></select>
    disagree</label><canvas role="img"></canvas><p></p>`;
const APART = 'These two learn from different data: there is no common plane to compare them on.';

export class Pair {
  /** @param {HTMLElement} element @param {() => void} chosen another pair was chosen */
  constructor(element, chosen) {
    element.innerHTML = PAIR;
    const find = (/** @type {string} */ name) => /** @type {any} */ (element.querySelector(name));
    this.canvas = find('canvas');
    this.words = find('p');
    this.selects = [find('.dnc-a'), find('.dnc-b')];
    this.of = [0, 1];
    this.paint = bitmap();
    this.forget();
    for (const [i, select] of this.selects.entries()) {
      select.onchange = () => {
        this.of[i] = +select.value;
        this.forget();
        chosen();
      };
    }
  }

  forget() {
    this.path = { ticks: /** @type {number[]} */ ([]), share: /** @type {number[]} */ ([]) };
  }

  /** @param {string[]} names of all lanes, which begin with their letters */
  call(names) {
    this.of = this.of.map((k, i) => (k < names.length ? k : i));
    for (const [i, select] of this.selects.entries()) {
      select.replaceChildren(...names.map((text, k) => new Option(text[0], String(k))));
      select.value = String(this.of[i]);
    }
  }

  get letters() {
    return this.of.map((k) => 'ABCDEF'[k]).join(' and ');
  }

  /** @param {import('./lane.js').Lane[]} lanes @param {any[]} frames @param {number} tick @param {any} k colours */
  draw(lanes, frames, tick, k) {
    const [a, b] = this.of.map((i) => ({ lane: lanes[i], scene: lanes[i].scene, frame: frames[i] }));
    const { context: c, w, h } = fit(this.canvas);
    c.clearRect(0, 0, w, h);
    const { kind } = a.scene.dataset;
    const alike = a.scene.data === b.scene.data && a.scene.grid === b.scene.grid && a.lane !== b.lane;
    if (!alike || kind !== b.scene.dataset.kind) {
      this.words.textContent = APART;
      return;
    }
    const { map, share } = disagreement(a.frame, b.frame, kind);
    const { ticks } = this.path;
    if (tick > (ticks.at(-1) ?? -1)) {
      ticks.push(tick);
      this.path.share.push(100 * share);
    }
    const G = a.scene.grid;
    const [red, green, blue] = k.text;
    const picture = this.paint(G, G, (pixels) => {
      for (let i = 0; i < map.length; i++) {
        pixels[i] = ((map[i] << 24) | (blue << 16) | (green << 8) | red) >>> 0;
      }
    });
    const side = Math.min(w, h);
    const left = (w - side) / 2;
    c.strokeStyle = css(k.muted);
    c.drawImage(picture, left, 0, side, side);
    c.strokeRect(left + 0.5, 0.5, side - 1, side - 1);
    const { marks, counts } = onlyOne(a.frame, b.frame);
    const [x0, x1, y0, y1] = a.scene.plane.range;
    const { points_x: X, points_y: Y } = a.scene.arrays;
    for (let i = 0; i < marks.length; i++) {
      if (!marks[i]) continue;
      const x = left + ((X[i] - x0) / (x1 - x0)) * side;
      const y = ((y1 - Y[i]) / (y1 - y0)) * side;
      mark(c, marks[i] - 1, x, y, 4);
      c.fillStyle = [a, b][marks[i] - 1].lane.look.colour;
      c.fill();
      c.strokeStyle = css(k.background);
      c.stroke();
    }
    const [one, other] = counts.map(thousands);
    const points = marks.length
      ? ` Of ${thousands(marks.length)} points drawn, ${one} only the first gets right, ${other} only the second.`
      : '';
    const what = kind === 'regression' ? 'differ by more than a tenth of the range' : 'answer another class';
    this.words.textContent = `On ${percent(share)} of the plane the two ${what}.${points}`;
    this.canvas.setAttribute('aria-label', this.words.textContent);
  }
}
