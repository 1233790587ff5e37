// A presenter's list of scenes, each a link with a title: pure functions that give another list, and where it
// is kept.

/** @typedef {{title: string, link: string, speed: number}} Scene */

const KEPT = 'deepnet.scenes';
const MOST = 60;
const LONGEST = 120; // characters of a title

/** @param {any} value @returns {value is Scene} */
const isScene = (value) =>
  typeof value?.title === 'string' && typeof value?.link === 'string' && Number.isInteger(value?.speed);

/** The list kept in this browser, else the one to begin with.
 * @param {{getItem: (name: string) => string | null}} memory @param {Scene[]} first @returns {Scene[]} */
export function read(memory, first) {
  try {
    const kept = JSON.parse(memory.getItem(KEPT) ?? 'null');
    if (Array.isArray(kept)) return kept.filter(isScene).slice(0, MOST);
  } catch {
    // What another page or an older one has left there is no list of scenes.
  }
  return first;
}

/** @param {{setItem: (name: string, text: string) => void}} memory @param {Scene[]} scenes */
export const keep = (memory, scenes) => memory.setItem(KEPT, JSON.stringify(scenes));

/** @param {Scene[]} scenes @param {Scene} scene */
export const added = (scenes, scene) => [...scenes, renamed([scene], 0, scene.title)[0]].slice(0, MOST);

/** @param {Scene[]} scenes @param {number} i */
export const removed = (scenes, i) => scenes.filter((_, k) => k !== i);

/** @param {Scene[]} scenes @param {number} i @param {string} title */
export const renamed = (scenes, i, title) =>
  scenes.map((s, k) => (k === i ? { ...s, title: title.trim().slice(0, LONGEST) || 'Scene' } : s));

/** The scene at i goes up (by −1) or down (by 1). @param {Scene[]} scenes @param {number} i
 * @param {number} by */
export function moved(scenes, i, by) {
  const to = i + by;
  if (to < 0 || to >= scenes.length) return scenes;
  const next = [...scenes];
  [next[i], next[to]] = [next[to], next[i]];
  return next;
}

/** Which scene comes after i in this direction; it stays at the ends.
 * @param {number} count @param {number} i -1 before any was opened @param {number} by */
export const next = (count, i, by) => Math.max(0, Math.min(count - 1, i < 0 ? 0 : i + by));

/** Points of type that can be read from a distance: capitals of 10 minutes of arc.
 * @param {number} width of the picture, in pixels @param {number} metres wide @param {number} away */
export const readableType = (width, metres, away) =>
  ((away * Math.tan((10 / 60 / 180) * Math.PI)) / metres) * (width / CAPITALS);
const CAPITALS = 0.66; // height of a capital letter, of the size of the type
