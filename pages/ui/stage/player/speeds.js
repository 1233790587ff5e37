// How much is trained between two pictures; `wait` is the least time between them, in milliseconds.
/** @typedef {{key: string, label: string, steps: number, wait: number}} Speed */

/** @type {Speed[]} */
export const SPEEDS = [
  { key: 'second', label: '1 update a second', steps: 1, wait: 1000 },
  { key: 'five', label: '5 updates a second', steps: 1, wait: 200 },
  { key: 'one', label: '1 update a frame', steps: 1, wait: 0 },
  { key: 'ten', label: '10 updates a frame', steps: 10, wait: 0 },
  { key: 'hundred', label: '100 updates a frame', steps: 100, wait: 0 },
  { key: 'most', label: 'as fast as it goes', steps: 0, wait: 0 },
];
export const USUAL = SPEEDS[3];

/** The key of the speed nearest to so many updates a frame (0: all that fit). @param {number} steps */
export function near(steps) {
  const off = (/** @type {Speed} */ s) => Math.abs(Math.log((s.steps || 1e4) / (steps || 1e4)));
  return SPEEDS.filter((s) => !s.wait).reduce((a, b) => (off(b) < off(a) ? b : a)).key;
}
