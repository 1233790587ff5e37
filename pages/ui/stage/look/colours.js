// One colour language for data, outputs and weights: orange is negative or class 0, blue is positive or class
// 1. The server says which colours these are, in a light and in a dark room; every class has a shape of its
// own as well.

/** @typedef {number[]} Colour red, green, blue */
/** @typedef {ReturnType<typeof colours>} Colours */

/** A colour as CSS writes it. @param {Colour} c */
export const css = (c, alpha = 1) => `rgba(${c[0]},${c[1]},${c[2]},${alpha})`;

/** The colour at the share t of the way from a to b. @param {Colour} a @param {Colour} b @param {number} t */
export const mix = (a, b, t) => a.map((v, i) => Math.round(v + (b[i] - v) * t));

const pixel = (/** @type {Colour} */ [r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const table = (/** @type {(i: number) => Colour} */ colour) =>
  Uint32Array.from({ length: 256 }, (_, i) => pixel(colour(i)));

/** "#112233", "#123" or "rgb(1, 2, 3)" as three numbers. @param {string} text @returns {Colour} */
export function rgb(text) {
  if (text.startsWith('#')) {
    const hex = text.length === 4 ? text.slice(1).replace(/./g, '$&$&') : text.slice(1, 7);
    return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  }
  return (text.match(/[\d.]+/g) ?? ['255', '255', '255']).slice(0, 3).map(Number);
}

/** How much light a colour sends, 0 … 1 (WCAG 2). @param {Colour} c */
export function luminance(c) {
  const [r, g, b] = c.map((v) => (v <= 10.31 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours, 1 … 21 (WCAG 2). @param {Colour} a @param {Colour} b */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** `colour` moved towards `text` until it can be read on `ground`. */
export function readable(colour, ground, text, least = 4.5) {
  for (let t = 0; t < 1; t += 0.05) {
    const tried = mix(colour, text, t);
    if (contrast(tried, ground) >= least) return tried;
  }
  return text;
}

/** All colours of a stage on this background.
 * @param {{background: Colour, text: Colour, negative: Colour, positive: Colour, middle: Colour}}
 * theme */
export function colours({ background, text, negative, positive, middle }) {
  const dark = luminance(background) < 0.18;
  const between = (strength) =>
    table((i) => {
      const t = (2 * i - 255) / 255;
      return mix(middle, t > 0 ? positive : negative, strength * Math.abs(t));
    });
  const classes = (/** @type {string[]} */ told) => (told.length <= 2 ? [negative, positive] : told.map(rgb));
  /** @type {Map<string, Uint32Array[]>} */
  const tables = new Map();
  /** A row for each class: from the middle grey to its colour by confidence. @param {string[]} told */
  const classTable = (told) => {
    const key = told.join();
    if (!tables.has(key)) {
      const rows = classes(told).map((c) => table((i) => mix(middle, c, 0.1 + (0.55 * i) / 255)));
      tables.set(key, rows);
    }
    return /** @type {Uint32Array[]} */ (tables.get(key));
  };
  return {
    dark,
    background,
    text,
    middle,
    negative,
    positive,
    diverging: between(1),
    ground: between(0.62), // paler than the points that lie on it
    hard: table((i) => mix(middle, i > 127 ? positive : negative, 0.5)),
    classes,
    classTable,
    muted: mix(background, text, 0.72),
    faint: mix(background, text, 0.16),
    words: {
      negative: readable(negative, background, text),
      positive: readable(positive, background, text),
    },
    key: [background, text, negative, positive].join(),
    sign: (/** @type {number} */ v) => (v < 0 ? negative : positive),
  };
}

/** What the server tells where no scene has come yet. */
export const UNTOLD = {
  light: { negative: '#f59322', positive: '#0877bd', middle: '#f0f1f2' },
  dark: { negative: '#ffa742', positive: '#3da5e8', middle: '#2c3038' },
};

/** The colours that fit the page around an element; told: of a scene, `{light, dark}`.
 * @param {Element} element @param {typeof UNTOLD} [told] */
export function coloursOf(element, told = UNTOLD) {
  const style = getComputedStyle(element);
  const read = (name, or) => rgb(style.getPropertyValue(name).trim() || or);
  const background = read('--st-background-color', '#ffffff');
  const text = read('--st-text-color', '#31333f');
  const { negative, positive, middle } = luminance(background) < 0.18 ? told.dark : told.light;
  return colours({
    background,
    text,
    negative: rgb(negative),
    positive: rgb(positive),
    middle: rgb(middle),
  });
}
