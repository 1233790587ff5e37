// Points drawn by hand on the large picture: the tools beside it, the pointer on it, and what is not yet answered.
import {css, mark, sizeOf} from './palette.js';
import {TYPING} from './template.js';

const BRUSHES = [{r: 0, n: 1, name: 'fine'}, {r: .6, n: 2, name: 'medium'}, {r: 1.2, n: 5, name: 'wide'}];   // radius on the plane, points a dab
const SPACING = .35;                                          // of painted points, on the plane
const GRAB = 9;                                               // pixels from a point at which it is taken hold of
const REACH = 11;                                             // pixels around the pointer that the finest brush erases
const SEND_EVERY = 300;                                       // milliseconds between two parts of a stroke
const NOTE_FOR = 6000;                                        // milliseconds
const BUTTON = 30;                                            // pixels from one tool to the next

const ICONS = {
  look: '<path d="M4 2.5 14 9.2 9.4 10l2.6 5-2 1-2.5-5.1L4 14z" fill="currentColor"/>',
  erase: '<path d="m3 11 7-7.5 5 4.6-5.6 6.4H6z M6.6 7.3l5 4.7 M8 14.5h7.5" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  flip: '<path d="M3 6.5h10 M10 3.2l3.4 3.3L10 9.8 M15 11.5H5 M8 8.2l-3.4 3.3L8 14.8" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  undo: '<path d="M6.5 3 3 6.5 6.5 10 M3.4 6.5H11a4 4 0 0 1 0 8H7" fill="none" stroke="currentColor" stroke-width="1.7"/>',
  redo: '<path d="M11.5 3 15 6.5 11.5 10 M14.6 6.5H7a4 4 0 0 0 0 8h4" fill="none" stroke="currentColor" stroke-width="1.7"/>',
  clear: '<rect x="3" y="3" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.5 2"/>',
};
const icon = name => `<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">${ICONS[name]}</svg>`;
const round = v => Math.round(v * 1024) / 1024;

export class Draw {
  constructor(stage) {
    this.stage = stage;
    this.canvas = stage.$('plane');
    this.box = stage.$('tools');
    this.tool = 'look';
    this.label = 0;
    this.brush = 0;
    this.at = null;                                           // the pointer, on the plane
    this.parts = [];                                          // of strokes, made here and not yet answered
    this.open = null;                                         // the part that is still growing
    this.sentAt = 0;
    this.strokes = Date.now() % 2e9 | 0;
    this.bind();
  }

  get can() { return this.stage.scene?.drawing && !this.stage.scene.drawing.refused; }
  get drawing() { return this.tool !== 'look'; }

  // ---- what the server says
  adopt(scene) {
    const name = scene.dataset.name;
    if (name !== this.name && this.name !== undefined && name !== 'drawn' || !this.can) this.choose('look');
    this.name = name;
    this.settle();
    this.tools();
    if (this.next && this.can) { this.next = false; this.choose('add', 0); }
    const {waiting} = scene.drawing ?? {};
    if (scene.note) {                                         // is read for a while, however much is drawn meanwhile
      this.note = scene.note;
      clearTimeout(this.forgetting);
      this.forgetting = setTimeout(() => { this.note = ''; this.hint(); }, NOTE_FOR);
    }
    this.waiting = waiting && `Training waits. ${waiting}`;
    this.hint();
  }

  settle() {                                                  // only what is still on its way differs from the scene
    const {player, boundary, scene} = this.stage;
    this.parts = this.parts.filter(part => part === this.open || player.queue.includes(part.question));
    boundary.data = scene.arrays;
    boundary.points = null;
    this.parts.forEach(part => this.preview(part));
    this.stage.dirty.add('picture');
  }

  preview(part) {                                             // show at once what the server is yet to confirm
    if (part.stroke === 'add') return;                        // drawn over the others, see `over`
    const {boundary, scene} = this.stage, a = scene.arrays;
    if (boundary.data === a) {
      boundary.data = {...a, points_gone: new Uint8Array(a.points_x.length)};
      for (const name of ['points_x', 'points_y', 'points_label']) boundary.data[name] = a[name].slice();
    }
    const d = boundary.data, keys = new Set(part.keys ?? [part.key]);
    for (let i = 0; i < d.points_key.length; i++) {
      if (!keys.has(d.points_key[i])) continue;
      if (part.stroke === 'erase') d.points_gone[i] = 1;
      else if (part.stroke === 'flip') d.points_label[i] = (a.points_label[i] + 1) % scene.drawing.classes;
      else [d.points_x[i], d.points_y[i]] = part.to;
    }
    boundary.points = null;
  }

