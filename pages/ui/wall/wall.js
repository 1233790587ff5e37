// The wall: hundreds of networks on one clock.  It owns the clock; what it shows comes with the feed.

import { socketAt } from '../stage/base.js';
import { fit } from '../stage/look/canvas.js';
import { number, short, thousands } from '../stage/look/numbers.js';
import { score } from '../stage/look/words.js';
import { atEachTurn, mounting } from '../stage/mounting.js';
import { fillWindow } from '../sweeps/filling.js';
import { View } from '../sweeps/view.js';
import { Book, COST_TEST, COST_TRAIN, METRIC_TEST, METRIC_TRAIN, quantile, scale } from './book.js';
import { curves } from './curves.js';
import { Feed } from './feed.js';
import { hands } from './hands.js';
import { look } from './look.js';
import { Mosaic } from './mosaic.js';
import { HTML } from './template.js';

const CALM_EVERY = 250; // ms between pictures for those who ask for less motion
const SIDE = 320, // pixels of what stands beside the wall, at least
  BROAD = 560; // from which on its curves stand beside the tile

class Wall extends View {
  constructor(root, component) {
    super(root, 'dw', 'wall', HTML);
    this.mosaic = new Mosaic(this.$('tiles'));
    /** @type {any} */ this.scene = null;
    /** @type {any} */ this.book = null;
    /** @type {any} */ this.look = null;
    /** @type {any} */ this.scale = null;
    /** @type {any} */ this.news = {};
    this.playing = false;
    this.clock = 0;
    this.seed = 0;
    /** @type {any} */ this.pair = { a: null, b: null };
    this.rate = 16;
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.letGo = hands(this);
    this.update(component);
    atEachTurn(this);
  }

  leave() {
    this.feed?.close();
    this.letGo();
    mount.forget(this.root);
  }

  update(component) {
    const before = this.component?.data.socket;
    this.component = component;
    const { socket } = component.data;
    if (socket === before) return;
    this.feed?.close();
    this.book = null;
    this.feed = new Feed(socketAt(socket), {
      scene: (scene) => this.adopt(scene),
      more: (news) => this.take(news),
      lost: () => this.lost(),
      unanswered: (text) => this.say(text),
    });
  }

  adopt(scene) {
    this.scene = scene;
    this.book = new Book(scene);
    this.mosaic.adopt(scene, this.book);
    this.look = null;
    this.style();
    this.clock = 0;
    this.playing = true;
    this.news = { progress: 0, over: false };
    this.seed = 0;
    this.pair = { a: null, b: null };
    this.mosaic.pair = this.pair;
    const time = this.$('time');
    time.max = this.book.ticks.length - 1;
    time.value = 0;
    for (const [name, axis] of [
      ['x', scene.x],
      ['y', scene.y],
    ]) {
      const slider = this.$(name);
      slider.max = axis.labels.length - 1;
      slider.disabled = axis.labels.length < 2;
    }
    const seeds = this.$('seed');
    seeds.replaceChildren(
      ...Array.from({ length: scene.seeds }, (_, i) => new Option(`seed ${i + 1} of ${scene.seeds}`, `${i}`)),
    );
    seeds.hidden = scene.seeds < 2;
    this.$('preview').hidden = !scene.preview;
    this.$('open').textContent = scene.preview
      ? 'Open the exact run on the playground'
      : 'Open it on the playground';
    this.$('tells').textContent =
      `${scene.tile}. ${scene.tells} Beside the tiles: median and quartiles of each row and column, ` +
      'the nearer to them the better.';
    this.pick(...scene.here);
    this.refresh();
  }

  take(news) {
    this.book.take(news);
    this.news = news;
    this.scale = scale(this.book);
    this.refresh();
  }

  // ---- time
  tick(time) {
    const passed = Math.min(100, time - (this.before ?? time));
    this.before = time;
    if (!this.book || document.hidden) return;
    if (time - (this.styled ?? -1e9) > 600) {
      this.styled = time;
      this.style();
      if (fillWindow(this.el, 380)) this.dirty = true;
    }
    const last = this.book.ticks.length - 1;
    if (this.playing && this.book.furthest) {
      const end = this.news.over ? last : Math.max(0, Math.min(last, this.book.furthest - 1));
      const next = Math.min(this.clock + (passed * this.rate) / 1000, end);
      if (Math.floor(next) !== Math.floor(this.clock)) this.dirty = true;
      this.clock = next;
      if (next >= last && this.news.over) {
        this.playing = false;
        this.refresh();
      }
    }
    const calm = this.playing && this.still.matches;
    if (!this.dirty || (calm && time - (this.drawn ?? 0) < CALM_EVERY)) return;
    this.dirty = false;
    this.drawn = time;
    this.draw();
    /** @type {any} */ (window).onDeepnetWall?.({
      tick: this.at,
      step: this.step,
      painted: performance.now(),
      known: this.book.known,
    });
  }

  get at() {
    return Math.floor(this.clock + 1e-6);
  }
  get step() {
    return this.book.ticks[this.at];
  }

  draw() {
    const { book, at } = this;
    if (!this.scale) return;
    this.divide();
    const { context, w, h } = fit(this.$('tiles'));
    this.mosaic.draw(context, w, h, at, this.seed, this.scale);
    this.$('time').value = at;
    this.$('step').textContent = thousands(this.step);
    this.panel();
    const chart = fit(this.$('curves'));
    curves(chart.context, chart.w, chart.h, {
      book,
      cell: book.cell(...this.mosaic.at),
      t: at,
      look: this.look,
    });
  }

