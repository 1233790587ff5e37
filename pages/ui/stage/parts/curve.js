// What of a cost curve can be drawn: pure functions of its values.
import { nice } from '../look/numbers.js';

export const LARGEST = 1e12; // a cost that is drawn; a diverging run goes beyond what a picture can hold
const EXPLODED = 1e3; // times its first value: on a plain scale nothing else would be seen beside it
const SPREAD = 1e3; // between the largest and the smallest cost: a log scale shows more
const SHORTEST = 10; // steps that an axis has

/** Smallest above 0 and largest of some lists, as large as is drawn. @param {number[][]} lists */
export function extent(...lists) {
  let top = 0;
  let floor = Number.POSITIVE_INFINITY;
  for (const list of lists) {
    for (const v of list) {
      if (v > top) top = Math.min(v, LARGEST);
      if (v > 0 && v < floor) floor = v;
    }
  }
  return { top, floor: Number.isFinite(floor) ? floor : top || 1 };
}

/** The largest cost on a plain scale: one that has exploded leaves at the top, so that what came before is
 * seen.
 * @param {{train: number[], test: number[]}} series @returns {{top: number, beyond: boolean}} */
export function plainTop({ train, test }) {
  const first = Math.max(train[0] ?? 0, test[0] ?? 0);
  const { top } = extent(train, test);
  const largest = Math.max(top, ...[train.at(-1) ?? 0, test.at(-1) ?? 0]);
  if (first > 0 && largest > EXPLODED * first) return { top: nice(20 * first), beyond: true };
  return { top: nice(top * 1.05), beyond: false };
}

/** Decades [low, high] that a log scale spans; costs of exactly 0 lie on its lower edge. */
export function decades(floor, top) {
  const low = Math.floor(Math.log10(Math.max(1e-12, Math.min(floor, 1))) * 2) / 2;
  const high = Math.log10(nice(top * 1.05));
  return [Math.min(low, high - 0.5), high];
}

/** What a plain axis of scores spans: down to the least, up to all right. @param {number} least of the scores
 * @param {boolean} percent whether they are shares, in percent, and not R² */
export const scores = (least, percent) =>
  percent ? [Math.floor(least / 10) * 10 - 1, 101] : [Math.max(-1, Math.min(0, least)), 1.02];

/** Values as a scale can hold them: too large ones at the top, for a log scale none below its edge. */
export function drawable(values, log, low) {
  const bottom = 10 ** low;
  return values.map((v) => {
    const held = Math.min(v, LARGEST);
    return log && !(held > bottom) ? bottom : held;
  });
}

/** Whether a log scale would show what a plain one hides. */
export function logHelps({ train, test }) {
  const { top, floor } = extent(train, test);
  return train.length > 1 && (top > SPREAD * floor || plainTop({ train, test }).beyond);
}

/** Steps that the axis spans. @param {number} last @param {boolean} ended no more will come */
export const stepsShown = (last, ended) =>
  ended ? Math.max(SHORTEST, Math.ceil(last * 1.04)) : nice(Math.max(100, last));
