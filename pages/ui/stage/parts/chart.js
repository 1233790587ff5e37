// The curves of a run, and pale behind it those of former ones: a Plotly chart of whatever measure is chosen.
// A click goes to the step under the pointer.
import { css } from '../look/colours.js';
import { hover, nice, thousands } from '../look/numbers.js';
import { Part } from '../part.js';
import { decades, drawable, extent, logHelps, plainTop, scores, stepsShown } from './curve.js';
import { linesOf, smoothed, table } from './lines.js';
import { look, react } from './plotly.js';
import { lookOf } from './strip.js';

const MOST_MARKED = 40; // changes with a sign of their own
const MOST_BESIDE = 100; // times the height of the present curve: a former one beyond it leaves at the top
const MOST_NAMED = 8; // curves that a legend names
const NARROW = 380; // pixels below which there is no room for one
const ROLES = /** @type {const} */ ([undefined, 'dot']);
const COST = {
  name: 'cost',
  title: 'Cost',
  axis: 'cost',
  tells: '',
  lines: ['train', 'test'],
  recorded: true,
  log: false,
  stepped: false,
};

export class Chart extends Part {
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
    this.smoothing = 0; // of what is shown, the part that a mean reaches back
    /** @type {import('./lines.js').Measure} */ this.measure = COST;
    /** @type {import('./lines.js').Layer} */ this.layer = 'each';
    /** @type {any} */ this.measured = null;
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

  /** Show something else, or otherwise.
   * @param {{measure?: any, layer?: any, log?: boolean, smoothing?: number}} what */
  choose(what) {
    Object.assign(this, what);
    if ('smoothing' in what) return this.touch();
    this.forget();
    delete this.zoom.yaxis;
    this.touch();
  }

  /** What was measured of the runs. @param {any} measured */
  take(measured) {
    this.measured = measured;
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
    const cost = this.measure.name === 'cost';
    return cost && !this.log && Boolean(this.curve.series) && logHelps(this.curve.series);
  }

