// One chart of all lanes: whichever measure is chosen, by the common clock, with the path of agreement.

import { css } from '../stage/look/colours.js';
import { hover, nice } from '../stage/look/numbers.js';
import { decades, drawable, extent, logHelps, plainTop, scores, stepsShown } from '../stage/parts/curve.js';
import { table } from '../stage/parts/lines.js';
import { menu } from '../stage/parts/menu.js';
import { look, plain, react } from '../stage/parts/plotly.js';
import { laneLines, partsOf } from './lane_lines.js';

export const CURVES = `<header><select class="dnc-measure" aria-label="What the chart shows"></select>
  <select class="dnc-part" aria-label="Of what"></select>
  <label class="dnc-logs"><input type="checkbox" class="dnc-log">log</label></header>
  <div class="dnc-chart" role="img"></div>`;

// Of an axis that lies over another, Plotly needs something on the one below, also while nothing is read.
const EMPTY = { type: 'scatter', x: [null], y: [null], showlegend: false, hoverinfo: 'skip' };

export class Curves {
  /** @param {HTMLElement} element @param {(name: string) => void} ask for a measure that is not recorded
   * @param {() => void} chosen something else is to be shown @param {() => any} library Plotly */
  constructor(element, ask, chosen, library) {
    element.innerHTML = CURVES;
    const find = (/** @type {string} */ name) => /** @type {any} */ (element.querySelector(`.dnc-${name}`));
    this.element = find('chart');
    this.measures = find('measure');
    this.parts = find('part');
    this.log = find('log');
    this.ask = ask;
    /** @type {any[]} */ this.known = [];
    /** @type {any[]} */ this.lanes = [];
    this.revision = 0;
    const choose = () => {
      this.choose();
      chosen();
    };
    this.measures.onchange = choose;
    this.parts.onchange = chosen;
    this.log.onchange = chosen;
    this.again = chosen;
    menu(
      element.querySelector('header') ?? element,
      () => `lanes-${this.measure.name}`,
      () => this,
      library,
    );
  }

  /** @param {import('./lane.js').Lane[]} lanes */
  adopt(lanes) {
    const [{ scene }] = lanes;
    const before = this.measures.value || 'cost';
    this.lanes = lanes;
    this.known = scene.measures;
    this.percent = scene.metric !== 'R²';
    const title = ({ name, title }) => (name === 'score' && !this.percent ? 'R²' : title);
    this.measures.replaceChildren(...this.known.map((each) => new Option(title(each), each.name)));
    this.measures.value = before;
    this.choose();
  }

  get measure() {
    return this.known.find(({ name }) => name === this.measures.value) ?? this.known[0];
  }

  /** Another measure: what it can be shown of, and the scale that suits it. */
  choose() {
    const { measure, parts } = this;
    const before = parts.value;
    const offered = partsOf(measure, Math.max(...this.lanes.map(({ layers }) => layers)));
    parts.replaceChildren(...offered.map(([value, text]) => new Option(text, value)));
    if (offered.some(([value]) => value === before)) parts.value = before;
    parts.hidden = offered.length < 2;
    if (measure.name !== this.shown) this.log.checked = measure.log;
    this.shown = measure.name;
    this.measures.title = measure.tells;
    this.want();
  }

  /** Ask for what is shown, where frames do not bring it. */
  want() {
    if (this.measure && !this.measure.recorded) this.ask(this.measure.name);
  }

  /** @param {any[]} measured of each lane */
  take(measured) {
    for (const [i, lane] of this.lanes.entries()) lane.measured = measured[i];
  }

  lines() {
    return laneLines(this.measure, this.parts.value, this.lanes, this.percent);
  }

  reset() {
    this.revision++;
    this.again();
  }

  csv() {
    const { axis } = this.measure;
    const roles = this.parts.value === 'both' ? ['', ' (thin)'] : [''];
    const name = ({ lane, role }) => `${axis}${roles[role] ?? ''} ${this.lanes[lane].name}`;
    return table(this.lines().map((line) => ({ ...line, of: 0, name: name(line) })));
  }

