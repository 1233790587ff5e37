// What each picture shows, in words: for screen readers, and for anyone who asks.
import { fixed, number, percent, thousands } from './numbers.js';

const MOST_LISTED = 40; // rows of a batch

/** Accuracy or R². @param {any} scene @param {number} v */
export const score = (scene, v) => (scene.metric === 'R²' ? number(v, 3) : percent(v));

/** The article's name of the weight or bias that the diagram's `at` has found. */
export const parameter = (h) =>
  h.kind === 'weight' ? `W${h.layer}[${h.row + 1}, ${h.col + 1}]` : `b${h.layer}[${h.row + 1}]`;

export const epochs = (v) => fixed(v, v < 100 ? 1 : 0);

export function progress(scene, frame) {
  const [train, test] = frame.cost;
  const [a, b] = frame.metric;
  return (
    `Step ${thousands(frame.step)}, epoch ${epochs(frame.epoch)}: ` +
    `cost ${number(train)} on the training set and ${number(test)} on the test set, ` +
    `${scene.metric} ${score(scene, a)} and ${score(scene, b)}.`
  );
}

export function network(scene) {
  const [n, ...rest] = scene.layer_dims;
  const out = rest.pop();
  const many = (k, one) => `${k} ${k === 1 ? one : `${one}s`}`;
  const hidden = rest.length
    ? `${many(rest.length, 'hidden layer')} of ${rest.join(', ')} neurons`
    : 'no hidden layer';
  return (
    `Network with ${many(n, 'input')}, ${hidden} and ${many(out, 'output')}. ` +
    'Blue lines are positive weights, orange lines negative ones; thicker is stronger.'
  );
}

export function boundary(scene, frame) {
  const { kind, classes } = scene.dataset;
  const wrong = scene.drawing?.waiting ? null : frame.get('wrong');
  const what = {
    regression: 'Predicted value',
    binary: `Probability of ${classes[1]}`,
  }[kind];
  const missed = wrong?.reduce((n, w) => n + w, 0);
  const miss = wrong ? ` ${missed} of the ${wrong.length} points shown are misclassified.` : '';
  const { plane } = scene;
  const rows = frame.batch.length ? ` The next step learns from rows ${listed(frame.batch)}.` : '';
  return `${what ?? 'Most probable class'} over ${plane.x} and ${plane.y}. ${plane.held}${miss}${rows}`;
}

/** Rows as a person counts them. @param {number[]} rows */
const listed = (rows) =>
  rows
    .slice(0, MOST_LISTED)
    .map((row) => row + 1)
    .join(', ') + (rows.length > MOST_LISTED ? ` and ${rows.length - MOST_LISTED} more` : '');

/** What is drawn large: a neuron at [layer, row], or the answer of the network. */
export function subject(scene, at) {
  const { kind, classes } = scene.dataset;
  if (!at) {
    if (kind === 'regression') return 'Prediction';
    return kind === 'binary' ? 'Decision boundary' : 'Decision boundaries';
  }
  const [l, i] = at;
  if (l === scene.layer_dims.length - 1) return `Output ${classes.length > 2 ? classes[i] : ''}`.trim();
  return `Layer ${l}, neuron ${i + 1} · ${scene.activations[l - 1]}`;
}

export const rowLabel = ({ name, target }) => `The pixels of ${name}, ${target}`;

export function spread(scene, frame) {
  const stats = frame.get('stats');
  const L = scene.layer_dims.length - 1;
  return Array.from({ length: L }, (_, l) => `layer ${l + 1}: spread ${number(stats[3 * l], 3)}`).join('; ');
}

/** How the costs have gone so far. */
export function curve(scene, series) {
  const n = series.step.length;
  if (n < 2) return 'The curve begins with the first update.';
  const best = series.test.reduce((at, v, i) => (v < series.test[at] ? i : at), 0);
  const went = (name) => `${number(series[name][0])} to ${number(series[name][n - 1])}`;
  const from = `From step ${thousands(series.step[0])} to ${thousands(series.last)}`;
  const waits = scene.drawing?.waiting ? ' Training waits.' : '';
  return (
    `${from} the cost on the training set went from ${went('train')}, ` +
    `on the test set from ${went('test')}; ` +
    `that was lowest at step ${thousands(series.step[best])}, ${number(series.test[best])}.${waits}`
  );
}