  /** The wall has what its tiles fill, the rest is for what stands beside it. */
  divide() {
    const main = this.$('main'),
      most = main.clientWidth - SIDE,
      wide = this.mosaic.width(most, main.clientHeight);
    main.style.setProperty('--dw-wall', `${wide}px`);
    main.classList.toggle('dw-broad', main.clientWidth - wide > BROAD);
  }

  // ---- the tile that is pointed at
  pick(x, y) {
    this.mosaic.at = [x, y];
    this.$('x').value = x;
    this.$('y').value = y;
    const { scene } = this;
    this.$('xname').textContent = `${scene.x.title}: ${scene.x.labels[x]}`;
    this.$('yname').textContent = `${scene.y.title}: ${scene.y.labels[y]}`;
    this.$('tiles').setAttribute(
      'aria-label',
      `Wall of networks. Chosen: ${scene.x.title} ${scene.x.labels[x]}, ` +
        `${scene.y.title} ${scene.y.labels[y]}`,
    );
    this.dirty = true;
  }

  panel() {
    const { book, at, scene } = this,
      [x, y] = this.mosaic.at,
      k = book.at(x, y, this.seed);
    const shown = book.shown(k, at),
      canvas = this.$('large'),
      { context, w, h } = fit(canvas);
    context.clearRect(0, 0, w, h);
    this.$('open').disabled = shown < 0;
    if (shown < 0) {
      this.$('figures').textContent = '';
      this.$('note').textContent = 'Not trained yet';
      return;
    }
    const { side } = scene,
      [cx, cy] = [x * side, (book.rows - 1 - y) * side];
    context.imageSmoothingEnabled = scene.tile.startsWith('Answers');
    context.drawImage(this.mosaic.picture, cx, cy, side, side, 0, 0, w, h);
    const cell = book.cell(x, y),
      broken = cell.filter((i) => book.broken(i, shown)).length;
    const value = (which) => quantile(book.values(cell, at, which), 0.5);
    const cost = (v) => (Number.isFinite(v) ? number(v) : '–');
    const metric = (v) => (Number.isFinite(v) ? score(scene, v) : '–');
    const many = cell.length > 1 ? `median of ${cell.length} seeds` : '';
    const since = book.diverged[k] >= 0 ? book.ticks[book.diverged[k]] : 0;
    this.$('figures').innerHTML =
      `<b></b><small>cost</small><small>${scene.metric}</small>` +
      `<b class="dw-train">train</b><i>${cost(value(COST_TRAIN))}</i><i>${metric(value(METRIC_TRAIN))}</i>` +
      `<b class="dw-test">test</b><i>${cost(value(COST_TEST))}</i><i>${metric(value(METRIC_TEST))}</i>`;
    this.$('note').textContent = broken
      ? `Diverged by step ${thousands(since)}: no number holds its weights` +
        (cell.length > 1 ? ` (${broken} of ${cell.length} seeds)` : '')
      : many;
  }

  open() {
    const [x, y] = this.mosaic.at,
      k = this.book.at(x, y, this.seed),
      shown = this.book.shown(k, this.at);
    if (shown < 0) return;
    const good = this.book.diverged[k] >= 0 ? Math.min(shown, Math.max(0, this.book.diverged[k] - 1)) : shown;
    this.component.setTriggerValue('open', { k, step: this.book.ticks[good], at: Date.now() });
  }

  /** The chosen tile is one of the two that are compared. @param {'a'|'b'} which */
  takeAs(which) {
    if (!this.book) return;
    this.pair[which] = [...this.mosaic.at];
    const { a, b } = this.pair;
    this.$('luck').disabled = !a || !b || a.join() === b.join();
    this.dirty = true;
  }

  luck() {
    const [a, b] = [this.pair.a, this.pair.b].map((cell) => this.book.at(...cell, 0));
    this.component.setTriggerValue('pair', { a, b, at: Date.now() });
  }

  seek(at) {
    this.clock = at;
    this.dirty = true;
    this.refresh();
  }

  toggle() {
    if (!this.playing && this.at >= this.book.ticks.length - 1) this.clock = 0;
    this.playing = !this.playing;
    this.dirty = true;
    this.refresh();
  }

  // ---- what stands around
  refresh() {
    const play = this.$('play'),
      { news } = this;
    play.textContent = this.playing ? '❚❚ Pause' : '▶ Play';
    this.el.classList.toggle('dw-working', !news.over);
    const all = this.book.count,
      lost = (news.lost ?? []).map(([n, why]) => `${n} of ${all} networks were lost: ${why}.`);
    const done = this.book.known ? '' : ', first pictures on their way';
    const left = `, about ${Math.ceil(news.left)} s left`;
    this.$('progress').value = news.progress;
    this.$('state').textContent = news.over
      ? news.cancelled
        ? `Stopped after ${news.seconds} s; what was trained stays`
        : `${all} networks × ${thousands(this.book.ticks.at(-1))} steps in ${news.seconds} s`
      : `${Math.round(100 * news.progress)} % of ${all} networks${news.left ? left : done}`;
    this.$('lost').textContent = lost.join(' ');
    this.$('lost').hidden = !lost.length;
    for (const end of ['best', 'worst']) {
      const cost = this.scale?.[end];
      this.$(end).textContent = Number.isFinite(cost) ? short(cost, 2) : '';
    }
    this.dirty = true;
  }

  style() {
    const found = look(this.el);
    if (found.key === this.look?.key) return;
    this.look = found;
    this.mosaic.restyle(found);
    this.$('ramp').style.background =
      `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map(found.rank).join()})`;
    this.dirty = true;
  }
}

export const mount = mounting(Wall);
