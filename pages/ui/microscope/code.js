// The source of what does a station, with the line in focus.
import { make } from './arrays.js';

/** @param {any} station @param {any} codes @returns {HTMLElement} */
export function code(station, codes) {
  const found = codes[station.code];
  const box = make('details', 'mi-code');
  box.open = !matchMedia('(max-width: 700px)').matches;
  if (!found) return box;
  const where = found.of === 'article' ? 'deepnet.article' : 'deepnet (the article has nothing like it)';
  box.append(make('summary', '', `${station.code} in ${where}`));
  const text = make('pre');
  found.text.split('\n').forEach((line, i) => {
    text.append(make('span', i + 1 === station.line ? 'mi-line mi-lit' : 'mi-line', `${line}\n`));
  });
  box.append(text);
  return box;
}
