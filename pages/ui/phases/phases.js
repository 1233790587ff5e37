// The phase map: what became of thousands of networks, each a cell; pointing at one shows what it answers and
// its curve, and a box around some has what is new trained.

import { socketAt } from '../stage/base.js';
import { bitmap, fit } from '../stage/look/canvas.js';
import { short, thousands } from '../stage/look/numbers.js';
import { atEachTurn, mounting } from '../stage/mounting.js';
import { fillWindow } from '../sweeps/filling.js';
import { paintPlace } from '../sweeps/place.js';
import { Talk } from '../sweeps/talk.js';
import { View } from '../sweeps/view.js';
import { curves } from '../wall/curves.js';
import { look } from '../wall/look.js';
import { Cells, LEARNS, UNKNOWN, valueAt } from './cells.js';
import { hands } from './hands.js';
import { draw, GREENS, GREYS, PURPLES, picture, SAND } from './paint.js';
import { HTML } from './template.js';

const AGAIN = 700; // ms after which what was trained meanwhile is asked for
const CLOSER = 8; // of the map, one part of which a button zooms in to

class Phases extends View {
  constructor(root, component) {
    super(root, 'df', 'phases', HTML);
    /** @type {any} */ this.cells = null;
    /** @type {any} */ this.look = null;
    /** @type {number[]} */ this.still = GREYS.light;
    /** @type {any} */ this.box = null;
    this.share = [0.6, 0.5]; // of the map, where the cell that is looked at lies
    this.held = false;
    this.paint = bitmap();
    hands(this, this.$('map'));
    this.bind();
    this.update(component);
    atEachTurn(this);
  }

  leave() {
    this.talk?.close();
    mount.forget(this.root);
  }

  update(component) {
    const before = this.component?.data.socket;
    this.component = component;
    const { socket } = component.data;
    if (socket === before) return;
    this.wants = { scene: true, map: false, look: false };
    this.talk?.close();
    this.talk = new Talk(socketAt(socket), this);
  }

  // ---- what is asked and answered
  next() {
    const { wants, cells } = this;
    if (wants.scene) {
      wants.scene = false;
      return { kind: 'scene' };
    }
    if (wants.look && cells?.known) {
      wants.look = false;
      return { kind: 'look', k: this.k, tick: this.tick_ };
    }
    if (wants.map) {
      wants.map = false;
      return { kind: 'map' };
    }
    return null;
  }

  heard(message) {
    if (message.kind === 'scene') this.adopt(message);
    else if (message.kind === 'map') {
      this.cells.take(message);
      this.told = performance.now();
      this.anew();
    } else if (message.kind === 'look') this.saw(message);
  }

  adopt(scene) {
    const before = this.cells;
    this.cells = new Cells(scene);
    this.told = 0;
    this.wants.map = true;
    this.box = null;
    const time = this.$('time');
    time.max = scene.arrays.ticks.length - 1;
    if (!before || before.ticks.join() !== this.cells.ticks.join()) time.value = time.max;
    for (const name of ['out', 'whole']) this.$(name).hidden = !scene.zoomed;
    this.$('line').hidden = !scene.edge.length;
    this.anew();
  }

  /** The cell that is looked at. @returns {[number, number]} */
  get at() {
    const { columns, rows } = this.cells;
    const place = (share, n) => Math.min(n - 1, Math.floor(share * n));
    return [place(this.share[0], columns), place(this.share[1], rows)];
  }
  get k() {
    return this.cells.at(...this.at);
  }
  get tick_() {
    return +this.$('time').value;
  }

  pick(x, y) {
    const { columns, rows } = this.cells;
    if (this.at.join() === `${x},${y}`) return;
    this.share = [(x + 0.5) / columns, (y + 0.5) / rows];
    this.panel();
  }

  hold(held) {
    this.held = held;
    this.dirty = true;
  }

  draw_box(box) {
    this.box = box;
    this.dirty = true;
  }

  /** All is drawn again. */
  anew() {
    this.image = null;
    this.panel();
  }