  /** The vertical axis: one that has exploded leaves at the top, so that the others are seen. */
  heights(lines) {
    const values = lines.map(({ y }) => y.filter(Number.isFinite));
    const { top, floor } = extent(...values);
    const [low, high] = decades(floor, top);
    if (this.log.checked) return { low, range: [low, high] };
    if (this.measure.name === 'score') {
      const least = Math.min(this.percent ? 100 : 1, ...values.flat());
      return { low, range: scores(least, this.percent) };
    }
    const plain = values.map((y) => plainTop({ train: y, test: y }).top);
    return { low, range: [0, Math.max(nice(1e-12), ...plain)] };
  }

  /** @param {any} Plotly @param {{tick: number, peak: number}} clock @param {import('./pair.js').Pair} pair
   * @param {{colours: any, font: string}} style */
  draw(Plotly, clock, pair, { colours: k, font }) {
    const lines = this.lines();
    const { low, range } = this.heights(lines);
    const log = this.log.checked;
    const { axis, layout } = look(k, font);
    const { measure } = this;
    const share = measure.name === 'score' && this.percent;
    const data = lines.map(({ lane, role, x, y }) => {
      const { look: of, name } = this.lanes[lane];
      const told = share ? { customdata: y, hovertemplate: '%{customdata:.1f} %' } : hover(y);
      return {
        type: 'scatter',
        mode: x.length > 1 ? 'lines' : 'markers',
        name: plain(name),
        showlegend: !role,
        x,
        y: drawable(y, log, low),
        line: {
          color: of.colour,
          dash: of.dash,
          width: role ? 1.2 : 2.4,
          ...(measure.stepped ? { shape: 'hv' } : {}),
        },
        marker: { color: of.colour, size: 8 },
        ...told,
      };
    });
    const apart = {
      type: 'scatter',
      mode: 'lines',
      name: `${pair.letters} disagree, % of the plane`,
      x: pair.path.ticks,
      y: pair.path.share,
      yaxis: 'y2',
      line: { color: css(k.muted), width: 1.4, dash: 'dot' },
      hovertemplate: '%{y:.1f} %',
    };
    const edge = { type: 'line', yref: 'paper', y0: 0, y1: 1, line: { color: css(k.text), width: 1.5 } };
    const now = { ...edge, x0: clock.tick, x1: clock.tick };
    const part = this.parts.selectedOptions[0]?.text.replace(' (thin)', '') ?? '';
    this.element.setAttribute('aria-label', `${measure.title} of every lane, ${part}`);
    this.log.parentElement.classList.toggle('dnc-offered', this.logHelps);
    return react(Plotly, this.element, {
      data: [EMPTY, ...data, apart],
      layout: {
        ...layout,
        uirevision: `${this.revision} ${measure.name} ${log}`,
        showlegend: true,
        legend: { orientation: 'h', y: 1, yanchor: 'bottom' },
        margin: { l: 62, r: 46, t: this.lanes.length > 2 ? 52 : 26, b: 38 },
        xaxis: {
          ...axis,
          title: { text: 'step of the first lane' },
          range: [0, stepsShown(clock.peak, false)],
          tickformat: ',d',
          hoverformat: ',d',
        },
        yaxis: {
          ...axis,
          title: { text: measure.recorded ? `${part} ${measure.axis}` : measure.axis },
          type: log ? 'log' : 'linear',
          range,
          ticksuffix: share ? ' %' : '',
          exponentformat: 'power',
          minexponent: 4,
        },
        yaxis2: {
          ...axis,
          overlaying: 'y',
          side: 'right',
          range: [0, 100],
          tickvals: [0, 25, 50, 75, 100],
          ticksuffix: ' %',
          showgrid: false,
        },
        shapes: clock.tick < clock.peak ? [now] : [],
      },
    });
  }

  get logHelps() {
    const cost = this.measure.name === 'cost' && !this.log.checked;
    return cost && this.lanes.some(({ series }) => logHelps(series));
  }
}
