// The microscope: one training step, station by station.  Everything it shows is in one JSON value (see
// deepnet/lab/ledger/view.py); other rows, windows and steps are asked of the server.
import { mounting } from '../stage/mounting.js';
import { make } from './arrays.js';
import { code } from './code.js';
import { Ground } from './ground.js';
import { meant } from './keys.js';
import { paper } from './paper.js';
import { goesInto, keyOf, layerOf, madeOf, refOf } from './pointing.js';
import { rows } from './rows.js';
import { Sketch } from './sketch.js';
import { arrays, arraysOf, focusOf, heading, layerChoice } from './station.js';
import { nameOf, written } from './sum.js';
import { way } from './way.js';

const SLOW = 1600; // milliseconds of a station in slow motion

class Microscope {
  constructor(root, component) {
    this.el = make('div', 'mi');
    this.el.tabIndex = 0;
    this.el.setAttribute('aria-label', 'Microscope: left and right arrows go through the stations');
    root.append(this.el);
    this.way = make('nav', 'mi-way');
    this.way.setAttribute('aria-label', 'Stations of the step');
    const main = make('div', 'mi-main');
    this.left = make('section', 'mi-left');
    this.right = make('section', 'mi-right');
    main.append(this.left, this.right);
    this.el.append(this.way, main);
    this.sketch = new Sketch(this.left, (layer, row) => this.pin(layer, row));
    this.rows = make('div', 'mi-rows');
    this.left.append(this.rows);
    this.ground = new Ground(this.left, (asked) => this.ask(asked));
    this.live = make('div', 'mi-live');
    this.live.setAttribute('aria-live', 'polite');
    this.el.append(this.live);
    this.at = 0;
    this.pinned = null; // a neuron, "layer:row"
    this.input = 0; // the column of weights that goes along with it
    this.layer = 1;
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.down = (e) => this.key(e);
    addEventListener('keydown', this.down);
    this.el.addEventListener('pointerover', (e) => this.point(e));
    this.el.addEventListener('pointerleave', () => this.light());
    this.el.addEventListener('focusin', (e) => this.point(e));
    this.el.addEventListener('click', (e) => this.click(e));
    this.update(component);
  }

  update(component) {
    this.component = component;
    const { view, open } = component.data;
    if (view === this.view) return;
    this.view = view;
    this.into = goesInto(view.sums);
    this.at = Math.min(this.at, view.stations.length - 1);
    this.sketch.adopt(view);
    const same = this.pinned && this.station.writes.includes(refOf(this.focus ?? 'A0:0:0')[0]);
    const wanted = same ? this.nowOf(this.focus) : '';
    if (open && open.id !== this.opened) {
      this.opened = open.id;
      this.input = open.input ?? 0;
      this.pin(open.layer, open.row, false);
      if (open.input !== undefined) this.at = view.stations.length - 1;
    }
    this.listRows();
    this.show(false);
    if (wanted in view.sums) this.focusOn(wanted);
  }

  /** The place of a number in the row looked at now. */
  nowOf(key) {
    const [name, r, c] = refOf(key);
    return keyOf([name, r, this.view.arrays[name]?.kind === 'batch' ? this.column : c]);
  }

  focusOn(key) {
    this.focus = key;
    this.light();
  }

  get dark() {
    return getComputedStyle(this.el).colorScheme === 'dark';
  }

  get station() {
    return this.view.stations[this.at];
  }

  ask(what) {
    this.component.setTriggerValue('asked', { ...what, id: Math.random() });
  }

  // ---- stations

  go(by) {
    const next = Math.max(0, Math.min(this.view.stations.length - 1, this.at + by));
    if (next === this.at) return;
    this.at = next;
    this.show();
  }

