// What a stroke is made with.  r: radius on the plane, n: points a dab.
export const BRUSHES = [
  { r: 0, n: 1, name: 'fine' },
  { r: 0.6, n: 2, name: 'medium' },
  { r: 1.2, n: 5, name: 'wide' },
];
export const GRAB = 9; // pixels from a point at which it is taken hold of
const REACH = 11; // pixels around the pointer that the finest brush erases

/** How far from a place a brush reaches. @param {{unit: number}} p @param {number} brush */
export const reach = (p, brush) => Math.max(REACH * p.unit, BRUSHES[brush].r);

/** @typedef {{name: 'look' | 'add' | 'erase' | 'flip', label: number, brush: number}} Tool */
