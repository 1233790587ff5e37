// Slow motion: what moves at a station, as dots that are as large as what they carry.
import { short } from '../stage/look/numbers.js';

/** @typedef {{x: number, y: number}} Place */
/**
 * @typedef {{from: Place, to: Place, sizes: number[], times: number[], negative: boolean}} Dot
 *   sizes: its radius at the beginning and at the end; times: the share of the station that it is there
 * @typedef {{dots: Dot[], moves: boolean, words: string}} Motion
 *   moves: whether the weights go to their new value
 */

const DOTS = 90; // at most, the largest
const NODE = 11; // radius of the largest dot that stays in its neuron
const MEET = 0.6; // of a station: when what comes from both ends of a weight has met

/** Where the cost stands in the drawing, and the losses on their way to it. */
const TOP = 12;

const NOTHING = { dots: [], moves: false, words: '' };

/** @param {any} station @param {any} view
 * @param {{row: number, x: number, y: number}[][]} places of the neurons shown, by layer
 * @returns {Motion} */
export function motion(station, view, places) {
  const { stage, writes, layer } = station;
  const [first] = writes;
  if (stage === 'update') return updating(writes, station.reads, view, places);
  if (stage === 'cost') return costing(view, places, first);
  if (layer < 1) return NOTHING;
  if (/^Z/.test(first)) return flow(view, places, layer, `A${layer - 1}`, true);
  if (/^dA/.test(first) && station.reads[0] === `W${layer}`)
    return flow(view, places, layer, `dZ${layer}`, false);
  if (/^dW/.test(first)) return meeting(view, places, layer);
  const end = writes.at(-1);
  const begin = station.reads.find((name) => alike(view.arrays[name], view.arrays[end]));
  if (!begin) return NOTHING;
  const words = `Each dot is ${begin}, and becomes ${end}: as large as the number.`;
  const of = (name, i) => number(view.arrays[name].values[i]?.[0]);
  const pairs = places[layer].map((place, i) => [of(begin, i), of(end, i), place, place]);
  return { dots: sized(pairs, [0, 1], NODE), moves: false, words };
}

const number = (value) => (typeof value === 'number' ? value : 0);
const alike = (one, other) => one.kind === other.kind && one.shape.join() === other.shape.join();
const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Dots from [value at the beginning, at the end, place, place], their sizes against the largest of them. */
function sized(pairs, times = [0, 1], most = 7) {
  const top = Math.max(...pairs.flatMap(([a, b]) => [Math.abs(a), Math.abs(b)]), 0) || 1;
  const r = (value) => (value ? 1 + (most - 1) * Math.sqrt(Math.abs(value) / top) : 0);
  return pairs
    .sort((x, y) => Math.abs(y[1]) - Math.abs(x[1]))
    .slice(0, DOTS)
    .map(([a, b, from, to]) => ({ from, to, sizes: [r(a), r(b)], times, negative: (b || a) < 0 }));
}

/** Weight times value along each line. */
function flow(view, places, layer, source, forward) {
  const W = view.arrays[`W${layer}`].values;
  const { values } = view.arrays[source];
  const pairs = [];
  places[layer].forEach((to, i) => {
    places[layer - 1].forEach((from, j) => {
      if (typeof W[i]?.[j] !== 'number') return;
      const value = W[i][j] * number(values[forward ? j : i]?.[0]);
      pairs.push(forward ? [value, value, from, to] : [value, value, to, from]);
    });
  });
  const what = forward ? 'weight times value, forward' : 'weight times error, backward';
  return { dots: sized(pairs), moves: false, words: `Each dot is as large as what it carries: ${what}.` };
}

/** What came in meets the error: their product, averaged over the batch, is the gradient. */
function meeting(view, places, layer) {
  const values = (name) => view.arrays[name].values;
  const [A, dZ, dW] = [values(`A${layer - 1}`), values(`dZ${layer}`), values(`dW${layer}`)];
  const [sent, errors, pulls] = [[], [], []];
  places[layer].forEach((to, i) => {
    places[layer - 1].forEach((from, j) => {
      const at = middle(from, to);
      sent.push([number(A[j]?.[0]), number(A[j]?.[0]), from, at]);
      errors.push([number(dZ[i]?.[0]), number(dZ[i]?.[0]), to, at]);
      pulls.push([0, number(dW[i]?.[j]), at, at]);
    });
  });
  const words =
    'On each line what was sent in meets the error of its neuron; ' +
    'their product, averaged over the batch, is the gradient.';
  const dots = [sized(sent, [0, MEET]), sized(errors, [0, MEET]), sized(pulls, [MEET, 1])];
  return { dots: dots.flat(), moves: false, words };
}

/** The loss of each example goes into their mean; a price is added to it. */
function costing(view, places, first) {
  const J = number(view.arrays.J.values[0][0]);
  const end = { x: places.at(-1)[0].x, y: TOP };
  if (first !== 'loss') {
    const whole = number(view.arrays[first === 'price' ? 'J⁺' : first].values[0][0]);
    const words = 'The dot is the cost; the price of the weights makes it larger.';
    return { dots: sized([[J, whole, end, end]]), moves: false, words };
  }
  const { losses } = view;
  const gap = (end.x - places[0][0].x) / Math.max(1, losses.length);
  const pairs = losses.map((loss, i) => [number(loss), J, { x: places[0][0].x + i * gap, y: TOP }, end]);
  const dots = sized(pairs);
  return { dots, moves: false, words: 'Each dot is the loss of one example; their mean is the cost.' };
}

/** On the way to the update: what stands at each weight changes, and at last the weight. */
function updating(writes, reads, view, places) {
  if (writes.some((name) => /^W\d+⁺$/u.test(name))) {
    let largest = 0;
    for (let l = 1; l < places.length; l++) {
      const [now, then] = [view.arrays[`W${l}`], view.arrays[`W${l}⁺`]];
      now.values.forEach((line, i) => {
        line.forEach((value, j) => {
          largest = Math.max(largest, Math.abs(number(then.values[i][j]) - number(value)) / (now.top || 1));
        });
      });
    }
    const share = `at most ${short(100 * largest, 2)} % of the largest weight of a layer`;
    return { dots: [], moves: true, words: `The weights move by their update, to scale: ${share}.` };
  }
  const pairs = [];
  let words = '';
  for (let l = 1; l < places.length; l++) {
    const end = writes.find((name) => new RegExp(`W${l}\\)?′*$`, 'u').test(name));
    const begin = end && reads.find((name) => name === end.replace('⁺', '').replace(/′$/u, ''));
    if (!end || !begin) continue;
    words ||= `At each weight ${begin} becomes ${end}: as large as the number.`;
    places[l].forEach((to, i) => {
      places[l - 1].forEach((from, j) => {
        const value = (name) => number(view.arrays[name].values[i]?.[j]);
        pairs.push([value(begin), value(end), middle(from, to), middle(from, to)]);
      });
    });
  }
  return { dots: sized(pairs), moves: false, words };
}

/** Where a dot is at the share t of the station, and how large; null where it is not there.
 * @param {Dot} dot @param {number} t */
export function dotAt({ from, to, sizes, times }, t) {
  const [begin, end] = times;
  if (t < begin || (t > end && end < 1)) return null;
  const s = Math.min(1, (t - begin) / (end - begin));
  const between = (a, b) => a + (b - a) * s;
  return { x: between(from.x, to.x), y: between(from.y, to.y), r: between(sizes[0], sizes[1]) };
}
