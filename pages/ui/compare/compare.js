// Networks side by side: one clock, a lane for each, one chart of their costs, and where two of them disagree.

import { base, socketAt } from '../stage/base.js';
import { bitmap, fit, mark } from '../stage/look/canvas.js';
import { coloursOf, css } from '../stage/look/colours.js';
import { hover, number, percent, thousands } from '../stage/look/numbers.js';
import { atEachTurn, mounting } from '../stage/mounting.js';
import { Boundary } from '../stage/parts/boundary.js';
import { Diagram } from '../stage/parts/diagram.js';
import { look, plotly, react } from '../stage/parts/plotly.js';
import { lookOf } from '../stage/parts/strip.js';
import { SPEEDS } from '../stage/player/speeds.js';
import { disagreement, onlyOne } from './agreement.js';
import { Clock } from './clock.js';

const CHART_EVERY = 500; // milliseconds while it plays
const FIGURES_EVERY = 100;
const SMALL_EVERY = 120; // for the small diagrams and the map
const MOST_POINTS = 1500; // of a curve

const BAR = `
  <button class="dnc-play">▶ Play</button><button class="dnc-step">Step</button>
  <button class="dnc-epoch">Epoch</button><button class="dnc-reset">↺ To the start</button>
  <select class="dnc-speed" aria-label="Speed"></select>
  <input class="dnc-time" type="range" min="0" max="1" value="0" aria-label="Time: step of the first lane">
  <output></output>`;
const BELOW = `
  <section><div class="dnc-chart" role="img" aria-label="Test cost of every lane"></div></section>
  <section class="dnc-map"><label>Where <select class="dnc-a"></select> and <select class="dnc-b"></select>
    disagree</label><canvas role="img"></canvas><p></p></section>`;

class Compare {
  constructor(root, component) {
    this.el = document.createElement('div');
    this.el.className = 'dn-compare';
    this.el.innerHTML = `<div class="dnc-bar" role="toolbar" aria-label="All lanes">${BAR}</div>
      <p class="dnc-say" role="alert" hidden></p><div class="dnc-lanes"></div>
      <div class="dnc-below">${BELOW}</div>`;
    /** @type {any} */ (this.el).compare = this;
    root.append(this.el);
    this.root = root;
    this.component = component;
    /** @type {any[]} */ this.lanes = [];
    this.pair = [0, 1];
    this.path = { ticks: /** @type {number[]} */ ([]), share: /** @type {number[]} */ ([]) };
    this.paint = bitmap();
    this.drawn = { chart: 0, figures: 0, small: 0 };
    this.clock = new Clock(urlOf(component.data));
    this.wire();
    atEachTurn(this);
  }

  find(name) {
    return /** @type {any} */ (this.el.querySelector(`.dnc-${name}`));
  }

  wire() {
    const { clock } = this;
    const on = (name, event, act) => this.find(name).addEventListener(event, act);
    for (const { label, key } of SPEEDS) this.find('speed').add(new Option(label, key));
    this.find('speed').value = clock.speed.key;
    on('play', 'click', () => (clock.playing ? clock.pause() : clock.play()));
    on('step', 'click', () => clock.seek(clock.tick + 1));
    on('epoch', 'click', () => clock.seek(this.epochEnd()));
    on('reset', 'click', () => clock.seek(0));
    on('speed', 'change', (e) => clock.setSpeed(e.target.value));
    on('time', 'input', (e) => clock.seek(+e.target.value));
    for (const [i, name] of ['a', 'b'].entries()) {
      on(name, 'change', (e) => {
        this.pair[i] = +e.target.value;
        this.path = { ticks: [], share: [] };
        this.drawn.small = 0;
        this.dirty = true;
      });
    }
    this.keys = (e) => {
      if (e.target.closest?.('input, select, textarea, button, [role=dialog]')) return;
      const act = { ' ': 'play', ArrowRight: 'step', r: 'reset', e: 'epoch' }[e.key];
      if (!act) return;
      e.preventDefault();
      if (!e.repeat || act === 'step') this.find(act).click();
    };
    addEventListener('keydown', this.keys);
    clock.on('lanes', (scenes) => this.adopt(scenes));
    clock.on('tick', (tick) => this.take(tick));
    clock.on('error', (text) => this.say(text));
    clock.on('lost', () => this.component.setTriggerValue('lost', Date.now()));
    clock.on('state', () => {
      this.find('play').textContent = clock.playing ? '❚❚ Pause' : '▶ Play';
      this.dirty = true;
    });
  }

