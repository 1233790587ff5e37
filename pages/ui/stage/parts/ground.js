// The square of the large picture: where it lies in its canvas, and where a place of the plane lies in it.

export const LEFT = 34;
export const BELOW = 33;
export const RIGHT = 8;
export const ABOVE = 6;

/** @typedef {{left: number, top: number, side: number}} Square */

/** The largest square with room for axes, their type so many times larger than on the page.
 * @param {number} w @param {number} h @param {number} [scale] @returns {Square} */
export function squareIn(w, h, scale = 1) {
  const left = LEFT * scale;
  const side = Math.min(w - left - RIGHT, h - ABOVE - BELOW * scale);
  return { left: left + (w - left - RIGHT - side) / 2, top: ABOVE, side };
}

/** Pixels of the square where (x, y) of the plane lies. @param {number[]} range [x0, x1, y0, y1] */
export function toPixels([x0, x1, y0, y1], side, x, y) {
  return [((x - x0) / (x1 - x0)) * side, ((y1 - y) / (y1 - y0)) * side];
}

/** The place of the plane under a pixel of the canvas, held inside; `unit`: of the plane, in a pixel.
 * @param {number[]} range @param {Square} square */
export function toPlane([x0, x1, y0, y1], { left, top, side }, px, py) {
  const hold = (t) => Math.max(0, Math.min(1, t));
  const u = (px - left) / side;
  const v = (py - top) / side;
  return {
    x: x0 + hold(u) * (x1 - x0),
    y: y1 - hold(v) * (y1 - y0),
    unit: (x1 - x0) / side,
    inside: u === hold(u) && v === hold(v),
  };
}
