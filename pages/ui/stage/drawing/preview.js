// What is drawn and not yet answered: the points as they will be, and what the next click would do.
import { mark } from '../look/canvas.js';
import { css } from '../look/colours.js';
import { toPixels } from '../parts/ground.js';
import { BRUSHES, GRAB, reach } from './brushes.js';

const CHANGED = ['points_x', 'points_y', 'points_label'];
const WHITE = [255, 255, 255];
const NIGHT = [16, 18, 22];

/** The arrays of a scene after the parts of strokes that the server is yet to confirm; the same arrays where
 * none
 * changes them (points to add are drawn over the others). `points_gone` marks those erased.
 * @param {any} arrays @param {any[]} parts @param {number} classes */
export function previewed(arrays, parts, classes) {
  const changing = parts.filter((part) => part.stroke !== 'add' && part.stroke !== 'double');
  if (!changing.length) return arrays;
  const data = { ...arrays, points_gone: new Uint8Array(arrays.points_x.length) };
  for (const name of CHANGED) data[name] = arrays[name].slice();
  for (const part of changing) {
    const keys = new Set(part.keys ?? [part.key]);
    for (let i = 0; i < data.points_key.length; i++) {
      if (!keys.has(data.points_key[i])) continue;
      if (part.stroke === 'erase') data.points_gone[i] = 1;
      else if (part.stroke === 'flip') data.points_label[i] = (arrays.points_label[i] + 1) % classes;
      else [data.points_x[i], data.points_y[i]] = part.to;
    }
  }
  return data;
}

/** The points within reach of a place, nearest first, as [distance, key, index].
 * @param {any} data @param {{x: number, y: number}} p @param {number} most
 * @param {(i: number) => boolean} hidden
 * @returns {[number, number, number][]} */
export function near(data, p, most, hidden = () => false) {
  /** @type {[number, number, number][]} */
  const found = [];
  for (let i = 0; i < data.points_x.length; i++) {
    if (data.points_gone?.[i] || hidden(i)) continue;
    const off = Math.hypot(data.points_x[i] - p.x, data.points_y[i] - p.y);
    if (off <= most) found.push([off, data.points_key[i], i]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** Draws over the boundary: points on their way, and where the next stroke would begin. */
export class Over {
  /** @param {import('./strokes.js').Strokes} strokes
   * @param {import('../parts/boundary.js').Boundary} boundary */
  constructor(strokes, boundary) {
    this.strokes = strokes;
    this.boundary = boundary;
  }

  draw(c, { left, top, side }) {
    const { strokes, boundary } = this;
    const { scene } = boundary;
    if (!scene.drawing || scene.drawing.refused) return;
    const at = (/** @type {number[]} */ [x, y]) => {
      const [px, py] = toPixels(scene.plane.range, side, x, y);
      return [left + px, top + py];
    };
    const r = boundary.radius;
    for (const part of strokes.parts) {
      if (part.stroke === 'add') for (const xy of part.points) this.dot(c, part.label, at(xy), r);
    }
    if (strokes.at && strokes.drawing) this.pointer(c, at, r);
  }

  /** @param {any} c @param {number} label @param {number[]} at @param {number} r */
  dot(c, label, [x, y], r, alpha = 1) {
    const { boundary } = this;
    mark(c, label, x, y, r);
    c.fillStyle = css(boundary.colourOfClass(label), alpha);
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = css(boundary.colours.dark ? NIGHT : WHITE);
    c.stroke();
  }

  ring(c, [x, y], radius, dash = []) {
    const { colours: k } = this.boundary;
    c.beginPath();
    c.arc(x, y, radius, 0, 7);
    c.setLineDash(dash);
    c.lineWidth = 3.5;
    c.strokeStyle = css(k.background, 0.8);
    c.stroke();
    c.lineWidth = 1.6;
    c.strokeStyle = css(k.text);
    c.stroke();
    c.setLineDash([]);
  }

  pointer(c, at, r) {
    const { strokes, boundary } = this;
    const { name, label, brush } = strokes.tool;
    const p = strokes.at;
    const here = at([p.x, p.y]);
    if (name !== 'add') {
      this.ring(c, here, reach(p, brush) / p.unit, name === 'erase' ? [] : [4, 3]);
      return;
    }
    const { stroke } = strokes;
    const { data } = boundary;
    const held = stroke ? null : strokes.near(p, GRAB * p.unit)[0];
    if (held)
      this.ring(c, at([data.points_x[held[2]], data.points_y[held[2]]]), r + 4); // takes hold of this one
    else if (stroke?.held === undefined) {
      this.dot(c, label, here, r, 0.6);
      this.ring(c, here, Math.max(BRUSHES[brush].r / p.unit, r + 3));
    }
    boundary.canvas.style.cursor = held || stroke?.held !== undefined ? 'grab' : 'crosshair';
  }
}