  say(text) {
    const line = this.find('say');
    line.textContent = text;
    line.hidden = !text;
  }

  leave() {
    removeEventListener('keydown', this.keys);
    this.clock.close();
    mount.forget(this.root);
  }

  update(component) {
    const { data: old } = this.component;
    const { data } = component;
    this.component = component;
    if (data.socket !== old.socket) this.clock.reopen(urlOf(data));
    else if (this.clock.rev >= 0 && data.rev !== this.clock.rev) this.clock.refresh();
    this.names();
  }

  /** The tick at which the first lane's epoch ends. */
  epochEnd() {
    const { dataset, settings } = this.lanes[0].scene;
    const rows = Math.min(settings.batch_size || dataset.rows_train, dataset.rows_train);
    const each = Math.ceil(dataset.rows_train / rows);
    return (Math.floor(this.clock.tick / each) + 1) * each;
  }

  // ---- lanes
  adopt(scenes) {
    this.colours = null;
    this.find('lanes').replaceChildren();
    this.path = { ticks: [], share: [] };
    this.lanes = scenes.map((scene, i) => this.lane(scene, i));
    this.pair = this.pair.map((k, i) => (k < scenes.length ? k : i));
    this.names();
    this.theme();
    this.say('');
    plotly(`${base}${this.component.data.files}/plotly.min.js`).then((P) => {
      this.Plotly = P;
      this.dirty = true;
    });
  }

  lane(scene, i) {
    const box = document.createElement('section');
    box.className = 'dnc-lane';
    box.innerHTML = `<header><b></b></header><div class="dnc-body">
      <canvas class="dnc-plane" role="img"></canvas><canvas class="dnc-net" role="img"></canvas></div>
      <div class="dnc-figures"></div><footer></footer>`;
    box.style.borderTopColor = lookOf(i + 1).colour;
    this.find('lanes').append(box);
    const at = (/** @type {string} */ name) => /** @type {any} */ (box.querySelector(name));
    const boundary = new Boundary(at('.dnc-plane'));
    boundary.axes = false;
    boundary.choose({ wrong: false }); // the map below tells who is right where
    const diagram = new Diagram(at('.dnc-net'), { top: 26, bottom: 4 });
    const foot = (text, title, what) => {
      const button = document.createElement('button');
      button.textContent = text;
      button.title = title;
      button.onclick = () => this.component.setTriggerValue('act', { what, lane: i, at: Date.now() });
      at('footer').append(button);
    };
    foot('To the playground', 'Make it the run of the playground, as it is here', 'open');
    if (scenes2plus(this.component.data)) foot('Leave', 'Take this lane away', 'leave');
    for (const part of [boundary, diagram]) part.adopt(scene);
    const { arrays } = scene;
    const rate = this.clock.rates?.[i] ?? 1;
    const ticks = Array.from(arrays.curve_step, (step) => step / rate);
    return {
      scene,
      box,
      boundary,
      diagram,
      head: at('b'),
      figures: at('.dnc-figures'),
      ticks,
      test: Array.from(arrays.curve_test),
      train: Array.from(arrays.curve_train),
    };
  }

  names() {
    const { names } = this.component.data;
    for (const [i, lane] of this.lanes.entries()) {
      lane.head.textContent = names[i] ?? '';
      lane.boundary.canvas.setAttribute('aria-label', `Answers of the lane: ${names[i]}`);
      lane.diagram.canvas?.setAttribute('aria-label', `Network of the lane: ${names[i]}`);
    }
    for (const [i, name] of ['a', 'b'].entries()) {
      const select = this.find(name);
      select.replaceChildren(...names.map((text, k) => new Option(text, String(k))));
      select.value = String(this.pair[i]);
    }
  }

