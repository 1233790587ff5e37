// The cost curve: a Plotly chart of what the player has seen.  A click goes to the step under the pointer.
import { css } from '../look/colours.js';
import { nice, thousands } from '../look/numbers.js';
import { Part } from '../part.js';
import { decades, drawable, extent, logHelps, plainTop, stepsShown } from './curve.js';
import { look, react } from './plotly.js';
import { legendOf, lookOf, titleOf } from './strip.js';

const MOST_MARKED = 40; // changes with a sign of their own
const MOST_BESIDE = 100; // times the height of the present curve: a former one beyond it leaves at the top
const SETTINGS = { test: 'dot', train: undefined };

/** A text as a table of commas takes it; none is taken for a formula. @param {string} text */
const quoted = (text) => `"${text.replace(/^[=+@-]/, "'$&").replace(/"/g, '""')}"`;

export class CostChart extends Part {
  /** @param {HTMLElement} element
   * @param {{series: any, step: number, changes: [number, string][], stuck?: any}} curve what is drawn, a
   * Player
   * @param {(step: number) => void} [seek] what a click on a step does */
  constructor(element, curve, seek = () => {}) {
    super();
    this.heavy = true;
    this.every = 500;
    this.element = element;
    this.curve = curve;
    this.seek = seek;
    this.log = false;
    /** @type {import('./strip.js').Run[]} */ this.others = [];
    /** @type {Record<string, number[]>} */ this.zoom = {};
    this.forget();
  }

  get size() {
    return 13 * this.scale;
  }

  adopt(scene) {
    super.adopt(scene);
    this.forget();
    this.zoom = {};
  }

  forget() {
    this.top = 0;
    this.low = 0;
    this.wide = 0;
  }

  kept() {
    return this.log;
  }
  restore(log) {
    this.setLog(log);
  }

  /** @param {boolean} log */
  setLog(log) {
    this.log = log;
    this.forget();
    delete this.zoom.yaxis;
    this.touch();
  }

  /** Runs whose curves stand behind the present one, pale. @param {import('./strip.js').Run[]} runs */
  compare(runs) {
    this.others = runs.filter((run) => !run.current && !run.hidden && run.points > 1);
    this.forget();
    this.touch();
  }

  /** The whole curve again. */
  reset() {
    this.zoom = {};
    this.forget();
    this.touch();
  }

  get logHelps() {
    return !this.log && Boolean(this.curve.series) && logHelps(this.curve.series);
  }

  // The ranges grow with the run, and Plotly keeps a visitor's zoom only while the ranges it is given stay
  // the same.
  listen() {
    const element = /** @type {any} */ (this.element);
    if (this.listening || !element.on) return;
    this.listening = true;
    element.on('plotly_relayout', (change) => {
      for (const name of ['xaxis', 'yaxis']) {
        const from = change[`${name}.range[0]`]; // a whole `range` is our own change, told back
        const to = change[`${name}.range[1]`];
        if (from !== undefined && to !== undefined) this.zoom[name] = [from, to];
        if (change[`${name}.autorange`]) delete this.zoom[name];
      }
    });
    element.on('plotly_doubleclick', () => this.reset());
    element.on('plotly_click', ({ points }) => {
      if (points.length) this.seek(points[0].x);
    });
  }

  /** Ranges only grow while a run goes on, so that the picture stays still. */
  ranges() {
    const { series, stuck } = this.curve;
    const { top, floor } = extent(series.train, series.test);
    const plain = plainTop(series);
    const behind = this.others.map((run) => Math.max(...run.test));
    const beside = Math.max(0, ...behind.filter((v) => v < MOST_BESIDE * plain.top));
    const [low, high] = decades(floor, Math.max(top, beside));
    if (plain.beyond) this.top = plain.top;
    else this.top = Math.max(this.top, plain.top, nice(beside));
    this.low = Math.min(this.low || low, low);
    const last = Math.max(series.last, ...this.others.map((run) => run.steps[run.points - 1]));
    const wide = stepsShown(last, Boolean(stuck));
    this.wide = stuck ? wide : Math.max(this.wide, wide);
    return {
      x: [0, this.wide],
      y: this.log ? [this.low, high] : [0, this.top],
      beyond: plain.beyond && !this.log,
    };
  }