  show(spoken = true) {
    const { station, view } = this;
    this.sketch.stop();
    this.drawWay();
    this.focus = focusOf(view, station, this);
    this.sum = make('div', 'mi-sum');
    this.names = arraysOf(view, station, this.layer);
    this.right.replaceChildren(...heading(station));
    const tables = arrays(view, this.names, (name, r, c) => this.open(name, r, c));
    const choice = layerChoice(view, station, this.layer, (layer) => {
      this.layer = layer;
      this.show();
    });
    this.sheet = make('div');
    const source = code(station, view.codes);
    this.right.append(this.sum, ...choice, tables, this.sheet, source);
    for (const canvas of this.el.querySelectorAll('.mi-heat')) /** @type {any} */ (canvas).paint(this.dark);
    this.sketch.mark(this.pinned);
    this.light();
    if (spoken) this.say();
  }

  say() {
    const sum = this.view.sums[this.focus];
    const number = sum ? `${nameOf(this.view, refOf(this.focus))}: ${sum.result}` : '';
    this.live.textContent = `Station ${this.at + 1} of ${this.view.stations.length}: ${this.station.title}. ${number}`;
  }

  drawWay() {
    const jump = (at) => {
      this.at = at;
      this.show();
    };
    const acts = { go: (by) => this.go(by), jump, toggle: () => this.toggle() };
    this.way.replaceChildren(...way(this.view.stations, this.at, this.playing, acts));
  }

  // ---- pointing

  point(e) {
    const target = /** @type {Element} */ (e.target);
    const name = target.closest?.('[data-name]')?.getAttribute('data-name');
    if (name) return this.lightArray(name);
    const at = /** @type {any} */ (target.closest?.('[data-ref]'));
    if (at) return this.light(at.dataset.ref);
    const node = /** @type {any} */ (target.closest?.('.mi-node'));
    if (node && this.station) {
      const [l, r] = node.dataset.node.split(':');
      const key = ['A', 'Z', 'dZ']
        .map((kind) => keyOf([kind + l, Number(r), this.column]))
        .find((k) => k in this.view.sums);
      return this.light(key);
    }
  }

  get column() {
    return this.view.column ?? 0;
  }

  /** Light a number, what it is made of and what it goes into; without one, the number in focus. */
  light(key = this.focus) {
    const sum = this.view.sums[key];
    const from = madeOf(sum);
    const to = this.into.get(key) ?? [];
    this.write(sum ? key : this.focus);
    const names = new Set([key, ...from].map((each) => refOf(each)[0]));
    for (const element of this.el.querySelectorAll('[data-ref]')) {
      const ref = /** @type {any} */ (element).dataset.ref;
      element.classList.toggle('mi-here', ref === key);
      element.classList.toggle('mi-from', from.includes(ref));
      element.classList.toggle('mi-to', to.includes(ref));
    }
    for (const element of this.el.querySelectorAll('[data-name]')) {
      element.classList.toggle('mi-lit', names.has(element.getAttribute('data-name')));
    }
    this.sketch.light([key, ...from]);
    if (key === this.focus) this.layOut();
  }

  /** The sheet of paper for the number in focus; it stays open from station to station. */
  layOut() {
    if (this.sheet.dataset.of === this.focus) return;
    this.sheet.dataset.of = this.focus;
    this.sheet.replaceChildren();
    if (!this.view.sums[this.focus]) return;
    const sheet = /** @type {any} */ (paper(this.view, this.focus));
    this.sheet.append(sheet);
    sheet.open = Boolean(this.unfolded);
    sheet.addEventListener('toggle', () => {
      this.unfolded = sheet.open;
    });
  }

  lightArray(name) {
    for (const element of this.el.querySelectorAll('[data-array]')) {
      element.classList.toggle('mi-lit', /** @type {any} */ (element).dataset.array === name);
    }
  }

  /** A number as the sum that it is. */
  write(key) {
    this.sum.replaceChildren(...written(this.view, key, this.into.get(key)));
  }

