// The live part of the page: builds the elements, puts the parts into them, and hands frames to whoever is to
// be drawn.

import { base, socketAt } from './base.js';
import { Display } from './display.js';
import { Events } from './events.js';
import { Keys } from './keys.js';
import { found, leave } from './left.js';
import { coloursOf, css } from './look/colours.js';
import { atEachTurn, mounting } from './mounting.js';
import { Orders } from './orders.js';
import { PARTS } from './parts/all.js';
import { menu } from './parts/menu.js';
import { forget } from './parts/plane.js';
import { plotly } from './parts/plotly.js';
import { Player } from './player/player.js';
import { HTML } from './template.js';

const THEME_EVERY = 600;
const ONE_COLUMN = 900; // pixels of width up to which the pictures stand one below the other
const NARROW = 1000; // of the stage, up to which held values lie over the network
const LEAST_HEIGHT = 420;
const LEAST_STACKED = 700; // the same where a narrow stage has its charts below the pictures
const SHORT = 640; // pixels of height up to which the charts stand beside the pictures
const OPTIONS = ['test', 'hard', 'wrong', 'batch'];
// Arrays of a plane.
const TURNED = ['points_x', 'points_y', 'points_near', 'held_at', 'row_at', 'row_picture'];

class Stage {
  constructor(root, component) {
    this.root = root;
    this.el = document.createElement('div');
    this.el.className = 'dn';
    this.el.innerHTML = HTML;
    /** @type {any} */ (this.el).stage = this; // for a look from the console
    root.append(this.el);
    const find = (/** @type {string} */ name) => /** @type {any} */ (this.el.querySelector(`.dn-${name}`));
    this.find = find;
    this.events = new Events();
    this.player = new Player(socketOf(component.data));
    this.keys = new Keys(this.el, () => this.parts);
    this.orders = new Orders(this.player, this.events);
    const tell = (name, value) => this.part[name].say(value);
    const place = {
      el: this.el,
      find,
      player: this.player,
      events: this.events,
      told: () => this.keys,
      tell,
    };
    /** @type {Record<string, any>} */ this.part = {};
    for (const [name, make] of Object.entries(PARTS)) this.part[name] = make(place, this.part);
    this.parts = Object.values(this.part);
    this.display = new Display(this.parts, this.player, this.part.boundary);
    const library = () => this.Plotly;
    const { chart, spread } = this.part;
    menu(
      find('curve').querySelector('header'),
      () => chart.measure.name,
      () => chart,
      library,
      find('smooth'),
    );
    menu(
      find('weight').querySelector('header'),
      () => spread.kind,
      () => spread.chart,
      library,
    );
    this.wire();
    this.theme();
    this.comeBack(component.data.socket);
    this.update(component);
    atEachTurn(this);
  }

  /** What is told, and whose matter it is. */
  wire() {
    const { player, events, part } = this;
    player.on('scene', (scene) => this.adopt(scene));
    player.on('frame', (frame) => this.take(frame));
    player.on('state', () => this.state());
    player.on('error', (text) => {
      part.message.say(text);
      part.strokes.settle();
    });
    player.on('unanswered', (text) => part.message.say(text));
    player.on('lost', () => this.component.setTriggerValue('lost', Date.now()));
    events.on('say', (text) => part.message.say(text));
    events.on('neuron', (at) => {
      player.focus(at);
      part.boundary.neuron = at;
      part.boundary.touch();
      part.legend.focus(at);
    });
    events.on('tool', (tool) => {
      part.boundary.editing = tool.name !== 'look';
      part.strokes.take(tool);
      this.el.classList.toggle('dn-drawing', tool.name !== 'look');
    });
    events.on('stroke-end', () => part.strokes.finish());
    events.on('double', () => part.strokes.double());
    events.on('points', (points) => part.boundary.preview(points));
    events.on('changed', () => this.follow());
    events.on('fix', (fields) => this.component.setTriggerValue('fix', { fields, id: Date.now() }));
    events.on('look', (at) => {
      player.pause();
      const [layer, row, input] = at ?? part.hand.weight ?? part.boundary.neuron ?? [];
      const neuron = layer === undefined ? null : [layer, row];
      this.component.setTriggerValue('look', { neuron, input, step: player.step, id: Date.now() });
    });
    events.on('choose', (name) => part.tools.choose(name));
    events.on('resized', () => this.resize());
    events.on('scaled', () => {
      this.theme(true);
      this.resize();
    });
    events.on('scene', (asked) => this.component.setTriggerValue('scene', asked));
    for (const name of OPTIONS) {
      this.find(name).onchange = (e) => {
        part.boundary.choose({ [name]: e.target.checked });
        if (name === 'batch') player.turn({ batch: e.target.checked });
      };
    }
    this.leaving = (e) => this.passThrough(e);
    for (const event of ['pointerdown', 'click']) document.addEventListener(event, this.leaving, true);
    this.hiding = () => this.goAway();
    addEventListener('pagehide', this.hiding);
    this.watch = new ResizeObserver(() => this.resize());
    for (const name of ['diagram', 'plane', 'costs', 'hists', 'history']) this.watch.observe(this.find(name));
    this.watch.observe(this.el);
    this.watch.observe(document.documentElement);
    // Grows when widgets above the stage arrive.
    const column = this.root.closest('[data-testid=stMainBlockContainer]');
    if (column) this.watch.observe(column);
  }

  leave() {
    this.goAway();
    this.player.close();
    this.keys.leave();
    for (const event of ['pointerdown', 'click']) document.removeEventListener(event, this.leaving, true);
    removeEventListener('pagehide', this.hiding);
    for (const part of this.parts) part.leave();
    this.watch.disconnect();
    mount.forget(this.root);
  }

