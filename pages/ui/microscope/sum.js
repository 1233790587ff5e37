// A number written out as the sum that it is: under each part its name, behind it what it goes into.
import { make } from './arrays.js';
import { refOf } from './pointing.js';

const GRADIENT = /^d[Wbγ]\d+$/u;
const MOST_NEXT = 6; // that a number goes into are named

/** What a place is called: W1[1, 2], b1[1], dZ1[1], and the row where it is not the one looked at.
 * @param {any} view @param {import('./pointing.js').Ref} ref */
export function nameOf(view, [name, r, c]) {
  const array = view.arrays[name];
  if (!array) return `${name}[${r + 1}]`;
  if (array.shape.join() === '1,1' && array.kind === 'single') return name;
  if (array.kind === 'parameters') return `${name}[${r + 1}${array.shape[1] > 1 ? `, ${c + 1}` : ''}]`;
  const other = c !== view.column && view.m > 1 && view.column !== null;
  return `${name}[${r + 1}]${other ? ` row ${view.rows[c]?.number ?? `no. ${c + 1}`}` : ''}`;
}

/** The sum of a place, as elements. @param {any} view
 * @param {string} key @param {string[]} [next] places that it goes into */
export function written(view, key, next = []) {
  const sum = view.sums[key];
  const ref = refOf(key);
  const [name, r, c] = ref;
  const array = view.arrays[name];
  const mean = view.column === null && array?.kind === 'batch' ? ', mean over the batch' : '';
  const out = [make('b', '', `${nameOf(view, ref)}${mean} = `)];
  if (!sum) {
    const value = array?.values[array.rows.indexOf(r)]?.[array.cols.indexOf(c)] ?? '';
    return [...out, make('span', 'mi-result', signed(String(value))), make('span', 'mi-given', '  given')];
  }
  for (const part of sum.parts) {
    if (typeof part === 'string') {
      out.push(part.replaceAll('-', '−'));
      continue;
    }
    const [text, from, note] = part;
    const number = make('span', 'mi-number', signed(text));
    const label = note || (from ? nameOf(view, from) : '');
    if (from) number.dataset.ref = from.join(':');
    if (label) number.dataset.called = label;
    number.title = label;
    out.push(number);
  }
  out.push(make('span', 'mi-equals', ' = '), make('b', 'mi-result', signed(sum.result)));
  const more = make('div', 'mi-into');
  if (next.length) more.append(...into(view, next));
  if (GRADIENT.test(name)) {
    const check = make('button', 'mi-link', 'Measure it');
    check.title = 'Move this parameter a little, and see whether the cost changes as the gradient says';
    check.dataset.check = key;
    more.append(check);
  }
  if (more.childNodes.length) out.push(more);
  return out;
}

const signed = (text) => text.replaceAll('-', '−');

/** @returns {(string | HTMLElement)[]} */
function into(view, next) {
  /** @type {(string | HTMLElement)[]} */
  const box = ['goes into '];
  for (const key of next.slice(0, MOST_NEXT)) {
    const link = make('button', 'mi-link', nameOf(view, refOf(key)));
    link.dataset.to = key;
    box.push(link);
  }
  if (next.length > MOST_NEXT) box.push(` and ${next.length - MOST_NEXT} more`);
  return [...box, ' '];
}
