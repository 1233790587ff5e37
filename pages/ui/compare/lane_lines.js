// Which curves the lanes have for what their chart is asked to show: pure functions of what is known of them.
// They lie by ticks of the common clock.
import { layerName } from '../stage/parts/lines.js';

/** @typedef {import('../stage/parts/lines.js').Measure} Measure */
/** @typedef {{series: any, measured: any, rate: number, layers: number}} Known of a lane */
/** @typedef {{lane: number, role: number, x: number[], y: number[]}} Line role: 1 beside the one of role 0 */

const RECORDED = { cost: ['test', 'train'], score: ['metric_test', 'metric_train'] };
const PERCENT = 100;

/** What a measure can be shown of, as [value, text]; the first is shown at first. @param {Measure} measure
 * @param {number} layers of the lane that has most @returns {[string, string][]} */
export function partsOf(measure, layers) {
  if (measure.recorded) {
    return [
      ['test', 'test'],
      ['train', 'training'],
      ['both', 'test and training (thin)'],
    ];
  }
  if (measure.lines.length > 1) {
    const each = measure.lines.map((name, k) => /** @type {[string, string]} */ ([String(k), name]));
    return [
      ...each.reverse(),
      [
        'both',
        each
          .map(([, name]) => name)
          .join(' and ')
          .concat(' (thin)'),
      ],
    ];
  }
  if (measure.lines.length) return [['0', measure.lines[0]]];
  const hidden = Array.from({ length: layers - 1 }, (_, l) => layerName(l + 1, layers));
  return [
    ['0', 'all layers'],
    ...hidden.map((name, l) => /** @type {[string, string]} */ ([String(l + 1), name])),
    ['output', 'output'],
  ];
}

/** The curves of all lanes. @param {Measure} measure @param {string} part one of `partsOf`
 * @param {Known[]} lanes @param {boolean} percent whether scores are shares @returns {Line[]} */
export function laneLines(measure, part, lanes, percent) {
  return lanes.flatMap((known, lane) => {
    const of = measure.recorded ? recorded(measure, part, known, percent) : read(measure, part, known);
    return of.map(({ role, steps, y }) => ({ lane, role, x: steps.map((step) => step / known.rate), y }));
  });
}

function recorded(measure, part, { series }, percent) {
  const factor = measure.name === 'score' && percent ? PERCENT : 1;
  const [test, train] = RECORDED[measure.name];
  const fields = part === 'both' ? [test, train] : [part === 'train' ? train : test];
  return fields.map((field, role) => ({ role, steps: series.step, y: series[field].map((v) => factor * v) }));
}

function read(measure, part, { measured, layers }) {
  if (measured?.name !== measure.name || !measured.runs.length) return [];
  const { points, lines } = measured.runs[0]; // the present run; former ones come behind it
  const steps = Array.from(measured.arrays.measured_step.subarray(0, points));
  const table = measured.arrays.measured_value;
  const layered = !measure.lines.length;
  const last = layered ? layers : lines - 1;
  const columns = part === 'both' ? [last, 0] : [part === 'output' ? last : +part];
  if (layered && part !== 'output' && columns[0] >= layers) return []; // has no such hidden layer
  return columns.map((k, role) => ({ role, steps, y: steps.map((_, j) => table[j * lines + k]) }));
}
