// The arrays of a station: a table of numbers that can be pointed at, and a heat map of the whole where it is larger.
import { keyOf, short, tint } from './pointing.js';

/** @param {string} tag @param {string} [name] @param {string} [text] @returns {any} */
export function make(tag, name = '', text = '') {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/** One array. @param {string} name @param {any} array as `view.py` gives it
 * @param {(row: number, column: number) => void} move called with the cell of a heat map that was clicked */
export function table(name, array, move) {
  const box = make('figure', 'mi-array');
  box.dataset.array = name;
  const [R, C] = array.shape;
  const head = make('figcaption', 'mi-name');
  head.append(make('b', '', name), make('span', 'mi-shape', ` ${R} × ${C}`));
  head.title = array.tells;
  box.append(head);
  const grid = make('div', 'mi-grid');
  grid.style.setProperty('--columns', String(array.cols.length));
  array.values.forEach((line, i) => {
    line.forEach((value, j) => {
      grid.append(cell(name, array.rows[i], array.cols[j], value, array.top));
    });
  });
  box.append(grid);
  const more = [];
  if (array.rows.length < R) more.push(`rows ${array.rows[0] + 1}–${array.rows.at(-1) + 1} of ${R}`);
  if (array.kind === 'parameters' && array.cols.length < C) {
    more.push(`columns ${array.cols[0] + 1}–${array.cols.at(-1) + 1} of ${C}`);
  }
  if (more.length) box.append(make('div', 'mi-more', more.join(', ')));
  if (array.heat) box.append(heat(name, array, move));
  return box;
}

function cell(name, r, c, value, top) {
  const button = make('button', 'mi-cell', short(value));
  button.type = 'button';
  button.tabIndex = -1;
  button.dataset.ref = keyOf([name, r, c]);
  button.style.setProperty('--tint', tint(value, top).toFixed(3));
  button.title = `${name}[${r}, ${c}] = ${value}`;
  button.setAttribute('aria-label', `${name} row ${r + 1} column ${c + 1}: ${short(value)}`);
  return button;
}

function heat(name, array, move) {
  const { width, height, pixels } = array.heat;
  const canvas = make('canvas', 'mi-heat');
  canvas.width = width;
  canvas.height = height;
  canvas.dataset.heat = name;
  canvas.title = `All of ${name}: ${array.shape[0]} × ${array.shape[1]}. A click opens the window there.`;
  const bytes = Uint8Array.from(atob(pixels), (sign) => sign.charCodeAt(0));
  /** @type {any} */ (canvas).paint = (dark) => paint(canvas, bytes, dark);
  canvas.addEventListener('click', (e) => {
    const box = canvas.getBoundingClientRect();
    const at = (part, whole) => Math.min(whole - 1, Math.floor(part * whole));
    move(
      at((e.clientY - box.top) / box.height, array.shape[0]),
      at((e.clientX - box.left) / box.width, array.shape[1]),
    );
  });
  return canvas;
}

/** Signed bytes as colours, 128 for 0. @param {any} canvas @param {Uint8Array} bytes @param {boolean} dark */
export function paint(canvas, bytes, dark) {
  const low = dark ? [255, 167, 66] : [245, 147, 34];
  const high = dark ? [61, 165, 232] : [8, 119, 189];
  const middle = dark ? [44, 48, 56] : [240, 241, 242];
  const image = new ImageData(canvas.width, canvas.height);
  bytes.forEach((byte, i) => {
    const t = (byte - 128) / 127;
    const end = t < 0 ? low : high;
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = middle[k] + (end[k] - middle[k]) * Math.abs(t);
    image.data[4 * i + 3] = 255;
  });
  canvas.getContext('2d').putImageData(image, 0, 0);
}
