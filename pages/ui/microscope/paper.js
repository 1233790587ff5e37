// On paper: every line from the inputs to one number, in the order in which a person works them out.
import { make } from './arrays.js';
import { madeOf, refOf } from './pointing.js';
import { written } from './sum.js';
import { STAGES } from './way.js';

const WHOLE = /^‖d[Wbγ]/u; // made of all gradients of a layer: a line for each of them would bury the number

/** The places that a number rests on, each behind all that it is made of; the number itself comes last.
 * What is given, and what lies outside the windows and the row looked at, has no line.
 * @param {Record<string, import('./pointing.js').Sum>} sums @param {string} key @returns {string[]} */
export function chain(sums, key) {
  const found = new Set();
  const follow = (at) => {
    if (found.has(at) || !(at in sums) || (WHOLE.test(at) && at !== key)) return;
    for (const from of madeOf(sums[at])) follow(from);
    found.add(at);
  };
  follow(key);
  return [...found];
}

const ORDER = ['forward', 'cost', 'backward', 'update'];

/** The places of a chain by the stage of the step that writes them, in the order of the stages.
 * @param {any} view @param {string[]} keys @returns {[string, string[]][]} */
export function stages(view, keys) {
  const stageOf = (key) => view.stations.find(({ writes }) => writes.includes(refOf(key)[0]))?.stage;
  const found = ORDER.map((stage) => [stage, keys.filter((key) => stageOf(key) === stage)]);
  return /** @type {[string, string[]][]} */ (found.filter(([, some]) => some.length));
}

/** Lines of text with the signs that a calculator or a spreadsheet reads. @param {{textContent: string}[]} lines */
export const asText = (lines) =>
  lines
    .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replaceAll('−', '-')
    .replaceAll('·', '*');

/** @param {any} view @param {string} key @returns {HTMLElement} */
export function paper(view, key) {
  const keys = chain(view.sums, key);
  const box = make('details', 'mi-paper');
  const count = keys.length === 1 ? 'one line' : `${keys.length} lines`;
  box.append(make('summary', '', `On paper: ${count} from the inputs to this number`));
  box.addEventListener('toggle', () => {
    if (!box.open || box.childElementCount > 1) return;
    const lines = [];
    const parts = stages(view, keys).flatMap(([stage, some]) => {
      const list = make('ol', 'mi-lines');
      list.start = lines.length + 1;
      for (const each of some) {
        const line = make('li', 'mi-line-of');
        line.append(...written(view, each));
        list.append(line);
        lines.push(line);
      }
      return [make('div', 'mi-part', STAGES[stage]), list];
    });
    const copy = make('button', 'mi-move', 'Copy');
    copy.addEventListener('click', () => {
      navigator.clipboard?.writeText(asText(lines)).then(() => {
        copy.textContent = 'Copied';
      });
    });
    const told = make(
      'p',
      'mi-tells',
      'Work them out from top to bottom. A number whose name ends with a row comes from another example: ' +
        'choose that row on the left, and its lines stand here.',
    );
    box.append(told, ...parts, copy);
  });
  return box;
}
