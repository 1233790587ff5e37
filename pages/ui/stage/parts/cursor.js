// A cursor on the large picture for those who use the keyboard: it reads out the value under it, places,
// chooses and moves points.  Arrows move it, with Shift farther; Enter does what a click would; M takes hold
// of a point and lets it go.

import { GRAB } from '../drawing/brushes.js';
import { css } from '../look/colours.js';
import { number, percent, short } from '../look/numbers.js';
import { MOVES } from '../moves.js';
import { Part } from '../part.js';
import { toPixels } from './ground.js';

const STEP = 1 / 50; // of the plane's width
const FAR = 5; // times that, with Shift
const clamp = (v, low, high) => Math.max(low, Math.min(high, v));

export class Cursor extends Part {
  /** @param {import('../part.js').Place} place @param {import('./boundary.js').Boundary} boundary
   * @param {import('../drawing/strokes.js').Strokes} strokes @param {import('./row.js').Row} row */
  constructor(place, boundary, strokes, row) {
    super();
    this.place = place;
    this.boundary = boundary;
    this.strokes = strokes;
    this.row = row;
    this.canvas = boundary.canvas;
    /** @type {{x: number, y: number} | null} */ this.at = null;
    boundary.over.push((c, square) => this.over(c, square));
    this.canvas.addEventListener('blur', () => this.stop());
    this.canvas.addEventListener('pointerdown', () => this.stop());
  }

  stop() {
    if (this.strokes.stroke && this.held) this.strokes.finish();
    this.held = false;
    if (!this.at) return;
    this.at = null;
    this.boundary.touch();
  }

  adopt(scene) {
    const same = this.scene?.data === scene.data;
    super.adopt(scene);
    if (!same) this.at = null;
  }

  key(e) {
    if (document.activeElement !== this.canvas || !this.scene || !this.place.told().tabbed) return false;
    const move = MOVES[e.key];
    if (move) this.move(move, e.shiftKey ? FAR : 1);
    else if (e.key === 'Enter' && this.at) this.enter();
    else if (e.key.toLowerCase() === 'm' && this.at) this.hold();
    else if (e.key === 'Escape' && this.at) this.stop();
    else return false;
    return true;
  }

  /** The cursor as a spot of the plane that a stroke can use. */
  get spot() {
    const [x0, x1] = this.scene.plane.range;
    const { x, y } = /** @type {{x: number, y: number}} */ (this.at);
    return { x, y, unit: (x1 - x0) / this.boundary.square.side, inside: true };
  }

  move([right, up], times) {
    const [x0, x1, y0, y1] = this.scene.plane.range;
    const from = this.at ?? { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
    this.at = {
      x: clamp(from.x + right * times * STEP * (x1 - x0), x0, x1),
      y: clamp(from.y + up * times * STEP * (y1 - y0), y0, y1),
    };
    if (this.held) this.strokes.move(this.spot);
    this.boundary.touch();
    this.place.tell('spoken', this.spoken());
  }

  /** What a click would do here. */
  enter() {
    if (this.strokes.drawing && this.strokes.can) {
      if (!this.held) this.strokes.begin(this.spot);
      this.strokes.finish();
      this.held = false;
      this.place.tell('spoken', 'Done.');
      return;
    }
    const [px, py] = this.pixels(this.boundary.square);
    const i = this.boundary.at(px, py);
    if (i >= 0 && this.row.choosable) this.row.choose(i);
  }

  /** Take hold of the point under the cursor, or let it go. */
  hold() {
    const { strokes } = this;
    if (this.held) {
      strokes.finish();
      this.held = false;
      return this.place.tell('spoken', 'Let go.');
    }
    const adding = strokes.tool.name === 'add' && strokes.can;
    const near = adding && strokes.near(this.spot, GRAB * this.spot.unit).length;
    if (!near)
      return this.place.tell('spoken', 'Take a class first, and go to a point: M then takes hold of it.');
    strokes.begin(this.spot);
    this.held = true;
    this.place.tell('spoken', 'Held. Arrows move it, M lets it go.');
  }

  pixels({ left, top, side }) {
    const { x, y } = /** @type {{x: number, y: number}} */ (this.at);
    const [px, py] = toPixels(this.scene.plane.range, side, x, y);
    return [left + px, top + py];
  }

  /** The answer under the cursor, and the point there. */
  spoken() {
    const { scene, boundary } = this;
    const { x, y } = /** @type {{x: number, y: number}} */ (this.at);
    const where = `${scene.plane.x} ${short(x)}, ${scene.plane.y} ${short(y)}`;
    const i = boundary.at(...this.pixels(boundary.square));
    const { points_label: labels, points_value: values, points_test: test } = boundary.shown;
    const what = i < 0 ? '' : labels ? scene.dataset.classes[labels[i]] : `value ${number(values?.[i], 2)}`;
    const point = i < 0 ? '' : `. ${test[i] ? 'A test point' : 'A training point'}: ${what}`;
    return `${where}: ${valueAt(scene, this.place.player.now, x, y)}${point}`;
  }

  over(c, square) {
    if (!this.at) return;
    const { colours: k } = this.boundary;
    const [x, y] = this.pixels(square);
    for (const [width, colour] of [
      [5, k.background],
      [2, k.text],
    ]) {
      c.lineWidth = width;
      c.strokeStyle = css(colour);
      c.beginPath();
      for (const [dx, dy] of Object.values(MOVES)) {
        c.moveTo(x + 4 * dx, y - 4 * dy);
        c.lineTo(x + 13 * dx, y - 13 * dy);
      }
      c.stroke();
    }
  }
}

/** What the network answers at a place, as the bytes of the boundary have it.
 * @param {any} scene @param {any} frame @param {number} x @param {number} y */
export function valueAt(scene, frame, x, y) {
  const bytes = frame.get('boundary');
  const G = Math.round(Math.sqrt(bytes.length));
  const [x0, x1, y0, y1] = scene.plane.range;
  const cell = (t) => clamp(Math.floor(t * G), 0, G - 1);
  const p = cell((y1 - y) / (y1 - y0)) * G + cell((x - x0) / (x1 - x0));
  const share = bytes[p] / 255;
  const { kind, classes } = scene.dataset;
  if (kind === 'regression')
    return `predicts ${short(scene.plane.scale[0] + (2 * share - 1) * scene.plane.scale[1])}`;
  if (kind === 'binary') return `${percent(share, 0)} ${classes[1]}`;
  const sure = (1 + share * (classes.length - 1)) / classes.length;
  return `${classes[frame.get('winner')[p]]}, ${percent(sure, 0)} sure`;
}