  /** Whether scores are shares, which are written in percent. */
  get percent() {
    return this.scene?.metric !== 'R²';
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

  lines() {
    const layers = (this.scene?.layer_dims.length ?? 2) - 1;
    const { measure, layer, percent } = this;
    return linesOf({ measure, layer, layers, percent }, this.curve.series, this.others, this.measured);
  }

  // ---- ranges
  /** Ranges only grow while a run goes on, so that the picture stays still. */
  ranges(lines) {
    const { series, stuck } = this.curve;
    const last = Math.max(series.last, ...this.others.map((run) => run.steps[run.points - 1]));
    const wide = stepsShown(last, Boolean(stuck));
    this.wide = stuck ? wide : Math.max(this.wide, wide);
    const { y, beyond } = this.measure.name === 'cost' ? this.costs(lines) : this.heights(lines);
    return { x: [0, this.wide], y, beyond };
  }

  /** One that has exploded leaves at the top, so that what came before is seen. */
  costs(lines) {
    const { series } = this.curve;
    const { top, floor } = extent(series.train, series.test);
    const plain = plainTop(series);
    const behind = lines.filter(({ of }) => of).map(({ y }) => Math.max(...y));
    const beside = Math.max(0, ...behind.filter((v) => v < MOST_BESIDE * plain.top));
    const [low, high] = decades(floor, Math.max(top, beside));
    if (plain.beyond) this.top = plain.top;
    else this.top = Math.max(this.top, plain.top, nice(beside));
    this.low = Math.min(this.low || low, low);
    return {
      y: this.log ? [this.low, high] : [0, this.top],
      beyond: plain.beyond && !this.log,
    };
  }

  heights(lines) {
    const values = lines.flatMap(({ y }) => y).filter(Number.isFinite);
    const { top, floor } = extent(values);
    const [low, high] = decades(floor, top);
    this.low = Math.min(this.low || low, low);
    this.top = Math.max(this.top, nice(top * 1.05));
    if (this.log) return { y: [this.low, high], beyond: false };
    if (this.measure.name !== 'score') return { y: [0, this.top], beyond: false };
    const least = values.length ? Math.min(...values) : 0;
    return { y: scores(least, this.percent), beyond: false };
  }

  // ---- curves
  /** How a curve looks. @param {import('./lines.js').Line} line @param {boolean} single of its run */
  style({ of, role }, single) {
    const k = this.colours;
    if (of) {
      const { colour, dash } = lookOf(of);
      return { line: { color: colour, width: 1.7, dash }, opacity: 0.6 };
    }
    const { lines } = this.measure;
    if (!lines.length && !single) {
      const { colour, dash } = lookOf(role);
      return { line: { color: colour, width: 2.2, dash }, opacity: 1 };
    }
    const color = css(role && lines.length ? k.negative : k.positive);
    return {
      line: { color, width: role ? 2 : 2.6, dash: lines.length ? ROLES[role] : undefined },
      opacity: 1,
    };
  }

  /** The traces of a curve: smoothed, where that is asked for, with what it was pale behind.
   * @returns {any[]} */
  traces(line, single) {
    const { x, y, name } = line;
    const style = this.style(line, single);
    const shape = this.measure.stepped ? { shape: 'hv' } : {};
    const score = this.measure.name === 'score';
    const base = {
      type: 'scatter',
      mode: x.length > 1 ? 'lines' : 'markers', // a single point has no line
      name,
      x,
      marker: { color: style.line.color, size: 9 },
      cliponaxis: x.length > 1,
      line: { ...style.line, ...shape },
      opacity: style.opacity,
    };
    const drawn = (values) => drawable(values, this.log, this.low);
    const told = (values) =>
      score && this.percent ? { customdata: values, hovertemplate: '%{customdata:.1f} %' } : hover(values);
    if (!this.smoothing || x.length < 3) return [{ ...base, y: drawn(y), ...told(y) }];
    const mean = smoothed(x, y, Math.max(1, this.smoothing * this.curve.series.last));
    const pale = { ...base, opacity: 0.28 * style.opacity, showlegend: false, hoverinfo: 'skip' };
    return [
      { ...pale, y: drawn(y), line: { ...base.line, width: 1 } },
      { ...base, y: drawn(mean), ...told(mean) },
    ];
  }

  upright(step, line) {
    return { type: 'line', x0: step, x1: step, y0: 0, y1: 1, yref: 'paper', line };
  }

  figure() {
    const { series, step: now, changes } = this.curve;
    const k = this.colours;
    const { axis, layout } = look(k, this.font, this.size);
    const lines = this.lines();
    const { x, y, beyond } = this.ranges(lines);
    const single = lines.filter(({ of }) => !of).length === 1;
    const changed = changes.map(([step]) =>
      this.upright(step, { color: css(k.muted), width: 1, dash: 'dash' }),
    );
    const here = now < series.last ? [this.upright(now, { color: css(k.text), width: 2 })] : [];
    const decade = this.log && y[1] - y[0] > 3 ? { dtick: Math.ceil((y[1] - y[0]) / 6) } : {};
    return {
      data: lines.flatMap((line) => this.traces(line, single)),
      layout: {
        ...layout,
        ...this.legend(lines),
        margin: { l: 50 * this.scale, r: 14, t: 6, b: 22 * this.scale },
        xaxis: { ...axis, range: this.zoom.xaxis ?? x, hoverformat: ',d', tickformat: ',d' },
        yaxis: {
          ...axis,
          type: this.log ? 'log' : 'linear',
          range: this.zoom.yaxis ?? y,
          exponentformat: 'power',
          minexponent: 4,
          ...decade,
        },
        shapes: [...changed, ...here],
        annotations: [this.abscissa(), ...this.signs(changes), ...(beyond ? [this.exploded()] : [])],
      },
    };
  }

  /** What the horizontal axis counts, in the corner, where it takes no room from the curves. */
  abscissa() {
    return {
      text: 'step',
      x: 0,
      xref: 'paper',
      y: 0,
      yref: 'paper',
      xshift: -14 * this.scale,
      yshift: -4,
      xanchor: 'right',
      yanchor: 'top',
      showarrow: false,
      font: { size: this.size },
    };
  }

  /** Names of the curves, where there is more to tell apart than train and test. */
  legend(lines) {
    const usual = this.measure.recorded && !this.others.length;
    const wide = this.element.clientWidth > NARROW;
    if (usual || !wide || lines.length < 2 || lines.length > MOST_NAMED) return {};
    const rises = this.measure.name === 'score';
    return {
      showlegend: true,
      legend: {
        x: 1,
        xanchor: 'right',
        y: rises ? 0 : 1,
        yanchor: rises ? 'bottom' : 'top',
        bgcolor: css(this.colours.background, 0.5),
        font: { size: this.size - 1 },
        itemclick: false,
        itemdoubleclick: false,
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
      text: `<b>The cost explodes</b><br>above this chart from step ${thousands(step)} on`,
      bgcolor: css(this.colours.background, 0.9),
      font: { size: this.size + 1 },
    };
  }

  /** What is shown, as a table. */
  csv() {
    const { axis } = this.measure;
    return table(this.lines().map((line) => ({ ...line, name: `${axis} ${line.name}` })));
  }

  /** @param {any} _frame @param {any} [Plotly] */
  draw(_frame, Plotly) {
    return react(Plotly, this.element, this.figure()).then(() => this.listen());
  }
}
