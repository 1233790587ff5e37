// Networks side by side: one clock, a lane for each, one chart of all, and where two of them disagree.

import { base, socketAt } from '../stage/base.js';
import { coloursOf } from '../stage/look/colours.js';
import { thousands } from '../stage/look/numbers.js';
import { atEachTurn, mounting } from '../stage/mounting.js';
import { plotly } from '../stage/parts/plotly.js';
import { SPEEDS } from '../stage/player/speeds.js';
import { Clock } from './clock.js';
import { Curves } from './curves.js';
import { Lane } from './lane.js';
import { Pair } from './pair.js';

const CHART_EVERY = 500; // milliseconds while it plays
const FIGURES_EVERY = 100;
const SMALL_EVERY = 120; // for the small diagrams and the map
const MEASURE_EVERY = 1000; // while it plays, for what is read off the past

const BAR = `
  <button class="dnc-play">▶ Play</button><button class="dnc-step">Step</button>
  <button class="dnc-epoch">Epoch</button><button class="dnc-reset">↺ To the start</button>
  <select class="dnc-speed" aria-label="Speed"></select>
  <input class="dnc-time" type="range" min="0" max="1" value="0" aria-label="Time: step of the first lane">
  <output></output>`;
const ACTS = [
  ['To the playground', 'Make it the run of the playground, as it is here', 'open'],
  ['Leave', 'Take this lane away', 'leave'],
];

class Compare {
  constructor(root, component) {
    this.el = document.createElement('div');
    this.el.className = 'dn-compare';
    this.el.innerHTML = `<div class="dnc-bar" role="toolbar" aria-label="All lanes">${BAR}</div>
      <p class="dnc-say" role="alert" hidden></p><div class="dnc-lanes"></div>
      <div class="dnc-below"><section class="dnc-curves"></section><section class="dnc-map"></section></div>`;
    /** @type {any} */ (this.el).compare = this;
    root.append(this.el);
    this.root = root;
    this.component = component;
    /** @type {any[]} */ this.lanes = [];
    this.drawn = { chart: 0, figures: 0, small: 0, measure: 0 };
    this.clock = new Clock(urlOf(component.data));
    this.pair = new Pair(this.find('map'), () => this.anew());
    this.curves = new Curves(
      this.find('curves'),
      (name) => this.clock.ask({ kind: 'measure', name }),
      () => this.anew(),
      () => this.Plotly,
    );
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
    clock.on('far', ({ tick, done }) => {
      this.find('bar').querySelector('output').textContent =
        `step ${thousands(tick)}: ${Math.floor(100 * done)} % of the way`;
    });
    clock.on('error', (text) => this.say(text));
    clock.on('lost', () => this.component.setTriggerValue('lost', Date.now()));
    clock.on('unanswered', (text) => this.say(text));
    clock.on('measured', (told) => {
      this.curves.take(told);
      if (told.some(({ more }) => more) && !clock.playing) this.curves.want();
      this.anew();
    });
    clock.on('state', () => {
      this.curves.want();
      this.find('play').textContent = clock.playing ? '❚❚ Pause' : '▶ Play';
      this.dirty = true;
    });
  }

  /** What stands still is drawn at once. */
  anew() {
    this.drawn.chart = this.drawn.small = 0;
    this.dirty = true;
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
    this.pair.forget();
    const acts = /** @type {any} */ (ACTS.slice(0, scenes.length > 2 ? 2 : 1));
    this.lanes = scenes.map((scene, i) => {
      const act = (what) => this.component.setTriggerValue('act', { what, lane: i, at: Date.now() });
      return new Lane(scene, i, this.clock.rates?.[i] ?? 1, acts, act);
    });
    this.find('lanes').replaceChildren(...this.lanes.map(({ box }) => box));
    for (const lane of this.lanes) lane.adopt();
    this.curves.adopt(this.lanes);
    this.names();
    this.theme();
    this.say('');
    plotly(`${base}${this.component.data.files}/plotly.min.js`).then((P) => {
      this.Plotly = P;
      this.dirty = true;
    });
  }

  names() {
    const { names } = this.component.data;
    for (const [i, lane] of this.lanes.entries()) lane.call(names[i] ?? '');
    this.pair.call(names);
  }

  theme() {
    const colours = coloursOf(this.el, this.lanes[0]?.scene.colours);
    if (colours.key === this.colours?.key) return;
    this.colours = colours;
    this.font = getComputedStyle(this.el).fontFamily;
    for (const part of this.lanes.flatMap(({ parts }) => parts)) part.restyle({ colours, font: this.font });
    this.dirty = true;
  }

  // ---- drawing
  take({ frames }) {
    this.shown = frames;
    for (const [i, lane] of this.lanes.entries()) lane.take(frames[i]);
    if (!this.clock.playing) this.curves.want();
    this.dirty = true;
  }

  tick(time) {
    this.clock.turn(time);
    if (!this.dirty || !this.shown || this.shown.length !== this.lanes.length || document.hidden) return;
    const { lanes, shown, clock } = this;
    const due = (name, every) => {
      if (clock.playing && time - this.drawn[name] < every) return false;
      this.drawn[name] = time;
      return true;
    };
    this.dirty = false;
    for (const [i, lane] of lanes.entries()) lane.boundary.draw(shown[i]);
    if (due('figures', FIGURES_EVERY)) this.figures();
    if (due('small', SMALL_EVERY)) {
      this.theme();
      for (const [i, lane] of lanes.entries()) lane.diagram.draw(shown[i], null);
      this.pair.draw(lanes, shown, clock.tick, this.colours);
    }
    if (clock.playing && due('measure', MEASURE_EVERY)) this.curves.want();
    if (!this.Plotly || !due('chart', CHART_EVERY)) return;
    if (this.charting) {
      this.dirty = true; // once it is drawn, what has come meanwhile
      return;
    }
    this.charting = true;
    this.curves.draw(this.Plotly, clock, this.pair, this).finally(() => {
      this.charting = false;
    });
  }

  figures() {
    const { clock } = this;
    this.find('time').max = Math.max(1, clock.peak);
    this.find('time').value = clock.tick;
    this.el.querySelector('output').textContent = `step ${thousands(clock.tick)}`;
    for (const [i, lane] of this.lanes.entries()) lane.figures(this.shown[i], clock.tick);
  }
}

const urlOf = ({ socket }) => socketAt(socket);

export const mount = mounting(Compare);