  theme() {
    const colours = coloursOf(this.el, this.lanes[0]?.scene.colours);
    if (colours.key === this.colours?.key) return;
    this.colours = colours;
    this.font = getComputedStyle(this.el).fontFamily;
    this.find('play').style.color = css(colours.onPrimary);
    for (const { boundary, diagram } of this.lanes) {
      for (const part of [boundary, diagram]) part.restyle({ colours, font: this.font });
    }
    this.dirty = true;
  }

  // ---- drawing
  take({ tick, frames }) {
    this.shown = frames;
    for (const [i, lane] of this.lanes.entries()) {
      const last = lane.ticks.at(-1) ?? -1;
      if (tick <= last || frames[i].step <= last * (this.clock.rates[i] ?? 1)) continue;
      lane.ticks.push(tick);
      lane.test.push(frames[i].cost[1]);
      lane.train.push(frames[i].cost[0]);
      if (lane.ticks.length > MOST_POINTS) {
        for (const name of ['ticks', 'test', 'train']) lane[name] = lane[name].filter((_, k) => k % 2 === 0);
      }
    }
    this.dirty = true;
  }

  tick(time) {
    this.clock.turn(time);
    if (!this.dirty || !this.shown || this.shown.length !== this.lanes.length || document.hidden) return;
    const { playing } = this.clock;
    const due = (name, every) => {
      if (playing && time - this.drawn[name] < every) return false;
      this.drawn[name] = time;
      return true;
    };
    this.dirty = false;
    for (const [i, lane] of this.lanes.entries()) lane.boundary.draw(this.shown[i]);
    if (due('figures', FIGURES_EVERY)) this.figures();
    if (due('small', SMALL_EVERY)) {
      this.theme();
      for (const [i, lane] of this.lanes.entries()) lane.diagram.draw(this.shown[i], null);
      this.map();
    }
    if (this.Plotly && !this.charting && due('chart', CHART_EVERY)) this.chart();
  }

  figures() {
    const { clock } = this;
    this.find('time').max = Math.max(1, clock.peak);
    this.find('time').value = clock.tick;
    this.el.querySelector('output').textContent = `step ${thousands(clock.tick)}`;
    for (const [i, lane] of this.lanes.entries()) {
      const frame = this.shown[i];
      const r2 = lane.scene.metric === 'R²';
      const [train, test] = frame.metric;
      const score = r2 ? `R² ${number(test, 3)}` : `${percent(test)} right (train ${percent(train)})`;
      const own = frame.step === clock.tick ? '' : ` · step ${thousands(frame.step)}`;
      const end = frame.message.halt ? ` · ended` : '';
      lane.figures.innerHTML = `test cost <b></b> · train <b></b><br><span></span>`;
      const [a, b] = lane.figures.querySelectorAll('b');
      a.textContent = number(frame.cost[1]);
      b.textContent = number(frame.cost[0]);
      lane.figures.querySelector('span').textContent = `${score}${own}${end}`;
    }
  }

