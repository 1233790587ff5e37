// What stands at a station: its title and equation, the arrays that it reads and writes.
import { make, table } from './arrays.js';
import { typeset } from './equation.js';
import { keyOf, layerOf } from './pointing.js';

const FEW = 8; // arrays beyond which only those of one layer are shown

const many = (station) => station.reads.length + station.writes.length > FEW;

/** The title, the equation, and what is to be said of it. @param {any} station @returns {HTMLElement[]} */
export function heading(station) {
  const head = make('div', 'mi-head');
  head.append(make('h3', 'mi-title', station.title));
  const equation = make('div', 'mi-equation');
  for (const part of station.equation.split(',  ')) equation.append(typeset(part));
  return [head, equation, ...(station.tells ? [make('p', 'mi-tells', station.tells)] : [])];
}

/** Which arrays of a station are drawn: of one layer where there are many.
 * @param {any} view @param {any} station @param {number} layer @returns {{reads: string[], writes: string[]}} */
export function arraysOf(view, station, layer) {
  const here = (name) => layerOf(name) === layer || layerOf(name) < 0;
  const one = (names) => (many(station) ? names.filter(here) : names);
  const known = (names) => [...new Set(one(names))].filter((name) => name in view.arrays);
  return {
    reads: known(station.reads).filter((name) => !station.writes.includes(name)),
    writes: known(station.writes),
  };
}

/** The arrays as tables. @param {any} view @param {{reads: string[], writes: string[]}} names
 * @param {(name: string, row: number, column: number) => void} open a window at a cell */
export function arrays(view, names, open) {
  const tables = make('div', 'mi-arrays');
  const line = (found, word) => {
    if (!found.length) return;
    const group = make('div', 'mi-group');
    group.append(make('div', 'mi-word', word));
    for (const name of found) group.append(table(name, view.arrays[name], (r, c) => open(name, r, c)));
    tables.append(group);
  };
  line(names.reads, 'from');
  line(names.writes, 'to');
  return tables;
}

/** Which layer's arrays are shown, where there are many.
 * @param {any} view @param {any} station @param {number} layer @param {(layer: number) => void} choose
 * @returns {HTMLElement[]} */
export function layerChoice(view, station, layer, choose) {
  if (!many(station)) return [];
  const box = make('div', 'mi-layers');
  box.append(make('span', '', 'Layer'));
  for (let l = 1; l < view.dims.length; l++) {
    const button = make('button', 'mi-chip', String(l));
    button.setAttribute('aria-pressed', String(l === layer));
    button.addEventListener('click', () => choose(l));
    box.append(button);
  }
  return [box];
}

/** The number in focus when a station is come to: the pinned neuron's, where the station has one.
 * @param {any} view @param {any} station
 * @param {{layer: number, pinned: string | null, input: number}} at pinned: a neuron, "layer:row" */
export function focusOf(view, station, { layer: last, pinned, input }) {
  const layer = station.layer || last;
  const mine = station.writes.filter((name) => layerOf(name) === layer || station.writes.length <= 2);
  const row = pinned?.startsWith(`${layer}:`) ? pinned.split(':')[1] : null;
  for (const name of mine) {
    const array = view.arrays[name];
    const r = row !== null && array.rows.includes(Number(row)) ? Number(row) : array.rows[0];
    const c = array.kind === 'parameters' && array.cols.includes(input) ? input : array.cols[0];
    const key = keyOf([name, r, c]);
    if (key in view.sums) return key;
  }
  return keyOf(station.focus);
}