  click(e) {
    const link = e.target.closest?.('[data-to]');
    if (link) return this.follow(link.dataset.to);
    const check = e.target.closest?.('[data-check]');
    if (check) return this.ask({ check: refOf(check.dataset.check) });
    const cell = e.target.closest?.('.mi-cell, .mi-number[data-ref]');
    if (!cell) return;
    if (cell.classList.contains('mi-number')) return this.follow(cell.dataset.ref);
    this.focus = cell.dataset.ref;
    const [name, row, input] = refOf(this.focus);
    const layer = layerOf(name);
    if (this.view.arrays[name].kind === 'parameters') this.input = input;
    if (layer > 0 && row < this.view.dims[layer]) this.pinned = `${layer}:${row}`;
    if (layer > 0) this.layer = layer;
    this.sketch.mark(this.pinned);
    this.light();
    this.say();
  }

  /** To the station that writes a number, with that number in focus. */
  follow(key) {
    const [name] = refOf(key);
    const found = this.view.stations.findIndex(({ writes }) => writes.includes(name));
    if (found >= 0) this.at = found;
    if (layerOf(name) > 0) this.layer = layerOf(name);
    this.show(false);
    this.focus = key;
    this.light();
    this.say();
  }

  pin(layer, row, shown = true) {
    const key = `${layer}:${row}`;
    this.pinned = this.pinned === key && shown ? null : key;
    if (layer > 0) this.layer = layer;
    const station = this.view.stations.findIndex(
      (each) => each.layer === layer && each.writes.includes(`Z${layer}`),
    );
    if (this.pinned && station >= 0) this.at = station;
    if (shown) this.show();
  }

  /** Open the window of an array at a place of its heat map. */
  open(name, row, column) {
    const array = this.view.arrays[name];
    const layer = layerOf(name);
    if (array.kind === 'batch') this.ask({ column, layer, row });
    else this.ask({ layer, row, before: column });
  }

  listRows() {
    this.rows.replaceChildren(...rows(this.view, (column) => this.ask({ column })));
    this.ground.adopt(this.view, this.dark);
  }

  // ---- slow motion and keys

  toggle() {
    this.playing = !this.playing;
    if (!this.playing) {
      this.sketch.stop();
      this.drawWay();
      return;
    }
    if (this.at === this.view.stations.length - 1) this.at = 0;
    this.run();
  }

  run() {
    this.show();
    const next = () => {
      if (!this.playing) return;
      if (this.at >= this.view.stations.length - 1) {
        this.playing = false;
        this.drawWay();
        return;
      }
      this.at++;
      this.run();
    };
    this.sketch.play(this.station, SLOW, next, this.still.matches);
  }

  key(e) {
    if (!this.el.isConnected) return removeEventListener('keydown', this.down);
    const act = meant(e, {
      ArrowRight: () => this.go(1),
      ArrowLeft: () => this.go(-1),
      ArrowDown: () => this.next(1),
      ArrowUp: () => this.next(-1),
      ']': () => this.ask({ by: 1 }),
      '[': () => this.ask({ by: -1 }),
      '.': () => this.ask({ by: 1 }),
      ',': () => this.ask({ by: -1 }),
      ' ': () => this.toggle(),
      Enter: () => this.pinFocus(),
      Escape: () => this.ask({ leave: true }),
    });
    if (!act) return;
    e.preventDefault();
    act();
  }

  /** The next number of what this station writes. */
  next(by) {
    const keys = this.names.writes.flatMap((name) => {
      const { rows, cols } = this.view.arrays[name];
      return rows.flatMap((r) => cols.map((c) => keyOf([name, r, c])));
    });
    const at = keys.indexOf(this.focus);
    this.focus = keys[(at + by + keys.length) % keys.length] ?? this.focus;
    this.light();
    this.say();
  }

  pinFocus() {
    const [name, row] = refOf(this.focus);
    if (layerOf(name) > 0) this.pin(layerOf(name), row);
  }
}

export const mount = mounting(Microscope);
