// The rows of the step's batch, to choose one of them or their mean.
import { make } from './arrays.js';

/** A point of the plane is no row, and has its name alone. @param {any} view @param {(column: number | 'mean') => void} choose @returns {HTMLElement[]} */
export function rows({ rows, m, column }, choose) {
  const button = (text, at, pressed) => {
    const found = make('button', 'mi-row', text);
    found.setAttribute('aria-pressed', String(pressed));
    found.addEventListener('click', () => choose(at));
    return found;
  };
  if (rows[0]?.number === null) return [make('span', 'mi-word', rows[0].label)];
  const list = rows.map(({ number, label }, i) => {
    const found = button(`${number}`, i, i === column);
    found.title = `training row ${number}, ${label}`;
    found.append(make('small', '', ` ${label}`));
    return found;
  });
  const more = rows.length < m ? [make('small', '', `and ${m - rows.length} more`)] : [];
  const mean = button(`mean of ${m}`, 'mean', column === null);
  return [make('span', 'mi-word', 'rows of this batch'), mean, ...list, ...more];
}
