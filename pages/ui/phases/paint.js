// The phase map as it is painted: cells, axes, the line of the edge, the cell that is looked at, and the box
// that is drawn with the pointer.
import { axisTicks, DIVERGED, LEARNS, placeOn, STALLED, THROWN } from './cells.js';

// From good to bad, and from soon to late.
export const GREENS = [
  [11, 122, 94],
  [108, 201, 168],
  [220, 239, 232],
];
export const PURPLES = [
  [74, 21, 75],
  [163, 62, 161],
  [232, 183, 230],
];
export const GREYS = { light: [208, 213, 218], dark: [92, 102, 112] }; // apart from the ground
export const SAND = [224, 164, 88];
const PAD = { left: 74, right: 10, top: 8, bottom: 50 };

/** A colour on a scale of three. @param {number[][]} scale @param {number} t 0 … 1 */
export function shade(scale, t) {
  const i = t < 0.5 ? 0 : 1;
  const part = Math.min(1, Math.max(0, 2 * t - i));
  return scale[i].map((v, c) => Math.round(v + (scale[i + 1][c] - v) * part));
}

/** Where the cells stand on a canvas of this size. @param {number} w @param {number} h */
export const field = (w, h) => ({
  x: PAD.left,
  y: PAD.top,
  w: w - PAD.left - PAD.right,
  h: h - PAD.top - PAD.bottom,
});

/** A picture of the cells, a pixel each, the first row the upper one.
 * @param {any} cells @param {number} t @param {any} paint a bitmap @param {number[]} still colour of a stall */
export function picture(cells, t, paint, still) {
  const { columns, rows } = cells;
  const [low, high] = cells.range(t);
  const end = cells.ticks[cells.ticks.length - 1];
  return paint(columns, rows, (pixels) => {
    for (let x = 0; x < columns; x++) {
      for (let y = 0; y < rows; y++) {
        const k = cells.at(x, y);
        const state = cells.state(k, t);
        const rank = Math.log(cells.cost(k, t) / low) / Math.log(Math.max(high / low, 1.0001));
        const colour =
          state === LEARNS
            ? shade(GREENS, rank)
            : state === STALLED
              ? still
              : state === THROWN
                ? SAND
                : state === DIVERGED
                  ? shade(PURPLES, cells.gone[k] / end)
                  : null;
        const [r, g, b] = colour ?? [0, 0, 0];
        pixels[(rows - 1 - y) * columns + x] = colour ? ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0 : 0;
      }
    }
  });
}

/** @param {CanvasRenderingContext2D} c @param {number} w @param {number} h @param {any} view a Phases */
export function draw(c, w, h, { cells, image, at, held, box, look }) {
  const { scene } = cells;
  const room = field(w, h);
  const [dx, dy] = [room.w / cells.columns, room.h / cells.rows];
  const X = (i) => room.x + (i + 0.5) * dx;
  const Y = (j) => room.y + room.h - (j + 0.5) * dy;
  c.clearRect(0, 0, w, h);
  c.imageSmoothingEnabled = false;
  c.drawImage(image, room.x, room.y, room.w, room.h);
  c.strokeStyle = look.line;
  c.strokeRect(room.x - 0.5, room.y - 0.5, room.w + 1, room.h + 1);
  c.font = `13px ${look.font}`;
  c.fillStyle = look.muted;
  c.textAlign = 'center';
  c.textBaseline = 'top';
  for (const [i, text] of axisTicks(scene.x)) c.fillText(text, Math.min(X(i), w - 18), h - PAD.bottom + 7);
  c.fillText(scene.x.title, room.x + room.w / 2, h - 20);
  c.textAlign = 'right';
  c.textBaseline = 'middle';
  for (const [j, text] of axisTicks(scene.y)) c.fillText(text, room.x - 6, Y(j));
  c.save();
  c.translate(9, room.y + room.h / 2);
  c.rotate(-Math.PI / 2);
  c.textAlign = 'center';
  c.fillText(scene.y.title, 0, 0);
  c.restore();
  c.save();
  c.beginPath();
  c.rect(room.x, room.y, room.w, room.h);
  c.clip();
  c.setLineDash([7, 5]);
  c.lineWidth = 2;
  c.strokeStyle = '#10161c'; // the colours of the cells are the same on white and on black
  c.beginPath();
  scene.edge.forEach(([rate, other], i) => {
    const to = /** @type {[number, number]} */ ([X(placeOn(scene.x, rate)), Y(placeOn(scene.y, other))]);
    if (i) c.lineTo(...to);
    else c.moveTo(...to);
  });
  c.stroke();
  c.restore();
  const [x, y] = at;
  for (const [colour, width] of [
    ['#ffffff', 4],
    [held ? '#d6336c' : '#10161c', 2],
  ]) {
    c.strokeStyle = /** @type {string} */ (colour);
    c.lineWidth = /** @type {number} */ (width);
    c.strokeRect(X(x) - dx / 2 - 1, Y(y) - dy / 2 - 1, dx + 2, dy + 2);
  }
  if (!box) return;
  c.strokeStyle = '#10161c';
  c.fillStyle = 'rgba(255,255,255,0.35)';
  c.lineWidth = 1.5;
  const [x0, x1] = box.x;
  const [y0, y1] = box.y;
  const corner = [X(x0) - dx / 2, Y(y1) - dy / 2];
  c.fillRect(corner[0], corner[1], (x1 - x0 + 1) * dx, (y1 - y0 + 1) * dy);
  c.strokeRect(corner[0], corner[1], (x1 - x0 + 1) * dx, (y1 - y0 + 1) * dy);
}