  // ---- the page around the stage
  /** Another page is opened: it looks at the step that was on the screen. */
  goAway() {
    const { player } = this;
    player.pause();
    if (player.scene) player.tell();
    const kept = Object.entries(this.part).map(([name, part]) => [name, part.kept()]);
    const view = { ...player.view, focus: undefined };
    leave(this.component.data.socket, { speed: player.speed.key, view, kept: Object.fromEntries(kept) });
  }

  /** As it was left, as far as that is no matter of the run. */
  comeBack(socket) {
    const was = found(socket);
    if (!was) return;
    this.player.setSpeed(was.speed);
    this.player.view = was.view;
    for (const [name, kept] of Object.entries(was.kept)) if (kept !== null) this.part[name].restore(kept);
    for (const name of OPTIONS) this.find(name).checked = was.kept.boundary[name];
  }

  /** The way to another page waits until Python has heard where the stage stands. */
  passThrough(e) {
    const { player } = this;
    const chosen =
      e.type === 'click' && e.target.closest?.(':is([class*=st-key-set-], .st-key-file-train) button');
    if (chosen && innerWidth <= ONE_COLUMN) setTimeout(foldPanel); // it lies over the picture
    const link = e.target.closest?.('[data-testid=stPageLink] a');
    if (!link || link === this.opened || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (player.playing) this.goAway();
    if (e.type !== 'click' || !player.waiting) return;
    e.preventDefault();
    e.stopPropagation();
    player.answered().then(() => {
      this.opened = link;
      link.click();
    });
  }

  /** Streamlit ran the page: another run, other settings, or something to do. */
  update(component) {
    const old = this.component?.data;
    const { data } = component;
    const { player } = this;
    this.component = component;
    this.el.dataset.rev = data.rev;
    if (old && data.socket !== old.socket) {
      this.comeBack(data.socket);
      player.reopen(socketOf(data));
    }
    if (player.fresh && data.rev > player.scene.rev) player.refresh();
    this.orders.take(data.order, data.rev);
    if (data.scenes !== old?.scenes) this.part.presenter.offer(data.scenes);
  }

  /** The page's own widgets and its address follow the run. */
  follow() {
    this.component.setTriggerValue('changed', this.player.scene.rev);
  }

  // ---- scenes and frames
  adopt(scene) {
    this.scene = this.on = scene;
    forget(this.player.view, scene.data);
    this.theme();
    for (const part of this.parts) part.adopt(scene);
    if (scene.mine) this.follow();
    this.orders.adopted(scene);
    plotly(`${base}${this.component.data.files}/plotly.min.js`).then(
      (P) => {
        this.Plotly = P;
        this.touch();
      },
      (error) => this.part.message.say(error.message),
    );
  }

  take(frame) {
    this.frame = frame;
    this.turn(frame.message.on);
    this.touch();
  }

  touch() {
    for (const part of this.parts) part.touch();
  }

  /** A frame came that shows another plane. */
  turn(on) {
    if (on === this.on) return;
    const { scene } = this;
    this.on = on;
    scene.plane = on.plane;
    scene.shown_inputs = on.shown_inputs;
    for (const name of TURNED) scene.arrays[name] = on.arrays[name];
    for (const part of this.parts) part.turned(scene);
  }

  state() {
    const { message, bar, spoken, runs, course, spread } = this.part;
    for (const part of [message, bar, spoken, runs, course, spread]) part.state();
    this.touch();
  }

  // ---- drawing
  tick(time) {
    this.player.tick(time);
    this.part.strokes.tick(time);
    if (document.hidden || !this.frame || !this.scene) return;
    if (time - (this.themed ?? -THEME_EVERY) > THEME_EVERY) {
      this.themed = time;
      this.theme();
      this.fill();
    }
    this.display.tick(time, this.frame, this.Plotly);
  }

  resize() {
    this.fill();
    for (const part of this.parts) part.resize();
  }

  /** Down to the lower edge of the window, where that leaves enough room. */
  fill() {
    const { top, width } = this.el.getBoundingClientRect();
    const alone = this.part.presenter.on;
    const least = width > ONE_COLUMN ? LEAST_HEIGHT : LEAST_STACKED;
    const room = alone ? innerHeight : Math.max(least, Math.round(innerHeight - top - 10));
    const height = innerWidth > ONE_COLUMN ? `${room}px` : '';
    this.el.classList.toggle('dn-short', Boolean(height) && (alone || room < SHORT) && width > ONE_COLUMN);
    this.el.classList.toggle('dn-narrow', width < NARROW);
    if (this.el.style.height !== height) this.el.style.height = height;
  }

  theme(anew = false) {
    const colours = coloursOf(this.el, this.scene?.colours);
    if (colours.key === this.colours?.key && !anew) return;
    this.colours = colours;
    const font = getComputedStyle(this.el).fontFamily;
    for (const name of ['negative', 'positive', 'middle']) {
      this.el.style.setProperty(`--dn-${name}`, css(colours[name]));
    }
    for (const name of ['negative', 'positive']) {
      this.el.style.setProperty(`--dn-${name}-word`, css(colours.words[name]));
    }
    const scale = this.part.presenter.magnification;
    for (const part of this.parts) part.restyle({ colours, font, scale });
  }
}

const foldPanel = () =>
  /** @type {HTMLElement | null} */ (
    document.querySelector('[data-testid=stSidebarCollapseButton] button')
  )?.click();

const socketOf = ({ socket }) => socketAt(socket);

export const mount = mounting(Stage);