  /** Where two lanes disagree, with the points that only one of them gets right. */
  map() {
    const [a, b] = this.pair.map((k) => ({ ...this.lanes[k], frame: this.shown[k] }));
    const words = this.el.querySelector('.dnc-map p');
    const canvas = /** @type {HTMLCanvasElement} */ (this.el.querySelector('.dnc-map canvas'));
    const { context: c, w, h } = fit(canvas);
    c.clearRect(0, 0, w, h);
    const { kind } = a.scene.dataset;
    const alike = a.scene.data === b.scene.data && a.scene.grid === b.scene.grid && a !== b;
    if (!alike || kind !== b.scene.dataset.kind) {
      words.textContent = 'These two learn from different data: there is no common plane to compare them on.';
      return;
    }
    const { map, share } = disagreement(a.frame, b.frame, kind);
    const { ticks } = this.path;
    if (this.clock.tick > (ticks.at(-1) ?? -1)) {
      ticks.push(this.clock.tick);
      this.path.share.push(100 * share);
    }
    const k = this.colours;
    const G = a.scene.grid;
    const [r, g, bl] = k.text;
    const picture = this.paint(G, G, (pixels) => {
      for (let i = 0; i < map.length; i++) pixels[i] = ((map[i] << 24) | (bl << 16) | (g << 8) | r) >>> 0;
    });
    const side = Math.min(w, h);
    const left = (w - side) / 2;
    c.strokeStyle = css(k.muted);
    c.drawImage(picture, left, 0, side, side);
    c.strokeRect(left + 0.5, 0.5, side - 1, side - 1);
    const { marks, counts } = onlyOne(a.frame, b.frame);
    const [x0, x1, y0, y1] = a.scene.plane.range;
    const { points_x: X, points_y: Y } = a.scene.arrays;
    for (let i = 0; i < marks.length; i++) {
      if (!marks[i]) continue;
      const x = left + ((X[i] - x0) / (x1 - x0)) * side;
      const y = ((y1 - Y[i]) / (y1 - y0)) * side;
      mark(c, marks[i] - 1, x, y, 4);
      c.fillStyle = lookOf(this.pair[marks[i] - 1] + 1).colour;
      c.fill();
      c.strokeStyle = css(k.background);
      c.stroke();
    }
    const points = marks.length
      ? ` Of ${thousands(marks.length)} points drawn, ${counts[0]} only the first gets right, ${counts[1]} only the second.`
      : '';
    const what = kind === 'regression' ? 'differ by more than a tenth of the range' : 'answer another class';
    words.textContent = `On ${percent(share)} of the plane the two ${what}.${points}`;
    canvas.setAttribute('aria-label', words.textContent);
  }

  chart() {
    const k = this.colours;
    const { axis, layout } = look(k, this.font);
    const { names } = this.component.data;
    const data = this.lanes.map((lane, i) => {
      const { colour, dash } = lookOf(i + 1);
      return {
        type: 'scatter',
        mode: 'lines',
        name: (names[i] ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;'),
        x: lane.ticks,
        y: lane.test,
        line: { color: colour, dash, width: 2.2 },
        ...hover(Array.from(lane.test)),
      };
    });
    const pair = this.pair.map((k) => 'ABCDEF'[k]).join(' and ');
    const apart = {
      type: 'scatter',
      mode: 'lines',
      name: `${pair} disagree, % of the plane`,
      x: this.path.ticks,
      y: this.path.share,
      yaxis: 'y2',
      line: { color: css(k.muted), width: 1.4, dash: 'dot' },
      hovertemplate: '%{y:.1f} %',
    };
    const now = {
      type: 'line',
      x0: this.clock.tick,
      x1: this.clock.tick,
      y0: 0,
      y1: 1,
      yref: 'paper',
      line: { color: css(k.text), width: 1.5 },
    };
    this.charting = true;
    react(this.Plotly, this.find('chart'), {
      data: [...data, apart],
      layout: {
        ...layout,
        showlegend: true,
        legend: { orientation: 'h', y: 1, yanchor: 'bottom' },
        margin: { l: 56, r: 46, t: this.lanes.length > 2 ? 52 : 26, b: 38 },
        xaxis: { ...axis, title: { text: 'step of the first lane' }, tickformat: ',d', hoverformat: ',d' },
        yaxis: { ...axis, title: { text: 'test cost' }, rangemode: 'tozero', exponentformat: 'power' },
        yaxis2: {
          ...axis,
          overlaying: 'y',
          side: 'right',
          range: [0, 100],
          tickvals: [0, 25, 50, 75, 100],
          showgrid: false,
          title: { text: '%' },
        },
        shapes: this.clock.tick < this.clock.peak ? [now] : [],
      },
    }).finally(() => {
      this.charting = false;
    });
  }
}

const urlOf = ({ socket }) => socketAt(socket);
const scenes2plus = ({ names }) => names.length > 2;

export const mount = mounting(Compare);
