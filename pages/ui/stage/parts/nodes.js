// Where the nodes of a network stand, and where its weights lie in a frame: pure functions of sizes.

export const NODE = 46; // pixels of a neuron's picture where there is room
const SMALL = 25; // smaller ones stand in several files
const PICTURE = 64;
const FILES = 4;

/** @typedef {{x: number, y: number, size: number}} Node a square around (x, y) */
/** @typedef {{top: number, height: number, across: number}} Room */

/** Where the nodes of a layer stand: n squares around x, in one file unless they would be tiny.
 * @param {number} n @param {number} x @param {Room} room @returns {Node[]} top to bottom, file by file */
export function column(n, x, { top, height, across }, largest = NODE) {
  let best = { size: 0, files: 1, rows: n };
  for (let files = 1; files <= Math.min(FILES, n) && best.size < SMALL; files++) {
    const rows = Math.ceil(n / files);
    const size = Math.min(largest, (height / rows) * 0.84, (across / files) * 0.78);
    if (size > best.size * 1.15) best = { size, files, rows };
  }
  const { size, files, rows } = best;
  const dy = Math.min(height / rows, size + 26);
  const dx = size * 1.15;
  return Array.from({ length: n }, (_, i) => {
    const file = Math.floor(i / rows);
    const inFile = Math.min(rows, n - file * rows);
    return {
      x: x + (file - (files - 1) / 2) * dx,
      y: top + height / 2 + ((i % rows) - (inFile - 1) / 2) * dy,
      size,
    };
  });
}

/** The inputs of a scene as [key, label], in the order they are drawn. @returns {[any, string][]} */
export function inputsOf(scene) {
  if (scene.features) return scene.features.all;
  if (scene.image) return [['picture', scene.image.join('×')]];
  return scene.shown_inputs.map((i) => [scene.inputs[i], scene.inputs[i]]);
}

/** The whole network in a canvas of w × h pixels.
 * @param {any} scene @param {number} w @param {number} h
 * @param {{top: number, bottom: number, scale?: number}} margins */
export function layout(scene, w, h, { top, bottom, scale = 1 }) {
  const dims = scene.layer_dims;
  const L = dims.length - 1;
  const left = Math.min((scene.features ? 74 : scene.image ? 78 : 122) * scale, w * 0.34);
  const first = scene.image ? Math.min(left, 50 * scale) : left; // a picture has its words above and below
  const right = Math.min(40 * scale, w * 0.12);
  const across = (w - left - right) / L;
  const room = { top, height: Math.max(10, h - top - bottom), across };
  const columns = Array.from({ length: L + 1 }, (_, l) => (l ? left + l * across : first));
  const named = inputsOf(scene);
  const places = column(named.length, first, { ...room, across: 60 * scale }, NODE * scale);
  if (scene.image) places[0].size = Math.min(PICTURE * scale, 1.6 * first, room.height * 0.8);
  const inputs = places.map((node, i) => ({
    ...node,
    key: named[i][0],
    label: named[i][1],
    on: !scene.features || scene.features.on.includes(named[i][0]),
  }));
  const shown = scene.features
    ? scene.features.on.map((key) => inputs.find((node) => node.key === key))
    : inputs;
  const rest = columns.slice(1).map((x, l) => column(dims[l + 1], x, room, NODE * scale));
  return { columns, across, inputs, nodes: [shown, ...rest], ...offsets(dims, scene.shown_inputs.length) };
}

/** Where each layer's weights start in `edges` and its biases in `biases`; `total`: how many weights there
 * are.
 * @param {number[]} dims @param {number} shown inputs that are drawn */
export function offsets(dims, shown) {
  /** @type {[number, number][]} */
  const starts = [[0, 0]];
  let edges = 0;
  let biases = 0;
  for (let l = 1; l < dims.length; l++) {
    starts[l] = [edges, biases];
    edges += dims[l] * (l > 1 ? dims[l - 1] : shown);
    biases += dims[l];
  }
  return { offsets: starts, total: edges };
}

/** How strong a weight must be to be drawn, so that about `most` are. @param {Float32Array} edges */
export function threshold(edges, most) {
  if (edges.length <= most) return 0;
  const stride = Math.ceil(edges.length / 4000);
  const sample = [];
  for (let i = 0; i < edges.length; i += stride) sample.push(Math.abs(edges[i]));
  sample.sort((x, y) => y - x);
  return sample[Math.floor((sample.length * most) / edges.length)];
}

/** Height at the share u of the way of the curve from (0, y1) to (1, y2) whose handles both lie at mid-way.
 * */
export function heightOf(y1, y2, u) {
  let t = u; // x(t) = u, solved by Newton's rule
  for (let i = 0; i < 4; i++) {
    const f = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3 - u;
    const g = 1.5 - 3 * t + 3 * t * t;
    t = Math.min(1, Math.max(0, t - f / Math.max(g, 0.2)));
  }
  return y1 + (y2 - y1) * (3 * t * t - 2 * t ** 3);
}