  hint() {
    const line = this.stage.$('hint'), text = [this.note, this.waiting].filter(Boolean).join(' ');
    line.textContent = text;
    line.hidden = !text;
  }

  // ---- the tools
  tools() {
    const {scene, colours} = this.stage, {drawing} = scene;
    this.box.hidden = !drawing;
    if (!drawing) return;
    const {refused, classes, most_classes: most} = drawing;
    const known = colours.classes(drawing.colors.slice(0, Math.max(classes, 2))), all = colours.classes(drawing.colors);
    const button = (name, html, title, act, {on, off, pressed} = {}) => {
      const b = document.createElement('button');
      b.className = `dn-tool dn-tool-${name}`;
      b.innerHTML = html;
      b.title = refused && off ? refused : title;
      b.setAttribute('aria-label', title.split('.')[0]);
      if (pressed) b.setAttribute('aria-pressed', String(Boolean(on)));
      b.disabled = Boolean(off);
      b.onclick = e => { act(); if (e.detail) this.canvas.focus({preventScroll: true}); };   // from a key the focus stays
      return b;
    };
    const tool = (name, title, label) => button(label === undefined ? name : `${name}-${label + 1}`, label === undefined ? icon(name) : '', title, () => this.choose(name, label),
      {on: this.tool === name && (label === undefined || label === this.label), off: refused && name !== 'look', pressed: true});
    const list = [tool('look', 'Look. The pointer changes nothing.  Key: Esc')];
    const count = refused ? 0 : Math.min(classes + 1, most);
    for (let k = 0; k < count; k++) {
      const fresh = k === classes, name = drawing.names[k];
      const b = tool('add', `${fresh ? `Add points of a new class, ${name}. The network then needs another output, so training starts over` : `Add ${name} points`}. Click, or paint with the pointer held; drag a point to move it.  Key: ${k + 1}`, k);
      const swatch = document.createElement('canvas'), c = swatch.getContext('2d');
      swatch.width = swatch.height = 36;
      mark(c, k, 18, 18, 10);
      c.fillStyle = c.strokeStyle = css((k < classes ? known : all)[k]);
      c.lineWidth = 3;
      if (fresh) c.stroke(); else c.fill();
      b.append(swatch);
      if (fresh) b.insertAdjacentHTML('beforeend', '<i>+</i>');
      list.push(b);
    }
    const act = name => () => this.do(name);
    if (!refused) {
      const {r, name} = BRUSHES[this.brush];
      list.push(tool('erase', 'Erase. Removes the points under the pointer.'), tool('flip', 'Flip. Gives the points under the pointer the next class.'),
        button('brush', `<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><circle cx="9" cy="9" r="${2.2 + 4.4 * r}" fill="currentColor"/><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-dasharray="1.5 2.5"/></svg>`,
          `Brush: ${name}. Click for the next size; a wider one paints more points at once.`, () => { this.brush = (this.brush + 1) % BRUSHES.length; this.tools(); }),
        button('undo', icon('undo'), 'Undo. Takes back the last change of the points.  Keys: Ctrl Z', act('undo'), {off: !drawing.undo}),
        button('redo', icon('redo'), 'Redo. Makes it again.  Keys: Ctrl Shift Z', act('redo'), {off: !drawing.redo}),
        button('double', '×2', 'Copies. Every point gets one more a little beside it.', act('double'), {off: !drawing.points}));
    }
    list.push(button('clear', icon('clear'), 'Empty plane. Starts with no points, to draw your own.', act('clear'), {off: !refused && !drawing.points}));
    const focused = this.box.contains(document.activeElement) && document.activeElement.classList[1];
    this.box.replaceChildren(...list);
    if (focused) this.box.querySelector('.' + focused)?.focus();
    this.layout();
  }

  layout() {                                                  // in as many columns as the height needs
    const n = this.box.children.length, columns = Math.ceil(n / Math.max(4, Math.floor(sizeOf(this.canvas)[1] / BUTTON)));
    this.box.style.gridTemplateRows = `repeat(${Math.ceil(n / columns)}, ${BUTTON - 2}px)`;
  }

  choose(tool, label = this.label) {
    if (tool !== 'look' && !this.can) return;
    this.finish();
    this.tool = tool;
    this.label = label;
    this.canvas.style.cursor = tool === 'look' ? '' : 'crosshair';
    this.canvas.style.touchAction = tool === 'look' ? '' : 'none';
    this.stage.boundary.editing = this.drawing;
    if (this.stage.scene?.drawing) this.tools();
    this.stage.dirty.add('picture');
  }

  do(name) {
    this.finish();
    const {player} = this.stage;
    if (name === 'double') player.act('draw', {stroke: name, id: ++this.strokes}); else player.act(name);
    this.next = name === 'clear' && !this.drawing;            // an empty plane is there to be drawn on
  }