  line(name, colour) {
    const { series } = this.curve;
    const values = series[name];
    const scores = series[`metric_${name}`];
    const percent = this.scene?.metric !== 'R²';
    const score = percent ? '%{customdata[1]:.1f} %' : '%{customdata[1]:.3f}';
    return {
      type: 'scatter',
      mode: values.length > 1 ? 'lines' : 'markers', // a single point has no line
      name,
      x: series.step,
      y: drawable(values, this.log, this.low),
      customdata: values.map((v, i) => [v, percent ? 100 * scores[i] : scores[i]]),
      line: { color: css(colour), width: name === 'test' ? 2 : 2.6, dash: SETTINGS[name] },
      marker: { color: css(colour), size: 9 },
      cliponaxis: values.length > 1,
      hovertemplate: `%{customdata[0]:.4~g} · ${this.scene?.metric ?? ''} ${score}`,
    };
  }

  /** The test cost of a former run. */
  behind(run) {
    const { colour, dash } = lookOf(run.id);
    const values = Array.from(run.test);
    return {
      type: 'scatter',
      mode: 'lines',
      name: legendOf(run),
      x: Array.from(run.steps),
      y: drawable(values, this.log, this.low),
      customdata: values,
      opacity: 0.6,
      line: { color: colour, width: 1.7, dash },
      hovertemplate: 'test %{customdata:.4~g}',
    };
  }

  upright(step, line) {
    return { type: 'line', x0: step, x1: step, y0: 0, y1: 1, yref: 'paper', line };
  }

  figure() {
    const { series, step: now, changes } = this.curve;
    const k = this.colours;
    const { axis, layout } = look(k, this.font, this.size);
    const { x, y, beyond } = this.ranges();
    const title = (text) => ({ text, standoff: 4 });
    const changed = changes.map(([step]) =>
      this.upright(step, { color: css(k.muted), width: 1, dash: 'dash' }),
    );
    const here = now < series.last ? [this.upright(now, { color: css(k.text), width: 2 })] : [];
    const decade = this.log && y[1] - y[0] > 3 ? { dtick: Math.ceil((y[1] - y[0]) / 6) } : {};
    return {
      data: [
        this.line('train', k.positive),
        this.line('test', k.negative),
        ...this.others.map((run) => this.behind(run)),
      ],
      layout: {
        ...layout,
        margin: { l: 58 * this.scale, r: 14, t: 6, b: 38 * this.scale },
        xaxis: {
          ...axis,
          range: this.zoom.xaxis ?? x,
          title: title('step'),
          hoverformat: ',d',
          tickformat: ',d',
        },
        yaxis: {
          ...axis,
          type: this.log ? 'log' : 'linear',
          range: this.zoom.yaxis ?? y,
          title: title(this.log ? 'cost (log)' : 'cost'),
          exponentformat: 'power',
          minexponent: 4,
          ...decade,
        },
        shapes: [...changed, ...here],
        annotations: [...this.signs(changes), ...(beyond ? [this.exploded()] : [])],
      },
    };
  }

  signs(changes) {
    return changes.slice(-MOST_MARKED).map(([step, sentence]) => ({
      x: step,
      y: 1,
      yref: 'paper',
      text: '✎',
      hovertext: sentence,
      showarrow: false,
      yanchor: 'top',
      font: { size: this.size },
    }));
  }

  /** Says what the curve does above the upper edge. */
  exploded() {
    const { series } = this.curve;
    const i = series.step.findIndex((_, n) => !(Math.max(series.train[n], series.test[n]) <= this.top));
    const step = series.step[Math.max(0, i)];
    return {
      x: 0.5,
      xref: 'paper',
      y: 0.97,
      yref: 'paper',
      yanchor: 'top',
      showarrow: false,
      text: `<b>The cost explodes</b>: above this chart from step ${thousands(step)} on`,
      bgcolor: css(this.colours.background, 0.9),
      font: { size: this.size + 1 },
    };
  }

  /** The curve as a table. */
  csv() {
    const { series } = this.curve;
    const name = this.scene?.metric === 'R²' ? 'r2' : 'accuracy';
    const rows = series.step.map((step, i) =>
      [step, series.train[i], series.test[i], series.metric_train[i], series.metric_test[i]].join(),
    );
    const others = this.others.flatMap((run) =>
      Array.from(run.steps, (step, i) =>
        [step, run.train[i], run.test[i], '', '', quoted(titleOf(run))].join(),
      ),
    );
    const head = `step,cost_train,cost_test,${name}_train,${name}_test`;
    if (!others.length) return [head, ...rows].join('\n');
    return [`${head},run`, ...rows.map((row) => `${row},on the screen`), ...others].join('\n');
  }

  /** @param {any} _frame @param {any} [Plotly] */
  draw(_frame, Plotly) {
    return react(Plotly, this.element, this.figure()).then(() => this.listen());
  }
}
