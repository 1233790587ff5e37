// Which curves a chart has for what it is asked to show: pure functions of what is known of the runs.
import { legendOf } from './strip.js';

/** @typedef {{name: string, title: string, axis: string, tells: string, lines: string[], recorded: boolean,
 *   log: boolean, stepped: boolean}} Measure as the server tells it */
/** @typedef {'each' | number} Layer every layer; or one, counted from 1, 0 for all together */
/** @typedef {{of: number, role: number, name: string, x: number[], y: number[]}} Line of: the id of a former
 *   run, 0 for the one on the screen; role: which of its curves */

const RECORDED = { cost: ['train', 'test'], score: ['metric_train', 'metric_test'] };
const PERCENT = 100;

/** All curves, those of the run on the screen first.
 * @param {{measure: Measure, layer: Layer, layers: number, percent: boolean}} shown layers: how many there
 * are; percent: whether scores are shares
 * @param {any} series of the run on the screen, a Series
 * @param {import('./strip.js').Run[]} others former runs whose curves are drawn
 * @param {any} measured an answer, where the measure is not recorded @returns {Line[]} */
export function linesOf(shown, series, others, measured) {
  const { measure } = shown;
  return measure.recorded ? recorded(shown, series, others) : inHindsight(shown, others, measured);
}

function recorded({ measure, percent }, series, others) {
  const factor = measure.name === 'score' && percent ? PERCENT : 1;
  const scaled = (/** @type {ArrayLike<number>} */ values) => Array.from(values, (v) => factor * v);
  const fields = RECORDED[measure.name];
  const last = fields.length - 1;
  const own = fields.map((field, role) => ({
    of: 0,
    role,
    name: measure.lines[role],
    x: series.step,
    y: factor === 1 ? series[field] : scaled(series[field]),
  }));
  const former = others.map((run) => ({
    of: run.id,
    role: last,
    name: legendOf(run),
    x: Array.from(run.steps),
    y: scaled(run[fields[last]]),
  }));
  return [...own, ...former];
}

function inHindsight({ measure, layer, layers }, others, measured) {
  if (measured?.name !== measure.name) return [];
  const found = [];
  let at = 0;
  let from = 0;
  for (const [i, { id, points, lines }] of measured.runs.entries()) {
    const x = Array.from(measured.arrays.measured_step.subarray(at, at + points));
    const table = measured.arrays.measured_value.subarray(from, from + points * lines);
    at += points;
    from += points * lines;
    const run = others.find((each) => each.id === id);
    if (i && !run) continue; // hidden, or gone meanwhile
    const column = (/** @type {number} */ k) => Array.from(x, (_, j) => table[j * lines + k]);
    for (const [k, name] of columnsOf(measure, layer, layers, i === 0)) {
      found.push({ of: i ? id : 0, role: k, name: run && i ? legendOf(run) : name, x, y: column(k) });
    }
  }
  return found;
}

/** Which columns of what was measured are drawn, with their names: of a former run one at most.
 * @param {boolean} current @returns {[number, string][]} */
function columnsOf(measure, layer, layers, current) {
  if (measure.lines.length) {
    const named = measure.lines.map((/** @type {string} */ name, /** @type {number} */ k) => [k, name]);
    return current ? named : named.slice(-1);
  }
  if (layer !== 'each') return [[layer, layer ? layerName(layer, layers) : 'all layers']];
  return current ? Array.from({ length: layers }, (_, k) => [k + 1, layerName(k + 1, layers)]) : [];
}

/** @param {number} l from 1 @param {number} layers */
export const layerName = (l, layers) => (l === layers ? 'output' : `layer ${l}`);

/** The mean of a value and those before it, each weighted by e to the minus (steps since it / span).
 * @param {number[]} steps @param {number[]} values @param {number} span in steps @returns {number[]} */
export function smoothed(steps, values, span) {
  let [sum, weight, before] = [0, 0, steps[0]];
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return value;
    const kept = Math.exp((before - steps[i]) / span);
    before = steps[i];
    sum = sum * kept + value;
    weight = weight * kept + 1;
    return sum / weight;
  });
}

/** The curves as a table of commas: a row for each step, a column for each curve. @param {Line[]} lines */
export function table(lines) {
  /** @type {Map<number, (number | string)[]>} */ const rows = new Map();
  for (const [k, { x, y }] of lines.entries()) {
    x.forEach((step, i) => {
      if (!rows.has(step)) rows.set(step, new Array(lines.length).fill(''));
      /** @type {any[]} */ (rows.get(step))[k] = y[i];
    });
  }
  const head = ['step', ...lines.map(({ name }) => quoted(name))].join();
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return [head, ...sorted.map(([step, values]) => [step, ...values].join())].join('\n');
}

/** A text as a table of commas takes it; none is taken for a formula. @param {string} text */
const quoted = (text) =>
  `"${text
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
    .replace(/^[=+@-]/, "'$&")
    .replace(/"/g, '""')}"`;
