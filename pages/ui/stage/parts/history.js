// How the values of one layer have spread over the steps: a heat map, through which the slider runs.  A click
// goes to the step under the pointer.
import { css, mix } from '../look/colours.js';
import { short, thousands } from '../look/numbers.js';
import { Part } from '../part.js';
import { look, react } from './plotly.js';

export class History extends Part {
  /** @param {HTMLElement} element @param {{step: number}} time where the run is looked at
   * @param {(step: number) => void} seek what a click on a step does */
  constructor(element, time, seek) {
    super();
    this.heavy = true;
    this.every = 500;
    this.element = element;
    this.time = time;
    this.seek = seek;
    this.revision = 0;
    /** @type {any} */ this.told = null;
  }

  /** @param {any} told an answer of the server, null for none */
  take(told) {
    this.told = told;
    this.touch();
  }

  reset() {
    this.revision++;
    this.touch();
  }

  /** @param {any} _frame @param {any} [Plotly] */
  async draw(_frame, Plotly) {
    if (this.element.hidden) return;
    await react(Plotly, this.element, this.figure());
    const element = /** @type {any} */ (this.element);
    if (this.listening || !element.on) return;
    this.listening = true;
    element.on('plotly_click', ({ points }) => {
      if (points.length) this.seek(this.told.arrays.history_step[points[0].pointNumber[1]]);
    });
  }

  figure() {
    const k = this.colours;
    const { axis, layout } = look(k, this.font, 13 * this.scale);
    const { time } = this;
    const line = { color: css(k.text), width: 2 };
    const now = { type: 'line', x0: time.step, x1: time.step, y0: 0, y1: 1, yref: 'paper', line };
    return {
      data: this.told ? [this.map(this.told)] : [],
      layout: {
        ...layout,
        uirevision: this.revision,
        hovermode: 'closest',
        margin: { l: 50 * this.scale, r: 14, t: 4, b: 22 * this.scale },
        xaxis: { ...axis, tickformat: ',d', showgrid: false },
        yaxis: { ...axis, showgrid: false, exponentformat: 'power' },
        shapes: [now],
      },
    };
  }

  map({ low, high, bins, arrays }) {
    const k = this.colours;
    const { history_step: steps, history_share: shares } = arrays;
    const width = (high - low) / bins;
    const z = Array.from({ length: bins }, (_, b) => Array.from(steps, (_, i) => shares[i * bins + b] / 255));
    return {
      type: 'heatmap',
      x: bordersOf(Array.from(steps)),
      y: Array.from({ length: bins + 1 }, (_, b) => low + b * width),
      z,
      customdata: z.map((_, b) => {
        const near = short(low + (b + 0.5) * width);
        return Array.from(steps, (step) => `step ${thousands(step)} · near ${near}`);
      }),
      zmin: 0,
      zmax: 1,
      showscale: false,
      colorscale: [0, 0.25, 0.5, 1].map((t) => [t, css(mix(k.background, k.positive, Math.sqrt(t)))]),
      hovertemplate: '%{customdata}<extra></extra>',
    };
  }

  /** As a table: the shares of the fullest bin at each step, 0 … 1, under the middle of each bin. */
  csv() {
    if (!this.told) return 'step';
    const { low, high, bins, arrays } = this.told;
    const middle = Array.from({ length: bins }, (_, b) => low + ((b + 0.5) * (high - low)) / bins);
    const rows = Array.from(arrays.history_step, (step, i) =>
      [
        step,
        ...Array.from(arrays.history_share.subarray(i * bins, (i + 1) * bins), (v) => shareOf(v)),
      ].join(),
    );
    const head = middle.map((value) => `share of the fullest bin near ${Number(value.toPrecision(6))}`);
    return [['step', ...head].join(), ...rows].join('\n');
  }
}

/** @param {number} v in 255ths */
const shareOf = (v) => Number((v / 255).toFixed(4));

/** Where columns at these steps begin and end: half-way between two. @param {number[]} steps */
export function bordersOf(steps) {
  const n = steps.length;
  if (n < 2) return [steps[0] - 0.5, steps[0] + 0.5];
  const between = steps.slice(1).map((step, i) => (step + steps[i]) / 2);
  return [steps[0], ...between, steps[n - 1]];
}
