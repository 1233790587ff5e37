// What the network answers over the plane, with the data on top.  It wants a canvas and nothing else: others
// may draw over it (`over`: functions of the context and the square), and `points` may stand in for those of
// the scene while they change.
import { bitmap, fit, mark, sizeOf } from '../look/canvas.js';
import { css } from '../look/colours.js';
import { ticks } from '../look/numbers.js';
import { Part } from '../part.js';
import { BELOW, squareIn, toPixels } from './ground.js';

const LEVELS = 5; // of strength that rings have
const SMALLEST = 20; // pixels of a square that is drawn
const WHITE = [255, 255, 255];
const NIGHT = [16, 18, 22];

/** Whether a point lies beyond the picture, where no ring is drawn either. */
const outside = (x, y, side) => Math.min(x, y) < 0 || Math.max(x, y) > side;

export class Boundary extends Part {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super();
    this.canvas = canvas;
    this.paint = bitmap();
    this.options = { test: true, hard: false, wrong: true, batch: false };
    /** @type {((context: CanvasRenderingContext2D, square: import('./ground.js').Square) => void)[]} */
    this.over = [];
    /** @type {[number, number] | null} */ this.neuron = null; // drawn in place of the answer
    this.editing = false; // the points on show are those of the present, whatever the frame's were
    this.chosen = -1;
    this.radius = 4;
    this.drawn = ''; // what the points were drawn for
    this.axes = true; // whether numbers and names stand at the edges
  }

  adopt(scene) {
    super.adopt(scene);
    this.data = this.shown = scene.arrays;
    this.cloud = null;
    this.turned(scene);
  }

  turned(scene) {
    const { points_test: test, points_row: rows } = scene.arrays;
    const [part, row] = scene.plane.row?.at ?? [];
    this.chosen = row === undefined ? -1 : rows.findIndex((r, i) => r === row && test[i] === part);
    this.cloud = null;
    this.touch();
  }

  restyle(look) {
    super.restyle(look);
    this.cloud = null;
  }

  /** Draw these points in place of those of the scene. @param {any} points as a scene has them in `arrays` */
  preview(points) {
    if (this.data !== points) this.cloud = null;
    this.data = points;
    this.touch();
  }

  /** @param {Partial<{test: boolean, hard: boolean, wrong: boolean, batch: boolean}>} options */
  choose(options) {
    Object.assign(this.options, options);
    this.touch();
  }

  kept() {
    return { ...this.options };
  }
  restore(kept) {
    this.choose(kept);
  }

  get square() {
    const [w, h] = sizeOf(this.canvas);
    return this.axes ? squareIn(w, h, this.scale) : { left: 0, top: 0, side: Math.min(w, h) };
  }

  /** Of point i, in pixels of the square. */
  place(i, side) {
    return toPixels(this.scene.plane.range, side, this.shown.points_x[i], this.shown.points_y[i]);
  }

  colourOf(i) {
    const { scene, colours: k } = this;
    if (scene.dataset.kind !== 'regression') return this.colourOfClass(this.shown.points_label[i]);
    const { target, kind } = scene.plane;
    if (kind === 'line') return k.positive; // its height says how much it is
    const v = Math.max(-1, Math.min(1, this.shown.points_value[target * this.shown.points_x.length + i]));
    const end = k.sign(v);
    return k.middle.map((m, j) => m + (end[j] - m) * Math.abs(v));
  }

  /** Of a class that is only being drawn, too. */
  colourOfClass(label) {
    const { scene, colours: k } = this;
    return k.classes(scene.dataset.colors)[label] ?? k.classes(scene.drawing.colors)[label];
  }

  /** Of a point: fainter far from the plane. */
  strength(i) {
    return (this.shown.points_near?.[i] ?? 255) / 255;
  }

  hidden(i) {
    return (this.shown.points_test[i] && !this.options.test) || Boolean(this.shown.points_gone?.[i]);
  }

  /** All points; they change with the scene only, and are drawn once. */
  points(side, ratio) {
    const { shown: data, colours: k } = this;
    const n = data.points_x.length;
    const r = (n > 700 ? 2.6 : n > 350 ? 3.2 : 4) * Math.max(1, Math.min(2, side / 420));
    const smooth = this.scene.dataset.kind === 'regression';
    const canvas = new OffscreenCanvas(Math.ceil(side * ratio), Math.ceil(side * ratio));
    const c = /** @type {any} */ (canvas.getContext('2d'));
    c.scale(ratio, ratio);
    for (let i = 0; i < n; i++) {
      if (this.hidden(i)) continue;
      const test = data.points_test[i];
      const colour = this.colourOf(i);
      const [x, y] = this.place(i, side);
      mark(c, smooth ? 0 : data.points_label[i], x, y, test ? r * 0.8 : r);
      c.globalAlpha = this.strength(i);
      c.fillStyle = css(test ? k.background : colour);
      c.fill();
      c.lineWidth = test ? 1.8 : 1;
      c.strokeStyle = test ? css(colour) : smooth ? css(k.text, 0.35) : css(k.dark ? NIGHT : WHITE);
      c.stroke();
    }
    this.radius = r;
    return canvas;
  }

  /** The point at a pixel of the canvas, -1 if none is. */
  at(x, y) {
    const { left, top, side } = this.square;
    let best = -1;
    let least = this.radius + 7;
    for (let i = 0; i < this.shown.points_x.length; i++) {
      if (this.hidden(i)) continue;
      const [px, py] = this.place(i, side);
      const d = Math.hypot(left + px - x, top + py - y);
      if (d < least || (d === least && this.strength(i) > this.strength(best))) {
        least = d;
        best = i;
      }
    }
    return best;
  }

  /** What is painted: a neuron's picture, or the answer.
   * @returns {{values: any, picture?: boolean} | null} */
  focused(frame) {
    const { scene, neuron } = this;
    const dims = scene.layer_dims;
    if (!neuron || !(neuron[0] < dims.length && neuron[1] < dims[neuron[0]])) return null;
    const [l, i] = neuron;
    const pictures = frame.get('pictures');
    if (pictures && l === 1) {
      const n = scene.image[0] * scene.image[1];
      return { values: pictures.subarray(i * n, (i + 1) * n), picture: true };
    }
    const large = frame.message.focused?.join() === neuron.join() ? frame.get('focus') : null;
    if (large) return { values: large };
    const thumbs = frame.get('thumbs');
    const count = (layers) => layers.reduce((sum, n) => sum + n, 0);
    const cells = thumbs.length / count(dims.slice(1));
    const unit = count(dims.slice(1, l)) + i;
    return { values: thumbs.subarray(unit * cells, (unit + 1) * cells) };
  }

  plane(frame, focus) {
    const { scene, colours: k, options } = this;
    const bytes = focus?.values ?? frame.get('boundary');
    const winner = focus ? null : frame.get('winner');
    const [h, w] = focus?.picture ? scene.image : Array(2).fill(Math.round(Math.sqrt(bytes.length)));
    return this.paint(w, h, (px) => {
      if (winner?.length) {
        const tables = k.classTable(scene.dataset.colors);
        for (let p = 0; p < px.length; p++) px[p] = tables[winner[p]][options.hard ? 190 : bytes[p]];
      } else {
        const hard = options.hard && scene.dataset.kind !== 'regression';
        const table = focus ? k.diverging : hard ? k.hard : k.ground;
        for (let p = 0; p < px.length; p++) px[p] = table[bytes[p]];
      }
    });
  }

  draw(frame) {
    const { context: c, w, h, ratio } = fit(this.canvas);
    const { scene, colours: k, options } = this;
    c.clearRect(0, 0, w, h);
    const square = this.square;
    const { left, top, side } = square;
    if (side < SMALLEST) return;
    const focus = this.focused(frame);
    c.imageSmoothingEnabled = !(focus?.picture || options.hard);
    const curve = focus ? null : frame.get('curve'); // over the only input
    if (!curve) c.drawImage(this.plane(frame, focus), left, top, side, side);
    c.imageSmoothingEnabled = true;
    c.lineWidth = 1;
    c.strokeStyle = css(k.text, 0.3);
    c.strokeRect(left, top, side, side);
    if (focus?.picture) return;
    // A past step may have had other points.
    const others = frame.message.look && frame.message.arrays.points_row;
    const data = others && !this.editing ? frame.message.arrays : this.data;
    if (this.shown !== data) {
      this.shown = data;
      this.cloud = null;
    }
    const key = [side, ratio, k.key, Object.values(options)].join();
    if (!this.cloud || this.drawn !== key) {
      this.cloud = this.points(side, ratio);
      this.drawn = key;
    }
    c.drawImage(this.cloud, left, top, side, side);
    if (curve) this.curves(c, curve, square);
    const known = frame.get('wrong') && !(others && this.editing) && !scene.drawing?.waiting;
    if (options.wrong && !focus && known) this.mistakes(c, frame.get('wrong'), square);
    if (options.batch && !(others && this.editing)) this.batch(c, frame.batch, square);
    if (this.chosen >= 0) this.ring(c, this.chosen, square);
    for (const draw of this.over) draw(c, square);
    if (this.axes) this.drawAxes(c, square);
  }

  /** What is answered over the only input: one line for a value or a probability, or one for each class. */
  curves(c, curve, { left, top, side }) {
    const { scene, colours: k } = this;
    const { range } = scene.plane;
    const [x0, x1] = range;
    const n = scene.grid;
    c.save();
    c.beginPath();
    c.rect(left, top, side, side);
    c.clip();
    for (let start = 0; start < curve.length; start += n) {
      c.beginPath();
      for (let p = 0; p < n; p++) {
        const place = toPixels(range, side, x0 + ((p + 0.5) / n) * (x1 - x0), curve[start + p]);
        c.lineTo(left + place[0], top + place[1]);
      }
      c.lineWidth = 2.6;
      c.strokeStyle = css(curve.length > n ? this.colourOfClass(start / n) : k.text);
      c.stroke();
    }
    c.restore();
  }

  /** A ring around every point that gets the wrong answer, as faint as the point, in a few strengths. */
  mistakes(c, wrong, { left, top, side }) {
    const { colours: k, shown: data } = this;
    const r = this.radius + 2.5;
    c.lineWidth = 1.3;
    for (let level = data.points_near ? 0 : LEVELS - 1; level < LEVELS; level++) {
      c.beginPath();
      let any = false;
      for (let i = 0; i < wrong.length; i++) {
        if (!wrong[i] || this.hidden(i)) continue;
        if (Math.round((LEVELS - 1) * this.strength(i)) !== level) continue;
        const [x, y] = this.place(i, side);
        if (outside(x, y, side)) continue;
        c.moveTo(left + x + r, top + y);
        c.arc(left + x, top + y, r, 0, 7);
        any = true;
      }
      c.strokeStyle = css(k.text, 0.7 * Math.max(0.2, level / (LEVELS - 1)));
      if (any) c.stroke();
    }
  }

  /** A second, wider ring around every row that the next step learns from. */
  batch(c, rows, { left, top, side }) {
    const { colours: k, shown: data } = this;
    const wanted = new Set(rows);
    const r = this.radius + 5;
    c.beginPath();
    data.points_row.forEach((row, i) => {
      if (data.points_test[i] || data.points_gone?.[i] || !wanted.has(row)) return;
      const [x, y] = this.place(i, side);
      if (outside(x, y, side)) return;
      c.moveTo(left + x + r, top + y);
      c.arc(left + x, top + y, r, 0, 7);
    });
    for (const [width, colour] of [
      [5, k.background],
      [2.6, k.text],
    ]) {
      c.lineWidth = width;
      c.strokeStyle = css(colour);
      c.stroke();
    }
  }

  /** Around the row that was chosen. */
  ring(c, i, { left, top, side }) {
    const { colours: k } = this;
    const [x, y] = this.place(i, side);
    for (const [width, colour] of [
      [5, k.background],
      [2.5, k.text],
    ]) {
      c.beginPath();
      c.arc(left + x, top + y, this.radius + 6, 0, 7);
      c.lineWidth = width;
      c.strokeStyle = css(colour);
      c.stroke();
    }
  }

  drawAxes(c, { left, top, side }) {
    const { colours: k, font } = this;
    const { plane } = this.scene;
    const [x0, x1, y0, y1] = plane.range;
    c.fillStyle = css(k.muted);
    c.font = `${12 * this.scale}px ${font}`;
    c.textAlign = 'center';
    c.textBaseline = 'top';
    let free = Number.NEGATIVE_INFINITY; // where the last label ended
    for (const [v, label] of ticks(x0, x1)) {
      const x = left + ((v - x0) / (x1 - x0)) * side;
      const half = c.measureText(label).width / 2;
      if (x - half < free + 6) continue;
      c.fillText(label, x, top + side + 3);
      free = x + half;
    }
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    for (const [v, label] of ticks(y0, y1)) {
      c.fillText(label, left - 4, top + ((y1 - v) / (y1 - y0)) * side, left - 16 * this.scale);
    }
    c.fillStyle = css(k.text);
    c.font = `${13 * this.scale}px ${font}`;
    c.textAlign = 'center';
    c.textBaseline = 'bottom';
    const lower = top + side + BELOW * this.scale - 3; // a subscript reaches lower
    c.fillText(plane.x, left + side / 2, lower, side);
    c.save();
    c.translate(left - 24 * this.scale, top + side / 2);
    c.rotate(-Math.PI / 2);
    c.fillText(plane.y, 0, 4, side);
    c.restore();
  }
}
