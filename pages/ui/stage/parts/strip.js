// What is shown of a kept run: pure functions of what the server tells of it.
import { number, percent, thousands } from '../look/numbers.js';
import { plain } from './plotly.js';

/** @typedef {{id: number, parent: number | null, left: number, name: string, words: string, starred: boolean,
 *   hidden: boolean, current: boolean, step: number, seed: number, data: string, kind: string,
 *   colors: string[], cost: number, best: number, metric: number, diverged: boolean, points: number,
 *   side: number}} Told */
/** @typedef {Told & {train: Float32Array, test: Float32Array,
 *   metric_train: Float32Array, metric_test: Float32Array, steps: Int32Array, picture: Uint8Array,
 *   winner: Uint8Array | null}} Run */

// Colours that stand apart on white and on dark, and a pattern for who does not tell them apart.
const HUES = ['#b04fc4', '#1f9d74', '#c9632f', '#4d77e8', '#a98a00', '#d1477a', '#3f97a8', '#7f7f7f'];
const DASHES = /** @type {const} */ (['solid', 'dash', 'dot', 'dashdot', 'longdash']);
const BORDERS = { solid: 'solid', dash: 'dashed', dot: 'dotted', dashdot: 'double', longdash: 'groove' };
const LONGEST = 44; // letters of a title in a legend

/** Every run with its own part of the arrays. @param {any} message a "runs" answer @returns {Run[]} */
export function unshelve({ runs, arrays }) {
  let at = 0;
  let drawn = 0;
  let won = 0;
  return runs.map((/** @type {Told} */ told) => {
    const part = (name) => arrays[name].subarray(at, at + told.points);
    const size = told.side ** 2;
    const many = size > 0 && told.kind === 'multi-class';
    const run = {
      ...told,
      steps: part('runs_step'),
      train: part('runs_train'),
      test: part('runs_test'),
      metric_train: part('runs_metric_train'),
      metric_test: part('runs_metric_test'),
      picture: arrays.runs_picture.subarray(drawn, drawn + size),
      winner: many ? arrays.runs_winner.subarray(won, won + size) : null,
    };
    at += told.points;
    drawn += size;
    if (many) won += size;
    return run;
  });
}

/** How the curve of a run is told apart. @param {number} id */
export const lookOf = (id) => {
  const dash = DASHES[Math.floor((id - 1) / 2) % DASHES.length];
  return { colour: HUES[(id - 1) % HUES.length], dash, border: BORDERS[dash] };
};

export const titleOf = (/** @type {{name: string, words: string}} */ run) => run.name || run.words;

/** A title that fits into a legend, as Plotly takes it. @param {Told} run */
export function legendOf(run) {
  const title = titleOf(run);
  const cut = title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title;
  return plain(cut);
}

/** The figures of a run, in a line. @param {{cost: number, best: number, metric: number, kind: string,
 *   step: number, seed: number, diverged: boolean}} run */
export function figuresOf({ cost, best, metric, kind, step, seed, diverged }) {
  const score = kind === 'regression' ? `R² ${number(metric, 2)}` : percent(metric, 0);
  const lowest = best < cost ? ` (best ${number(best, 3)})` : '';
  const end = diverged ? 'diverged at' : 'step';
  return `${number(cost, 3)}${lowest} · ${score} · ${end} ${thousands(step)} · seed ${seed}`;
}
