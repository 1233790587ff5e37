// The live part of the page: builds the elements, hands frames to the pictures, and the visitor's actions to the player.
import {Boundary} from './boundary.js';
import {CostChart, HistogramChart, plotly} from './charts.js';
import * as describe from './describe.js';
import {Diagram} from './diagram.js';
import {Draw} from './draw.js';
import {layers} from './layers.js';
import {css, palette} from './palette.js';
import {forget, legend, planes, turned} from './plane.js';
import {Player, SPEEDS} from './player.js';
import {pointer} from './pointer.js';
import {figures, readout, words} from './readings.js';
import {release, rows, verdict} from './row.js';
import {HTML, TYPING} from './template.js';

const FIGURES_EVERY = 90;                                     // milliseconds between two readings of the digits while playing
const CHART_EVERY = 500;                                      // milliseconds between updates of one chart while playing
const STILL_EVERY = 250;                                      // between pictures for those who ask for less motion


class Stage {
  constructor(root, component) {
    this.root = root;
    this.el = document.createElement('div');
    this.el.className = 'dn';
    this.el.stage = this;                                     // for a look from the console
    this.el.innerHTML = HTML;
    root.append(this.el);
    this.colours = palette(this.el);
    this.diagram = new Diagram(this.$('diagram'), this.colours);
    this.boundary = new Boundary(this.$('plane'), this.colours);
    this.cost = new CostChart(this.$('costs'), this.colours);
    this.hist = new HistogramChart(this.$('hists'), this.colours);
    this.draw = new Draw(this);
    this.boundary.over = (...spot) => this.draw.over(...spot);
    this.hover = null;
    this.dirty = new Set();
    this.drawn = {cost: 0, hist: 0, picture: 0};
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.plays = component.data.play ?? 0;
    this.theme();
    this.player = new Player({
      url: this.socket(component.data), scene: s => this.adopt(s), frame: f => { this.frame = f; turned(this, f.message.on); this.dirty.add('picture').add('cost').add('hist'); },
      state: () => this.refresh(), error: text => { this.say(text); if (this.scene) this.draw.settle(); }, lost: () => this.component.setTriggerValue('lost', Date.now()),
    });
    this.bind();
    this.comeBack(component.data.socket);
    this.update(component);
    const loop = time => {
      if (!this.el.isConnected) return this.leave();
      this.clock = requestAnimationFrame(loop);
      this.tick(time);
    };
    this.clock = requestAnimationFrame(loop);
  }

