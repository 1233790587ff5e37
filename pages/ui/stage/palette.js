// One colour language for data, outputs and weights: orange is negative or class 0, blue is positive or class 1.
// More than two classes come with colours of their own; every class has a shape of its own as well.
export const NEGATIVE = [245, 147, 34], POSITIVE = [8, 119, 189];
export const css = (c, alpha = 1) => `rgba(${c[0]},${c[1]},${c[2]},${alpha})`;
const mix = (a, b, t) => a.map((v, i) => Math.round(v + (b[i] - v) * t));
const pixel = ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0;

function rgb(text) {                                          // "#112233" or "rgb(1, 2, 3)" as three numbers
  if (text.startsWith('#')) {
    const hex = text.length === 4 ? text.slice(1).replace(/./g, '$&$&') : text.slice(1, 7);
    return [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16));
  }
  return (text.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}

export function palette(element) {
  const style = getComputedStyle(element), read = (name, or) => style.getPropertyValue(name).trim() || or;
  const background = rgb(read('--st-background-color', '#ffffff')), text = rgb(read('--st-text-color', '#31333f'));
  const dark = background[0] + background[1] + background[2] < 384;
  const middle = dark ? [44, 48, 56] : [240, 241, 242];
  const negative = dark ? [255, 167, 66] : NEGATIVE, positive = dark ? [61, 165, 232] : POSITIVE;
  const diverging = Uint32Array.from({length: 256}, (_, i) => {
    const t = (2 * i - 255) / 255;
    return pixel(mix(middle, t > 0 ? positive : negative, Math.abs(t)));
  });
  const ground = Uint32Array.from({length: 256}, (_, i) => {  // paler than the points that lie on it
    const t = (2 * i - 255) / 255;
    return pixel(mix(middle, t > 0 ? positive : negative, .62 * Math.abs(t)));
  });
  const hard = Uint32Array.from({length: 256}, (_, i) => pixel(mix(middle, i > 127 ? positive : negative, .5)));
  const classes = colours => colours.length <= 2 ? [negative, positive] : colours.map(rgb);
  const tables = new Map();
  const classTable = colours => {                             // row per class: from the middle grey to its colour by confidence
    const k = colours.join();
    if (!tables.has(k)) {
      tables.set(k, classes(colours).map(c => Uint32Array.from({length: 256}, (_, i) => pixel(mix(middle, c, .1 + .55 * i / 255)))));
    }
    return tables.get(k);
  };
  return {dark, background, text, middle, negative, positive, diverging, hard, classes, classTable,
    ground, muted: mix(background, text, .62), faint: mix(background, text, .16), key: [background, text].join(),
    sign: v => v < 0 ? negative : positive};
}

// Bytes through a colour table into a picture `width` pixels wide, on a canvas kept for reuse.
export function bitmap() {
  let canvas = new OffscreenCanvas(1, 1), image, pixels;
  return (width, height, colour) => {
    if (!image || canvas.width !== width || canvas.height !== height) {
      canvas = new OffscreenCanvas(width, height);
      image = new ImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    }
    colour(pixels);
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  };
}

const corner = (n, r, turn = -Math.PI / 2) => Array.from({length: n}, (_, i) => {
  const a = turn + 2 * Math.PI * i / n;
  return [r * Math.cos(a), r * Math.sin(a)];
});
const SHAPES = [
  (c, r) => c.arc(0, 0, r, 0, 7), (c, r) => c.rect(-r * .88, -r * .88, r * 1.76, r * 1.76), ...[
    r => corner(3, r * 1.3), r => corner(4, r * 1.25), r => corner(3, r * 1.3, Math.PI / 2), r => corner(5, r * 1.15),
    r => corner(6, r * 1.1, 0), r => corner(4, 1, 0).map(([x, y]) => [x * r * 1.5, y * r * .8]),
    r => corner(10, r * 1.3).map(([x, y], i) => i % 2 ? [x * .5, y * .5] : [x, y]),
    r => corner(4, 1, 0).map(([x, y]) => [x * r * .8, y * r * 1.5]),
  ].map(points => (c, r) => { points(r).forEach(([x, y], i) => i ? c.lineTo(x, y) : c.moveTo(x, y)); c.closePath(); })];

export function mark(context, k, x, y, r) {                   // the outline of class k's shape, ready to fill or stroke
  context.save();
  context.translate(x, y);
  context.beginPath();
  SHAPES[k % SHAPES.length](context, r);
  context.restore();
}

// Reading an element's size makes the browser lay the page out: it is read when it changes, not for every picture.
const sizes = new WeakMap();
const watch = new ResizeObserver(entries => { for (const {target} of entries) sizes.set(target, [target.clientWidth, target.clientHeight]); });
export function sizeOf(element) {
  if (!sizes.has(element)) {
    sizes.set(element, [element.clientWidth, element.clientHeight]);
    watch.observe(element);
  }
  return sizes.get(element);
}

export function fit(canvas) {                                 // as many pixels as the screen has; drawing stays in CSS pixels
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2), [w, h] = sizeOf(canvas);
  const W = Math.max(1, Math.round(w * ratio)), H = Math.max(1, Math.round(h * ratio));
  if (canvas.width !== W || canvas.height !== H) { canvas.width = W; canvas.height = H; }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return {context, w, h, ratio};
}
