// Canvases: as many pixels as the screen has, pictures made of bytes, and the shapes that tell classes apart.

/** Bytes through a colour table into a picture, on a canvas kept for reuse.
 * @returns {(width: number, height: number, colour: (pixels: Uint32Array) => void) => OffscreenCanvas} */
export function bitmap() {
  let canvas = new OffscreenCanvas(1, 1);
  /** @type {ImageData} */ let image;
  /** @type {Uint32Array} */ let pixels;
  return (width, height, colour) => {
    if (!image || canvas.width !== width || canvas.height !== height) {
      canvas = new OffscreenCanvas(width, height);
      image = new ImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    }
    colour(pixels);
    /** @type {any} */ (canvas.getContext('2d')).putImageData(image, 0, 0);
    return canvas;
  };
}

const corners = (n, r, turn = -Math.PI / 2) =>
  Array.from({ length: n }, (_, i) => {
    const a = turn + (2 * Math.PI * i) / n;
    return [r * Math.cos(a), r * Math.sin(a)];
  });

const OUTLINES = [
  (r) => corners(3, r * 1.3),
  (r) => corners(4, r * 1.25),
  (r) => corners(3, r * 1.3, Math.PI / 2),
  (r) => corners(5, r * 1.15),
  (r) => corners(6, r * 1.1, 0),
  (r) => corners(4, 1, 0).map(([x, y]) => [x * r * 1.5, y * r * 0.8]),
  (r) => corners(10, r * 1.3).map(([x, y], i) => (i % 2 ? [x * 0.5, y * 0.5] : [x, y])),
  (r) => corners(4, 1, 0).map(([x, y]) => [x * r * 0.8, y * r * 1.5]),
];

const SHAPES = [
  (c, r) => c.arc(0, 0, r, 0, 7),
  (c, r) => c.rect(-r * 0.88, -r * 0.88, r * 1.76, r * 1.76),
  ...OUTLINES.map((outline) => (c, r) => {
    for (const [x, y] of outline(r)) c.lineTo(x, y); // the first one begins
    c.closePath();
  }),
];

/** The outline of class k's shape around (x, y), ready to fill or stroke. */
export function mark(context, k, x, y, r) {
  context.save();
  context.translate(x, y);
  context.beginPath();
  SHAPES[k % SHAPES.length](context, r);
  context.restore();
}

/** A small picture of class k's mark. @param {number} k @param {string} colour @param {boolean} [hollow] */
export function swatch(k, colour, hollow = false) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 36;
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  mark(c, k, 18, 18, 10);
  c.fillStyle = c.strokeStyle = colour;
  c.lineWidth = 3;
  if (hollow) c.stroke();
  else c.fill();
  return canvas;
}

// Reading an element's size makes the browser lay the page out: it is read when it changes, not for every
// picture.
/** @type {WeakMap<Element, [number, number]>} */
const sizes = new WeakMap();
/** @type {ResizeObserver | undefined} */
let watch;

const measure = (element) => {
  sizes.set(element, [element.clientWidth, element.clientHeight]);
};

/** Width and height of an element in CSS pixels. @param {Element} element @returns {[number, number]} */
export function sizeOf(element) {
  watch ??= new ResizeObserver((entries) => {
    for (const { target } of entries) measure(target);
  });
  if (!sizes.has(element)) {
    measure(element);
    watch.observe(element);
  }
  return /** @type {[number, number]} */ (sizes.get(element));
}

/** The context of a canvas that has as many pixels as the screen; drawing stays in CSS pixels.
 * @param {HTMLCanvasElement} canvas */
export function fit(canvas) {
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  const [w, h] = sizeOf(canvas);
  const W = Math.max(1, Math.round(w * ratio));
  const H = Math.max(1, Math.round(h * ratio));
  if (canvas.width !== W || canvas.height !== H) {
    canvas.width = W;
    canvas.height = H;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, w, h, ratio };
}
