// The live part of the page: builds the elements, hands frames to the pictures, and the visitor's actions to the player.
import {Boundary} from './boundary.js';
import {CostChart, HistogramChart, plotly} from './charts.js';
import * as describe from './describe.js';
import {Diagram} from './diagram.js';
import {css, mark, palette} from './palette.js';
import {Player, SPEEDS} from './player.js';

const FIGURES_EVERY = 90;                                     // milliseconds between two readings of the digits while playing
const CHART_EVERY = 220;                                      // milliseconds between updates of one chart while playing
const STILL_EVERY = 250;                                      // between pictures for those who ask for less motion
const MOST_LAYERS = 8, MOST_NEURONS = 64;

const HTML = `
<div class="dn-bar" role="toolbar" aria-label="Training">
  <button class="dn-play dn-primary" title="Train continuously, or stop where it is.  Key: Space">▶ Play</button>
  <button class="dn-step" title="One parameter update: one mini-batch forward, backward, and every weight moves once.  Key: →">Step</button>
  <button class="dn-epoch" title="One pass over the training set, batch after batch.  Key: E">Epoch</button>
  <button class="dn-reset" title="Back to step 0 with the same initial weights: the same run again.  Key: R">↺ Reset</button>
  <button class="dn-weights" title="Start over from other random weights on the same data: shows how much was luck.">New weights</button>
  <select class="dn-speed" aria-label="Speed" title="How much is trained between two pictures. Slow shows each update; fast shows where it ends."></select>
  <input class="dn-time" type="range" min="0" max="0" step="1" value="0" aria-label="Time: step shown" title="Go back to any step. Every view follows; Play goes on from there.">
  <output class="dn-count" aria-live="off">step <b></b> epoch <b></b></output>
</div>
<p class="dn-message" role="alert" hidden></p>
<div class="dn-main">
  <section class="dn-net" aria-label="Network">
    <div class="dn-layers"></div>
    <canvas class="dn-diagram" role="img" tabindex="0"></canvas>
    <div class="dn-tip" hidden></div>
    <form class="dn-edit" hidden><label></label><input type="number" step="any" required><button>Set</button></form>
  </section>
  <section class="dn-out" aria-label="Output">
    <header><b class="dn-what"></b><span class="dn-legend"></span></header>
    <canvas class="dn-plane" role="img"></canvas>
    <footer>
      <div class="dn-toggles">
        <label title="Hollow marks: points the network never trains on. They show whether it learned the pattern or the points."><input type="checkbox" class="dn-test" checked>test points</label>
        <label class="dn-wrongs" title="A ring around every point that gets the wrong answer at this step."><input type="checkbox" class="dn-wrong" checked>mistakes</label>
        <label class="dn-hards" title="Only the decision, without the confidence: the border is where it changes its mind."><input type="checkbox" class="dn-hard">hard classes</label>
        <span class="dn-axes"></span>
      </div>
      <small class="dn-held"></small>
    </footer>
  </section>
</div>
<div class="dn-charts">
  <section aria-label="Cost">
    <header><span class="dn-figures"><span class="dn-train">train cost <b></b></span><span class="dn-tests">test <b></b></span><span><i></i> train <b></b></span><span>test <b></b></span></span><label title="Equal factors take equal heights: late progress becomes visible."><input type="checkbox" class="dn-log">log</label></header>
    <div class="dn-plot dn-costs" role="img"></div>
  </section>
  <section aria-label="Weight histograms">
    <header><b>Weights per layer</b><small>outline: initial weights</small></header>
    <div class="dn-plot dn-hists" role="img"></div>
    <div class="dn-readout"></div>
  </section>
</div>`;

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
    this.hover = null;
    this.dirty = new Set();
    this.drawn = {cost: 0, hist: 0, picture: 0};
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.plays = component.data.play ?? 0;
    this.theme();
    this.player = new Player({
      url: this.socket(component.data), scene: s => this.adopt(s), frame: f => { this.frame = f; this.dirty.add('picture').add('cost').add('hist'); },
      state: () => this.refresh(), error: text => this.say(text), lost: () => this.component.setTriggerValue('lost', Date.now()),
    });
    this.bind();
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
    this.player.close();
    removeEventListener('keydown', this.keys);
    this.watch.disconnect();
    stages.delete(this.root);
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
    this.scene = scene;
    this.focus(null);
    this.hover = null;
    for (const part of [this.diagram, this.boundary, this.cost, this.hist]) part.adopt(scene);
    this.layers();
    this.legend();
    this.planes();
    this.say('');
    this.el.classList.toggle('dn-regression', scene.dataset.kind === 'regression');
    this.$('diagram').setAttribute('aria-label', describe.network(scene));
    if (scene.mine) this.component.setTriggerValue('changed', scene.rev);   // the page's own widgets and its address follow
    if (this.playNext) { this.playNext = false; setTimeout(() => this.player.play()); }
    plotly(this.component.data.files + '/plotly.min.js').then(P => { this.Plotly = P; this.dirty.add('cost').add('hist'); }, e => this.say(e.message));
  }

  // ---- drawing
  tick(time) {
    this.player.tick(time);
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
        this.pace = Math.min(600, Math.max(CHART_EVERY, 12 * (performance.now() - start)));
        this.words();
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
    this.figures(frame);
    this.readout(frame);
  }

  figures(frame) {
    const {scene, player} = this, [train, test] = frame.cost, [a, b] = frame.metric, time = this.$('time');
    const write = (name, values) => this.el.querySelectorAll(`.dn-${name} b`).forEach((cell, i) => { cell.textContent = values[i]; });
    write('count', [describe.thousands(frame.step), frame.epoch.toFixed(frame.epoch < 100 ? 1 : 0)]);
    write('figures', [describe.number(train), describe.number(test), describe.score(scene, a), describe.score(scene, b)]);
    this.el.querySelector('.dn-figures i').textContent = scene.metric;
    time.max = Math.max(player.peak, 1);
    if (document.activeElement !== time || player.playing) time.value = frame.step;
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

  readout(frame) {
    const stats = frame.get('stats'), L = this.scene.layer_dims.length - 1;
    const names = this.scene.activations, line = this.$('readout');
    if (line.children.length !== L) {
      line.innerHTML = Array.from({length: L}, (_, l) => `<span>${l + 1 === L ? 'output' : `layer ${l + 1}`} <i title="standard deviation of this layer's weights">σ <b></b></i>`
        + `<i class="dn-dead"></i><i title="Size of the last update over the size of the weights. About 0.001 is healthy; far less is a stall, far more is a jump.">Δ/w <b></b></i></span>`).join('');
    }
    [...line.children].forEach((cell, l) => {
      const [sigma, dead, ratio] = stats.subarray(3 * l, 3 * l + 3), [a, d, r] = cell.querySelectorAll('i');
      a.querySelector('b').textContent = describe.number(sigma, 3);
      d.hidden = l + 1 === L || !(dead >= 0);
      const relu = /relu|linear|elu/.test(names[l]);
      d.title = relu ? 'Units that answer 0 to every row: they get no gradient and cannot recover by themselves.' : 'Units stuck at an end of their range on nearly every row: their gradient has vanished.';
      d.innerHTML = `${relu ? 'dead' : 'saturated'} <b>${Math.round(100 * dead)} %</b>`;
      d.classList.toggle('dn-bad', dead > .3);
      r.querySelector('b').textContent = ratio < 0 ? '–' : ratio === 0 ? '0' : ratio.toExponential(0).replace(/e\+?(-?)(\d+)/, (_, s, n) => '·10' + (s ? '⁻' : '') + describe.raised(n));
    });
  }

  words() {
    const now = performance.now();
    if (this.player.playing && now - (this.worded ?? 0) < 1000) return;
    this.worded = now;
    this.$('plane').setAttribute('aria-label', describe.boundary(this.scene, this.frame));
    this.$('costs').setAttribute('aria-label', describe.progress(this.scene, this.frame));
    this.$('hists').setAttribute('aria-label', 'Histograms of the weights, ' + describe.spread(this.scene, this.frame));
  }

  fill() {                                                    // down to the lower edge of the window, where that leaves enough room
    const room = innerHeight - this.el.getBoundingClientRect().top - 10;
    const height = innerWidth > 900 ? `${Math.max(560, Math.round(room))}px` : '';
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
    if (this.scene) this.legend();
    this.dirty.add('picture').add('cost').add('hist');
  }

  // ---- what stands around the pictures
  refresh() {
    const {player} = this, button = this.$('play');
    button.textContent = player.playing ? '❚❚ Pause' : '▶ Play';
    button.setAttribute('aria-pressed', player.playing);
    this.$('speed').value = player.speed.key;
    this.el.classList.toggle('dn-playing', player.playing);
    const stuck = player.stuck && player.now === player.tape.at(-1);
    if (stuck) this.say(player.stuck.advice ?? player.stuck.sentence, true);
    else if (this.warned) this.say('');
    this.dirty.add('picture').add('cost').add('hist');
  }

  say(text, warned = false) {
    this.warned = warned;
    const line = this.$('message');
    line.textContent = text;
    line.hidden = !text;
  }

  layers() {
    const {scene} = this, hidden = scene.settings.hidden, box = this.$('layers');
    const button = (text, label, on, disabled) => {
      const b = document.createElement('button');
      Object.assign(b, {textContent: text, title: label, onclick: on, disabled});
      b.setAttribute('aria-label', label);
      return b;
    };
    const set = layers => this.player.act('set', {fields: {hidden: layers}});
    const head = document.createElement('div');
    head.className = 'dn-depth';
    head.append(button('−', 'Remove the last hidden layer', () => set(hidden.slice(0, -1)), !hidden.length),
      Object.assign(document.createElement('span'), {innerHTML: `<b>${hidden.length}</b> hidden ${hidden.length === 1 ? 'layer' : 'layers'}`}),
      button('+', 'Add a hidden layer: the network can bend its border more often, and is harder to train', () => set([...hidden, hidden.at(-1) ?? 4]), hidden.length >= MOST_LAYERS));
    box.replaceChildren(head);
    this.diagram.layout();
    const xs = this.diagram.columns;
    if (!xs) return;
    hidden.forEach((n, l) => {
      const group = document.createElement('div');
      group.className = 'dn-width';
      group.style.left = `${xs[l + 1]}px`;
      const to = v => set(hidden.map((old, i) => i === l ? v : old));
      const count = Object.assign(document.createElement('input'), {type: 'number', min: 1, max: MOST_NEURONS, value: n, title: 'Neurons in this layer: 1 to 64', onchange: e => {
        const v = Math.round(+e.target.value);
        if (v >= 1 && v <= MOST_NEURONS) to(v); else { this.say(`A layer has 1 to ${MOST_NEURONS} neurons, not ${e.target.value || 'nothing'}.`); e.target.value = n; }
      }});
      count.setAttribute('aria-label', `Neurons in layer ${l + 1}`);
      group.append(button('−', `One neuron fewer in layer ${l + 1}`, () => to(n - 1), n <= 1), count, button('+', `One neuron more in layer ${l + 1}`, () => to(n + 1), n >= MOST_NEURONS));
      box.append(group);
    });
    for (const node of scene.features ? this.diagram.inputs : []) {
      const b = document.createElement('button');
      b.className = 'dn-feature';
      b.setAttribute('aria-pressed', node.on);
      b.setAttribute('aria-label', `Input ${node.label}`);
      b.title = `${node.on ? 'Take' : 'Give'} the network ${node.label} ${node.on ? 'away' : ''}: a good input can save a whole layer.`;
      Object.assign(b.style, {left: `${node.x - node.size / 2}px`, top: `${node.y - node.size / 2}px`, width: `${node.size}px`, height: `${node.size}px`});
      b.onclick = () => this.toggle(node.key);
      box.append(b);
    }
  }

  toggle(key) {
    const {all, on} = this.scene.features, next = all.map(f => f[0]).filter(k => on.includes(k) !== (k === key));
    if (next.length) this.player.act('set', {fields: {features: next}});
    else this.say('The network needs at least one input: switch another one on first.');
  }

  legend() {
    const {dataset} = this.scene, box = this.$('legend'), k = this.colours;
    box.replaceChildren();
    if (dataset.kind === 'regression') {
      box.innerHTML = `<span>low</span><i class="dn-scale"></i><span>high</span>`;
      return;
    }
    dataset.classes.forEach((name, i) => {
      const item = document.createElement('span'), swatch = document.createElement('canvas'), c = swatch.getContext('2d');
      swatch.width = swatch.height = 28;
      mark(c, i, 14, 14, 9);
      c.fillStyle = css(k.classes(dataset.colors)[i]);
      c.fill();
      item.title = name;
      item.append(swatch, name);
      box.append(item);
    });
  }

  planes() {
    const {plane} = this.scene, box = this.$('axes');
    this.$('held').textContent = [plane.held, ...this.scene.dataset.notes.filter(n => /diagnos/i.test(n))].filter(Boolean).join(' ');
    box.replaceChildren();
    if (plane.choices.length <= 2) return;
    const select = (label, options, value, change) => {
      const s = document.createElement('select');
      s.setAttribute('aria-label', label);
      s.title = label;
      options.forEach(([v, text]) => s.add(new Option(text, v)));
      s.value = value;
      s.onchange = () => change(s.value);
      return s;
    };
    const look = part => { Object.assign(this.player.view, part); this.player.refresh(); };
    const pca = plane.kind === 'pca';
    box.append(select('What the plane shows: two columns, or the two directions in which the rows differ most', [['features', 'two columns'], ['pca', 'principal components']], plane.kind, v => look({plane: v})));
    if (!pca) {
      const names = plane.choices.map((name, i) => [i, name]);
      box.append(select('Across', names, plane.xi, v => look({plane: 'features', x: +v})), select('Up', names, plane.yi, v => look({plane: 'features', y: +v})));
    }
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
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.('input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable], [role=combobox], [role=slider], [role=dialog]')) return;
      const act = {' ': () => this.go(), ArrowRight: () => player.forward(), ArrowLeft: () => player.back(), r: () => this.reset(), e: () => player.pass()}[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (!act || !this.scene || e.key === ' ' && e.target.closest?.('button, a, summary, [role=button], [role=radio], [type=checkbox]') && !this.el.contains(e.target)) return;
      e.preventDefault();
      act();
    };
    addEventListener('keydown', this.keys);
    this.watch = new ResizeObserver(() => { this.fill(); this.diagram.layout(); if (this.scene) this.layers(); this.dirty.add('picture').add('cost').add('hist'); });
    this.watch.observe(this.el);
    this.watch.observe(document.documentElement);
    this.pointer();
  }

  go() { if (this.player.playing) this.player.pause(); else this.player.play(); }
  reset() { this.player.pause(); this.player.act('reset'); }

  pointer() {
    const canvas = this.$('diagram'), tip = this.$('tip'), form = this.$('edit');
    const where = e => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
    const name = h => h.kind === 'weight' ? `w${describe.raised(h.layer)}[${h.row + 1}, ${h.col + 1}]` : `b${describe.raised(h.layer)}[${h.row + 1}]`;
    const place = (box, h) => Object.assign(box.style, {left: `${Math.min(h.x + 10, canvas.clientWidth - 190)}px`, top: `${canvas.offsetTop + Math.max(0, h.y - 42)}px`});
    canvas.onpointermove = e => {
      const h = this.hover = this.scene ? this.diagram.at(...where(e)) : null;
      tip.hidden = !(h && (h.kind === 'weight' || h.kind === 'bias'));
      if (!tip.hidden) { tip.textContent = `${name(h)} = ${h.value.toFixed(4).replace('-', '−')}, click to change`; place(tip, h); }
      canvas.style.cursor = h && h.kind !== 'neuron' ? 'pointer' : 'default';
      this.focus(h?.kind === 'neuron' ? [h.layer, h.row] : null);
      this.dirty.add('picture');
    };
    canvas.onpointerleave = () => { this.hover = null; tip.hidden = true; if (this.scene) this.focus(null); this.dirty.add('picture'); };
    canvas.onclick = e => {
      const h = this.scene && this.diagram.at(...where(e));
      form.hidden = !(h && (h.kind === 'weight' || h.kind === 'bias'));
      if (form.hidden) return;
      tip.hidden = true;
      this.player.pause();
      this.edited = h;
      form.querySelector('label').textContent = name(h) + ' =';
      const input = form.querySelector('input');
      input.value = +h.value.toFixed(6);
      input.setAttribute('aria-label', `New value of ${name(h)}`);
      place(form, h);
      input.focus();
      input.select();
    };
    form.onsubmit = e => {
      e.preventDefault();
      form.hidden = true;
      const {layer, row, kind, col} = this.edited, value = +form.querySelector('input').value;
      this.player.act('edit', {layer, row, col: kind === 'bias' ? null : this.column(layer, col), value});
    };
    form.onkeydown = e => { if (e.key === 'Escape') form.hidden = true; };
  }

  column(layer, col) { return layer === 1 ? this.scene.shown_inputs[col] : col; }   // an input drawn at `col` may be a later column of W1
}

const stages = new WeakMap();
export function mount(component) {
  const root = component.parentElement, stage = stages.get(root);
  if (stage) stage.update(component); else stages.set(root, new Stage(root, component));
}