  panel() {
    const { cells, tick_: t, k } = this;
    const [x, y] = this.at;
    const { scene } = cells;
    const value = (axis, i) => `${axis.title} ${valueAt(axis, i)}`;
    const words = `${value(scene.x, x)}, ${value(scene.y, y)}: ${cells.told(k, t)}`;
    this.$('said').textContent = words[0].toUpperCase() + words.slice(1);
    this.$('step').textContent = thousands(cells.ticks[t]);
    this.$('open').disabled = cells.state(k, t) === UNKNOWN;
    const [low, high] = cells.range(t);
    this.$('range').textContent = cells.known ? `${short(low, 2)} … ${short(high, 2)}` : '';
    this.wants.look = cells.state(k, t) !== UNKNOWN;
    this.dirty = true;
    this.talk?.go();
  }

  saw({ k, arrays, tick }) {
    if (k !== this.k || tick !== this.tick_) return;
    const { light, dark } = this.cells.scene.arrays;
    paintPlace(this.$('place'), arrays.tile, this.look?.dark ? dark : light);
  }

  // ---- drawing
  tick(time) {
    const { cells } = this;
    if (!cells || document.hidden) return;
    if (!cells.over && this.told && time - this.told > AGAIN) {
      this.told = 0; // until it is answered
      this.wants.map = true;
      this.talk.go();
    }
    if (time - (this.styled ?? -1e9) > 600) {
      this.styled = time;
      this.style();
      if (fillWindow(this.el, 430)) this.dirty = true;
    }
    if (!this.dirty) return;
    this.dirty = false;
    if (!this.image) {
      this.image = picture(cells, this.tick_, this.paint, this.still);
    }
    const map = fit(this.$('map'));
    draw(map.context, map.w, map.h, this);
    const chart = fit(this.$('curve'));
    const book = cells.book(this.k);
    curves(chart.context, chart.w, chart.h, {
      book,
      cell: [book.count - 1],
      t: this.tick_,
      look: { ...this.look, test: this.look.train },
      named: 'training cost',
    });
    /** @type {any} */ (window).onDeepnetPhases?.({ known: cells.known, over: cells.over });
  }

  style() {
    const found = look(this.el);
    if (found.key === this.look?.key) return;
    this.look = found;
    const css = (colour) => `rgb(${colour.join()})`;
    const ramp = (scale) => `linear-gradient(90deg, ${scale.map(css).join()})`;
    this.$('learns').style.background = ramp(GREENS);
    this.$('diverged').style.background = ramp(PURPLES);
    this.$('thrown').style.background = css(SAND);
    this.still = found.dark ? GREYS.dark : GREYS.light;
    this.$('stalled').style.background = css(this.still);
    this.anew();
  }

  // ---- what is asked for
  act(what, more = {}) {
    this.component.setTriggerValue('act', { what, ...more, at: Date.now() });
  }

  zoom({ x, y }) {
    this.held = false;
    this.act('zoom', { x, y });
  }

  /** A box around the cell that is looked at. */
  closer() {
    const { columns, rows } = this.cells;
    const span = (i, n) => {
      const wide = Math.max(2, Math.round(n / CLOSER)),
        first = Math.min(n - wide, Math.max(0, i - (wide >> 1)));
      return [first, first + wide - 1];
    };
    const [x, y] = this.at;
    this.share = [0.5, 0.5];
    this.zoom({ x: span(x, columns), y: span(y, rows) });
  }

  bind() {
    this.$('time').addEventListener('input', () => this.anew());
    this.$('open').addEventListener('click', () => {
      const { cells, k } = this;
      let t = this.tick_;
      while (t > 0 && cells.state(k, t) > LEARNS + 2) t--; // the last step that has numbers
      this.act('open', { k, step: cells.ticks[t] });
    });
    this.$('zoom').addEventListener('click', () => this.closer());
    for (const name of ['out', 'whole']) this.$(name).addEventListener('click', () => this.act(name));
  }
}

export const mount = mounting(Phases);