  // ---- strokes
  place(e) {                                                  // of the pointer on the plane, held inside
    const r = this.canvas.getBoundingClientRect(), {boundary, scene} = this.stage, [left, top, side] = boundary.box(...sizeOf(this.canvas));
    const [x0, x1, y0, y1] = scene.plane.range, u = (e.clientX - r.left - left) / side, v = (e.clientY - r.top - top) / side;
    const hold = t => Math.max(0, Math.min(1, t));
    return {x: round(x0 + hold(u) * (x1 - x0)), y: round(y1 - hold(v) * (y1 - y0)), unit: (x1 - x0) / side, inside: u === hold(u) && v === hold(v)};
  }

  near(p, reach) {                                            // the points within reach of a place, nearest first
    const d = this.stage.boundary.data, found = [];
    for (let i = 0; i < d.points_x.length; i++) {
      if (d.points_gone?.[i] || d.points_test[i] && !this.stage.boundary.options.test) continue;
      const off = Math.hypot(d.points_x[i] - p.x, d.points_y[i] - p.y);
      if (off <= reach) found.push([off, d.points_key[i], i]);
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  reach(p) { return Math.max(REACH * p.unit, BRUSHES[this.brush].r); }

  begin(p) {
    this.stroke = {id: ++this.strokes, from: p, last: p, left: 0, done: new Set()};
    if (this.tool === 'add') {
      const held = this.near(p, GRAB * p.unit)[0];
      if (held) this.stroke.held = held[1]; else this.dab(p);
    } else this.touch(p);
  }

  move(p) {
    const s = this.stroke;
    if (s.held !== undefined) {
      if (!s.moving && Math.hypot(p.x - s.from.x, p.y - s.from.y) < 3 * p.unit) return;
      s.moving = true;
      const part = this.part('move');
      part.key = s.held;
      part.to = [p.x, p.y];
      this.preview(part);
    } else {                                                  // evenly along the way, however the pointer's events come
      const {r} = BRUSHES[this.brush], step = this.tool === 'add' ? Math.max(SPACING, r * .6) : this.reach(p) * .6, length = Math.hypot(p.x - s.last.x, p.y - s.last.y);
      let at = step - s.left;
      for (; at <= length; at += step) {
        const t = at / length, q = {...p, x: round(s.last.x + t * (p.x - s.last.x)), y: round(s.last.y + t * (p.y - s.last.y))};
        if (this.tool === 'add') this.dab(q); else this.touch(q);
      }
      s.left = length - (at - step);
      if (this.tool !== 'add') this.touch(p);
    }
    s.last = p;
    this.stage.dirty.add('picture');
  }

  dab(p) {
    const {r, n} = BRUSHES[this.brush], part = this.part('add');
    part.label = this.label;
    for (let i = 0; i < n; i++) {
      const off = r * Math.sqrt(Math.random()), a = 2 * Math.PI * Math.random();
      const [x0, x1, y0, y1] = this.stage.scene.plane.range;
      part.points.push([round(Math.max(x0, Math.min(x1, p.x + off * Math.cos(a)))), round(Math.max(y0, Math.min(y1, p.y + off * Math.sin(a))))]);
    }
  }

  touch(p) {                                                  // erase or flip what lies under the pointer, each point once a stroke
    const keys = this.near(p, this.reach(p)).map(found => found[1]).filter(key => !this.stroke.done.has(key));
    if (!keys.length) return;
    keys.forEach(key => this.stroke.done.add(key));
    const part = this.part(this.tool);
    part.keys.push(...keys);
    this.preview(part);
  }

  part(stroke) {                                              // the growing part of this stroke
    if (!this.open) {
      this.open = {stroke, id: this.stroke.id, points: stroke === 'add' ? [] : undefined, keys: stroke === 'erase' || stroke === 'flip' ? [] : undefined};
      this.parts.push(this.open);
    }
    return this.open;
  }

  send(more) {
    const part = this.open;
    if (!part) return;
    this.open = null;
    this.sentAt = performance.now();
    if (this.stroke) this.stroke.sent = true;
    const {id, stroke, points, keys, key, to, label} = part;
    part.question = this.stage.player.act('draw', {stroke, id, points, keys, key, to, label, more});
  }

  busy() { const {player} = this.stage; return player.waiting?.action === 'draw' || player.queue.some(q => q.action === 'draw'); }

  tick(time) { if (this.open && this.stroke && !this.busy() && time - this.sentAt > SEND_EVERY) this.send(true); }

  finish() {
    const s = this.stroke, {player} = this.stage;
    if (!s) return;
    if (s.held !== undefined && !s.moving) this.dab(s.from);  // a click on a point adds one there
    this.stroke = null;
    if (this.open) return this.send(false);
    const last = [...player.queue].reverse().find(q => q.action === 'draw') ?? (player.waiting?.action === 'draw' ? player.waiting : null);
    if (last) last.more = false; else if (s.sent) this.stage.follow();
  }

  // ---- the pointer and the keys
  bind() {
    const {canvas} = this;
    canvas.onpointerdown = e => {
      if (!this.drawing || !this.can || e.button || this.stroke) return;
      const p = this.place(e);
      if (!p.inside) return;
      e.preventDefault();
      canvas.focus({preventScroll: true});
      canvas.setPointerCapture(e.pointerId);
      this.pointer = e.pointerId;
      this.at = p;
      this.begin(p);
      this.stage.dirty.add('picture');
    };
    canvas.onpointermove = e => {
      if (!this.drawing || !this.stage.scene?.drawing) return;
      const steps = this.stroke && this.pointer === e.pointerId ? e.getCoalescedEvents?.() ?? [] : [];
      if (this.stroke && this.pointer === e.pointerId) for (const step of steps.length ? steps : [e]) this.move(this.place(step));
      const p = this.place(e);
      this.at = p.inside || this.stroke ? p : null;
      this.stage.dirty.add('picture');
    };
    canvas.onpointerup = canvas.onpointercancel = e => { if (this.pointer === e.pointerId) { this.pointer = null; this.finish(); } };
    canvas.onpointerleave = () => { if (!this.stroke) { this.at = null; this.stage.dirty.add('picture'); } };
    this.keys = e => {
      if (!this.can || e.target.closest?.(TYPING)) return;
      const key = e.key.toLowerCase(), within = this.drawing || this.stage.el.contains(document.activeElement);
      if ((e.ctrlKey || e.metaKey) && !e.altKey) {
        const name = key === 'y' || key === 'z' && e.shiftKey ? 'redo' : key === 'z' ? 'undo' : null;
        if (!name || !within) return;
        e.preventDefault();
        if (this.stage.scene.drawing[name]) this.do(name);
      } else if (e.altKey || e.shiftKey) return;
      else if (key === 'escape' && this.drawing) this.choose('look');
      else if (/^[1-9]$/.test(key) && within && +key <= Math.min(this.stage.scene.drawing.classes + 1, this.stage.scene.drawing.most_classes)) {
        e.preventDefault();
        this.choose('add', +key - 1);
      }
    };
    addEventListener('keydown', this.keys);
  }

  leave() { removeEventListener('keydown', this.keys); }

  // ---- over the picture
  over(c, left, top, side) {                                  // points on their way, and what the next click would do
    const {stage} = this, {scene, boundary, colours: k} = stage;
    if (!scene.drawing || scene.drawing.refused) return;
    const [x0, x1, y0, y1] = scene.plane.range, at = ([x, y]) => [left + (x - x0) / (x1 - x0) * side, top + (y1 - y) / (y1 - y0) * side];
    const dot = (label, xy, r, alpha = 1) => {
      mark(c, label, ...at(xy), r);
      c.fillStyle = css(boundary.colourOfClass(label), alpha);
      c.fill();
      c.lineWidth = 1;
      c.strokeStyle = css(k.dark ? [16, 18, 22] : [255, 255, 255]);
      c.stroke();
    };
    const r = boundary.radius ?? 4;
    for (const part of this.parts) if (part.stroke === 'add') for (const xy of part.points) dot(part.label, xy, r);
    if (!this.at || !this.drawing) return;
    const p = this.at, [x, y] = at([p.x, p.y]), {r: wide} = BRUSHES[this.brush];
    const ring = (cx, cy, radius, dash = []) => {
      c.beginPath();
      c.arc(cx, cy, radius, 0, 7);
      c.setLineDash(dash);
      c.lineWidth = 3.5;
      c.strokeStyle = css(k.background, .8);
      c.stroke();
      c.lineWidth = 1.6;
      c.strokeStyle = css(k.text);
      c.stroke();
      c.setLineDash([]);
    };
    if (this.tool === 'add') {
      const held = this.stroke ? null : this.near(p, GRAB * p.unit)[0], d = boundary.data;
      if (held) ring(...at([d.points_x[held[2]], d.points_y[held[2]]]), r + 4);          // takes hold of this one
      else if (this.stroke?.held === undefined) { dot(this.label, [p.x, p.y], r, .6); ring(x, y, Math.max(wide / p.unit, r + 3)); }
      this.canvas.style.cursor = held || this.stroke?.held !== undefined ? 'grab' : 'crosshair';
    } else ring(x, y, this.reach(p) / p.unit, this.tool === 'erase' ? [] : [4, 3]);
  }
}