  $(name) { return this.el.querySelector('.dn-' + name); }
  socket({socket}) { return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${socket}`; }

  leave() {
    this.goAway();
    this.player.close();
    removeEventListener('keydown', this.keys);
    for (const event of ['pointerdown', 'click']) document.removeEventListener(event, this.doors, true);
    this.draw.leave();
    this.watch.disconnect();
    stages.delete(this.root);
  }

  goAway() {                                                  // another page is opened: it looks at the step that was on the screen
    this.player.pause();
    if (this.player.scene) this.player.tell();
    const {player, boundary, cost} = this;
    left.set(this.component.data.socket, {speed: player.speed.key, view: {...player.view, focus: undefined}, options: {...boundary.options}, log: cost.log});
  }

  comeBack(socket) {                                          // as it was left, as far as that is no matter of the run
    const was = left.get(socket);
    if (!was) return;
    this.player.setSpeed(was.speed);
    this.player.view = was.view;
    Object.assign(this.boundary.options, was.options);
    this.cost.log = was.log;
    for (const name of ['test', 'hard', 'wrong']) this.$(name).checked = was.options[name];
    this.$('log').checked = was.log;
  }

  update(component) {                                         // Streamlit ran the page: another run, other settings, or a preset to play
    const old = this.component?.data;
    this.component = component;
    const {data} = component;
    this.el.dataset.rev = data.rev;
    if (old && data.socket !== old.socket) this.player.reopen(this.socket(data));
    else if (this.player.scene && data.rev > this.player.scene.rev) this.player.refresh();
    if ((data.play ?? 0) > this.plays) {
      this.plays = data.play;
      this.player.setSpeed(this.player.near(data.speed));
      if (this.player.scene?.rev === data.rev) this.player.play(); else this.playNext = true;
    }
  }

  adopt(scene) {
    this.scene = this.on = scene;
    forget(this);
    this.focus(null);
    this.hover = null;
    for (const part of [this.diagram, this.boundary, this.cost, this.hist]) part.adopt(scene);
    layers(this);
    legend(this);
    planes(this);
    this.draw.adopt(scene);
    this.say('');
    this.el.classList.toggle('dn-regression', scene.dataset.kind === 'regression');
    this.$('diagram').setAttribute('aria-label', describe.network(scene));
    if (scene.mine) this.follow();
    if (this.playNext) { this.playNext = false; setTimeout(() => this.player.play()); }
    plotly(this.component.data.files + '/plotly.min.js').then(P => { this.Plotly = P; this.dirty.add('cost').add('hist'); }, e => this.say(e.message));
  }

  follow() { this.component.setTriggerValue('changed', this.scene.rev); }   // the page's own widgets and its address

  // ---- drawing
  tick(time) {
    this.player.tick(time);
    this.draw.tick(time);
    if (document.hidden || !this.frame || !this.scene) return;
    if (time - (this.themed ?? 0) > 600) { this.themed = time; this.theme(); this.fill(); }
    const calm = this.player.playing && this.still.matches, every = calm ? STILL_EVERY : 0;
    const moving = this.player.playing && !this.still.matches && !this.player.speed.wait;
    if (this.dirty.has('picture') && time - this.drawn.picture >= every) {
      this.dirty.delete('picture');
      this.drawn.picture = time;
      this.picture();
      if (!this.player.playing) return;                       // what was asked for is seen first, the charts a moment later
    }
    if (!this.Plotly || this.charting) return;
    for (const name of ['cost', 'hist']) {                    // never both in one picture: each takes several milliseconds
      if (this.dirty.has(name) && (!this.player.playing || time - this.drawn[name] > (moving ? this.pace ?? CHART_EVERY : CHART_EVERY))) {
        this.dirty.delete(name);
        this.drawn[name] = time;
        const start = performance.now();
        this.charting = true;
        (name === 'cost' ? this.cost.draw(this.Plotly, this.player) : this.hist.draw(this.Plotly, this.frame))
          .finally(() => { this.charting = false; });
        this.pace = Math.min(1000, Math.max(CHART_EVERY, 15 * (performance.now() - start)));
        words(this);
        break;
      }
    }
  }

  picture() {
    const {frame} = this;
    this.diagram.draw(frame, this.hover);
    this.boundary.draw(frame, this.focused(frame));
    const now = performance.now();                            // digits that change sixty times a second cannot be read
    if (this.player.playing && now - (this.figured ?? 0) < FIGURES_EVERY) return;
    this.figured = now;
    figures(this, frame);
    readout(this, frame);
    verdict(this, frame);
  }

  focused(frame) {                                            // the neuron under the pointer takes the place of the boundary
    const at = this.player.view.focus;
    if (!at || !this.diagram.nodes?.[at[0]]) return null;
    const [l, i] = at, pictures = frame.get('pictures');
    if (pictures && l === 1) {
      const n = this.scene.image[0] * this.scene.image[1];
      return {values: pictures.subarray(i * n, (i + 1) * n), picture: true};
    }
    const big = frame.message.focused?.join() === at.join() ? frame.get('focus') : null;
    if (big) return {values: big};
    const thumbs = frame.get('thumbs'), {nodes} = this.diagram;
    let u = i, all = 0;
    nodes.slice(1).forEach((layer, k) => { if (k + 1 < l) u += layer.length; all += layer.length; });
    return {values: thumbs.subarray(u * thumbs.length / all, (u + 1) * thumbs.length / all)};
  }

  fill() {                                                    // down to the lower edge of the window, where that leaves enough room
    const room = innerHeight - this.el.getBoundingClientRect().top - 10;
    const height = innerWidth > 900 ? `${Math.max(innerWidth > 1250 ? 560 : 680, Math.round(room))}px` : '';
    if (this.el.style.height !== height) this.el.style.height = height;
  }

  theme() {
    const colours = palette(this.el);
    if (colours.key === this.colours.key && this.fonted) return;
    this.fonted = true;
    const font = getComputedStyle(this.el).fontFamily;
    for (const part of [this.diagram, this.boundary, this.cost, this.hist]) { part.colours = colours; part.font = font; }
    this.colours = colours;
    this.boundary.restyle();
    for (const name of ['negative', 'positive', 'middle']) this.el.style.setProperty(`--dn-${name}`, css(colours[name]));
    if (this.scene) { legend(this); this.draw.tools(); }
    this.dirty.add('picture').add('cost').add('hist');
  }

  // ---- what stands around the pictures
  refresh() {
    const {player} = this, button = this.$('play');
    button.textContent = player.playing ? '❚❚ Pause' : '▶ Play';
    button.setAttribute('aria-pressed', player.playing);
    this.$('speed').value = player.speed.key;
    this.el.classList.toggle('dn-playing', player.playing);
    const stuck = player.stuck && !player.stuck.waits && player.now === player.tape.at(-1);
    if (stuck) this.say(player.stuck.advice ?? player.stuck.sentence, true, player.stuck.best);
    else if (this.warned) this.say('');
    this.dirty.add('picture').add('cost').add('hist');
  }

  say(text, warned = false, best = null) {                    // best: a step that is worth going back to
    this.warned = warned;
    const line = this.$('message');
    line.textContent = text;
    line.hidden = !text;
    if (best == null) return;
    const button = document.createElement('button');
    button.textContent = `Go to the best step, ${describe.thousands(best)}`;
    button.addEventListener('click', () => this.player.seek(best, true));
    line.append(' ', button);
  }

  focus(at) {
    const {view} = this.player ?? {view: {}}, old = view.focus?.join();
    if (old === (at?.join() ?? undefined)) return;
    if (at) view.focus = at; else delete view.focus;
    const {scene} = this;
    const what = at ? (at[0] === scene.layer_dims.length - 1 ? `Output ${scene.dataset.classes.length > 2 ? scene.dataset.classes[at[1]] : ''}` : `Layer ${at[0]}, neuron ${at[1] + 1} · ${scene.activations[at[0] - 1]}`)
      : scene.dataset.kind === 'regression' ? 'Prediction' : scene.dataset.kind === 'binary' ? 'Decision boundary' : 'Decision boundaries';
    this.$('what').textContent = what;
    this.$('legend').hidden = Boolean(at);
    if (at && !(scene.image && at[0] === 1)) this.player.look();
    this.dirty.add('picture');
  }

  // ---- what the visitor does
  bind() {
    const on = (name, event, act) => this.$(name).addEventListener(event, act), {player} = this;
    SPEEDS.forEach(s => this.$('speed').add(new Option(s.label, s.key)));
    on('play', 'click', () => this.go());
    on('step', 'click', () => player.forward());
    on('epoch', 'click', () => player.pass());
    on('reset', 'click', () => this.reset());
    on('weights', 'click', () => player.act('new weights'));
    on('speed', 'change', e => { player.setSpeed(e.target.value); e.target.blur(); });
    on('time', 'input', e => player.seek(+e.target.value));
    on('log', 'change', e => { this.cost.log = e.target.checked; this.cost.floor = 0; delete this.cost.zoom.yaxis; this.dirty.add('cost'); });
    for (const name of ['test', 'hard', 'wrong']) on(name, 'change', e => { this.boundary.options[name] = e.target.checked; this.dirty.add('picture'); });
    this.keys = e => {
      if (e.key === 'Tab') this.tabbed = true;                // what the keyboard has come to is worked by it; after a click, Space plays
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.(TYPING)) return;
      const act = {' ': () => this.go(), ArrowRight: () => player.forward(), ArrowLeft: () => player.back(), r: () => this.reset(), e: () => player.pass(), Escape: player.view.row && (() => release(this))}[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (e.key === ' ' && e.target.closest?.('button, a, summary, [role=button], [role=radio], [type=checkbox]') && (this.tabbed || !this.el.contains(e.target))) return;
      if (!act || !this.scene || e.key.startsWith('Arrow') && e.target.matches?.('.dn-value input')) return;
      e.preventDefault();
      act();
    };
    addEventListener('keydown', this.keys);
    this.doors = e => {
      if (e.type === 'pointerdown') this.tabbed = false;
      const link = e.target.closest?.('[data-testid=stPageLink] a');
      if (!link || link === this.opened || e.ctrlKey || e.metaKey || e.shiftKey) return;
      if (player.playing) this.goAway();
      if (e.type !== 'click' || !player.waiting) return;
      e.preventDefault();                                     // the page opens when Python has heard where the stage stands
      e.stopPropagation();
      player.answered().then(() => { this.opened = link; link.click(); });
    };
    for (const event of ['pointerdown', 'click']) document.addEventListener(event, this.doors, true);
    this.watch = new ResizeObserver(() => { this.fill(); this.diagram.layout(); if (this.scene) { layers(this); this.draw.layout(); } this.dirty.add('picture').add('cost').add('hist'); });
    this.watch.observe(this.el);
    this.watch.observe(document.documentElement);
    for (const name of ['diagram', 'plane', 'costs', 'hists']) this.watch.observe(this.$(name));
    const column = this.root.closest('[data-testid=stMainBlockContainer]');  // grows when widgets above the stage arrive
    if (column) this.watch.observe(column);
    pointer(this);
    rows(this);
  }

  go() { if (this.player.playing) this.player.pause(); else this.player.play(); }
  reset() { this.player.pause(); this.player.act('reset'); }

}

const stages = new WeakMap(), left = new Map();               // left: how the stage of each run looked when its page was left
export function mount(component) {
  const root = component.parentElement, stage = stages.get(root);
  if (stage) stage.update(component); else stages.set(root, new Stage(root, component));
}
