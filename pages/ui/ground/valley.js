// The valley below a run: it plays on there, and its point can be put anywhere else on the plane.

import { socketAt } from '../stage/base.js';
import { fit } from '../stage/look/canvas.js';
import { atEachTurn, mounting } from '../stage/mounting.js';
import { fillWindow } from '../sweeps/filling.js';
import { paintPlace } from '../sweeps/place.js';
import { Talk } from '../sweeps/talk.js';
import { View } from '../sweeps/view.js';
import { look } from '../wall/look.js';
import { hands } from './hands.js';
import { Land } from './land.js';
import { apart, paint } from './paint.js';
import { HTML } from './template.js';

const ANEW = 1000; // ms of playing after which the land is measured again

class Valley extends View {
  constructor(root, component) {
    super(root, 'dv', 'valley', HTML);
    /** @type {any} */ this.scene = null;
    /** @type {any} */ this.land = null;
    /** @type {any} */ this.look = null;
    /** @type {any} */ this.probe = null; // the place looked at: {x, y, cost?}
    this.trail = []; // places since the scene: [step, x, y, cost]
    this.playing = false;
    this.held = false; // whether its point is being dragged
    this.wants = { scene: true, look: false };
    this.halted = '';
    this.letGo = hands(this);
    this.update(component);
    atEachTurn(this);
  }

  leave() {
    this.talk?.close();
    this.letGo();
    mount.forget(this.root);
  }

  update(component) {
    const before = this.component?.data.socket;
    this.component = component;
    const { refusal, socket } = component.data;
    this.$('why').textContent = refusal;
    this.$('why').hidden = !refusal;
    if (socket === before) return;
    this.scene = this.probe = null;
    this.playing = false;
    this.wants = { scene: true, look: false };
    this.talk?.close();
    this.talk = new Talk(socketAt(socket), this);
  }

  // ---- what is asked and answered
  next() {
    const { wants, probe } = this;
    if (wants.scene) {
      wants.scene = false;
      return { kind: 'scene' };
    }
    if (wants.look && probe) {
      wants.look = false;
      return { kind: 'look', x: probe.x, y: probe.y };
    }
    return this.playing && !document.hidden ? { kind: 'play' } : null;
  }

  heard(message) {
    this.dirty = true;
    if (message.kind === 'scene') this.adopt(message);
    else if (message.kind === 'now') this.went(message);
    else if (message.kind === 'look') this.saw(message);
    else this.$('said').textContent = message.text;
  }

  adopt(scene) {
    const first = !this.scene,
      { path, steps, heights } = scene.arrays;
    this.scene = scene;
    this.land = new Land(scene);
    this.lines = this.land.contours();
    this.ground = null;
    this.measured = performance.now();
    this.trail = Array.from(steps, (step, i) => [step, path[2 * i], path[2 * i + 1], heights[i]]);
    const time = this.$('time'),
      last = this.trail.length - 1;
    const follows = first || +time.value >= +time.max;
    time.max = last;
    if (follows) time.value = last;
    this.halted = scene.halted;
    this.$('words').textContent = scene.words;
    this.$('low').textContent = Math.exp(this.land.low).toPrecision(2);
    this.$('high').textContent = Math.exp(this.land.high).toPrecision(2);
    if (this.halted) this.playing = false;
    if (first) this.peek(this.point[1], this.point[2]);
    this.refresh();
  }

  went({ step, x, y, cost, within, halted }) {
    const time = this.$('time'),
      followed = +time.value >= +time.max;
    this.trail.push([step, x, y, cost]);
    time.max = this.trail.length - 1;
    if (followed) time.value = time.max;
    this.halted = halted;
    if (halted) this.playing = false;
    const old = performance.now() - this.measured > ANEW;
    if (!within || old || halted) this.wants.scene = true;
    if (!this.held) this.peek(x, y);
    this.refresh();
  }

  saw({ cost, arrays }) {
    if (this.probe) this.probe.cost = cost;
    const { light, dark } = this.scene.arrays;
    paintPlace(this.$('place'), arrays.tile, this.look?.dark ? dark : light);
    this.tell();
  }

  /** Where the run stands at the step of the slider: [step, x, y, cost]. */
  get point() {
    return this.trail[Math.min(+this.$('time').value, this.trail.length - 1)];
  }

  /** Look at a place. */
  peek(x, y) {
    this.probe = { x, y };
    this.wants.look = true;
    this.dirty = true;
    this.tell();
    this.talk?.go();
  }

  tell() {
    const { probe, land, component } = this;
    if (!probe || !land) return;
    const cost = probe.cost ?? Math.exp(land.at(...land.share(probe.x, probe.y)));
    const away = apart(probe, this.point);
    const where = away ? 'At this place' : `At step ${this.point[0].toLocaleString('en')}, on the plane`;
    this.$('said').textContent = `${where}: ${component.data.named} ${cost.toPrecision(4)}`;
    this.$('take').disabled = !away || !!component.data.refusal || this.playing;
  }

  take() {
    if (this.$('take').disabled) return;
    const { x, y } = this.probe;
    this.component.setTriggerValue('take', { x, y, step: this.point[0], at: Date.now() });
  }

  // ---- drawing
  tick(time) {
    if (!this.scene || document.hidden) return;
    if (time - (this.styled ?? -1e9) > 600) {
      this.styled = time;
      const found = look(this.el);
      if (found.key !== this.look?.key) {
        this.look = found;
        this.ground = null;
        this.wants.look = true;
        this.talk?.go();
      }
      if (fillWindow(this.el, 400)) this.dirty = true;
    }
    if (this.playing) this.talk.go();
    if (!this.dirty && this.ground) return;
    this.dirty = false;
    this.draw();
    /** @type {any} */ (window).onDeepnetValley?.({ step: this.trail.at(-1)[0], painted: performance.now() });
  }

  draw() {
    const { context, w, h } = fit(this.$('map')),
      { look: style } = this;
    if (!this.ground) {
      const shade = (t) => style.rank(t).match(/\d+/g).map(Number);
      this.ground = this.land.picture(shade);
      this.$('ramp').style.background =
        `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map(style.rank).join()})`;
    }
    paint(context, w, h, this);
  }

  toggle() {
    if (this.playing) return this.pause();
    if (this.halted || !this.scene) return;
    this.$('time').value = this.$('time').max;
    this.playing = true;
    this.refresh();
    this.talk?.go();
  }

  /** Stop playing, and measure the land once more around all that was gone. */
  pause() {
    if (this.playing) this.wants.scene = true;
    this.playing = false;
    this.refresh();
    this.talk.go();
  }

  refresh() {
    const play = this.$('play');
    play.textContent = this.playing ? '❚❚ Pause' : '▶ Play';
    play.disabled = !!this.halted;
    play.title = this.halted ? `The run cannot go on: ${this.halted}` : 'Space';
    if (this.trail.length) this.$('step').textContent = this.point[0].toLocaleString('en');
    this.tell();
    this.dirty = true;
  }
}

export const mount = mounting(Valley);
