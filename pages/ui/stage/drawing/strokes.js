// Strokes of the pointer on the large picture: evenly spaced dabs, points moved, erased or flipped, sent in
// parts. It tells: points (as they will be when the server has confirmed them), changed (a stroke is over).
import { toPlane } from '../parts/ground.js';
import { BRUSHES, GRAB, reach } from './brushes.js';
import { Holder } from './holder.js';
import { near, Over, previewed } from './preview.js';

const SPACING = 0.35; // of painted points, on the plane
const SEND_EVERY = 300; // milliseconds between two parts of a stroke
const GRAIN = 1024; // places are whole multiples of 1 / GRAIN

const round = (v) => Math.round(v * GRAIN) / GRAIN;
const clamp = (v, low, high) => Math.max(low, Math.min(high, v));

/** @typedef {{x: number, y: number, unit: number, inside: boolean}} Spot a place of the plane; unit: of a
 * pixel */

export class Strokes extends Holder {
  /** @param {import('../part.js').Place} place @param {import('../parts/boundary.js').Boundary} boundary */
  constructor(place, boundary) {
    super();
    this.place = place;
    this.boundary = boundary;
    this.canvas = boundary.canvas;
    /** @type {Spot | null} */ this.at = null; // the pointer
    /** @type {any[]} */ this.parts = []; // of strokes, made here and not yet answered
    /** @type {any} */ this.open = null; // the part that is still growing
    /** @type {any} */ this.stroke = null;
    this.sentAt = 0;
    this.count = Math.floor(Date.now() % 2e9);
    const over = new Over(this, boundary);
    boundary.over.push((...args) => over.draw(...args));
    this.bind();
  }

  adopt(scene) {
    super.adopt(scene);
    this.settle();
  }
  turned() {
    this.settle();
  }

  /** @param {import('./brushes.js').Tool} tool */
  take(tool) {
    this.tool = tool;
    this.canvas.style.cursor = this.drawing ? 'crosshair' : '';
    this.canvas.style.touchAction = this.drawing ? 'none' : '';
    this.show();
  }

  /** Only what is still on its way differs from the scene. */
  settle() {
    const { queue } = this.place.player;
    this.parts = this.parts.filter((part) => part === this.open || queue.includes(part.question));
    this.show();
  }

  show() {
    const { scene } = this;
    if (!scene) return;
    const points = scene.drawing ? previewed(scene.arrays, this.parts, scene.drawing.classes) : scene.arrays;
    this.place.events.emit('points', points);
  }

  near(p, most) {
    return near(this.boundary.data, p, most, (i) => this.boundary.hidden(i));
  }

  /** The place of the plane under a pointer event. @returns {Spot} */
  spot(e) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const { range } = this.scene.plane;
    const p = toPlane(range, this.boundary.square, e.clientX - left, e.clientY - top);
    return { ...p, x: round(p.x), y: round(p.y) };
  }

  // ---- one stroke
  begin(p) {
    this.stroke = { id: ++this.count, from: p, last: p, left: 0, done: new Set() };
    this.at = p;
    if (this.tool.name === 'add') {
      const held = this.near(p, GRAB * p.unit)[0];
      if (held) this.stroke.held = held[1];
      else this.dab(p);
    } else this.erase(p);
    this.show();
  }

  move(p) {
    const s = this.stroke;
    if (s.held !== undefined) {
      if (!s.moving && Math.hypot(p.x - s.from.x, p.y - s.from.y) < 3 * p.unit) return;
      s.moving = true;
      const part = this.part('move');
      part.key = s.held;
      part.to = [p.x, p.y];
    } else this.along(p);
    s.last = p;
    this.show();
  }

  /** Evenly along the way, however the pointer's events come. */
  along(p) {
    const s = this.stroke;
    const { name, brush } = this.tool;
    const step = name === 'add' ? Math.max(SPACING, BRUSHES[brush].r * 0.6) : reach(p, brush) * 0.6;
    const length = Math.hypot(p.x - s.last.x, p.y - s.last.y);
    let at = step - s.left;
    for (; at <= length; at += step) {
      const t = at / length;
      const q = {
        ...p,
        x: round(s.last.x + t * (p.x - s.last.x)),
        y: round(s.last.y + t * (p.y - s.last.y)),
      };
      if (name === 'add') this.dab(q);
      else this.erase(q);
    }
    s.left = length - (at - step);
    if (name !== 'add') this.erase(p);
  }

  dab(p) {
    const { r, n } = BRUSHES[this.tool.brush];
    const [x0, x1, y0, y1] = this.scene.plane.range;
    const part = this.part('add');
    part.label = this.tool.label;
    for (let i = 0; i < n; i++) {
      const off = r * Math.sqrt(Math.random());
      const a = 2 * Math.PI * Math.random();
      const [x, y] = [p.x + off * Math.cos(a), p.y + off * Math.sin(a)];
      part.points.push([round(clamp(x, x0, x1)), round(clamp(y, y0, y1))]);
    }
  }

  /** Erase or flip what lies under the pointer, each point once a stroke. */
  erase(p) {
    const found = this.near(p, reach(p, this.tool.brush)).map(([, key]) => key);
    const keys = found.filter((key) => !this.stroke.done.has(key));
    if (!keys.length) return;
    for (const key of keys) this.stroke.done.add(key);
    this.part(this.tool.name).keys.push(...keys);
  }

  /** The growing part of this stroke. */
  part(stroke) {
    if (!this.open) {
      const keys = stroke === 'erase' || stroke === 'flip' ? [] : undefined;
      this.open = { stroke, id: this.stroke.id, points: stroke === 'add' ? [] : undefined, keys };
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
    const { id, stroke, points, keys, key, to, label } = part;
    part.question = this.place.player.act('draw', { stroke, id, points, keys, key, to, label, more });
  }

  double() {
    this.place.player.act('draw', { stroke: 'double', id: ++this.count });
  }

  busy() {
    const { player } = this.place;
    return player.waiting?.action === 'draw' || player.queue.some((q) => q.action === 'draw');
  }

  /** @param {number} time */
  tick(time) {
    if (this.open && this.stroke && !this.busy() && time - this.sentAt > SEND_EVERY) this.send(true);
  }

  finish() {
    const s = this.stroke;
    const { player, events } = this.place;
    if (!s) return;
    if (s.held !== undefined && !s.moving) this.dab(s.from); // a click on a point adds one there
    this.stroke = null;
    if (this.open) return this.send(false);
    const waiting = player.waiting?.action === 'draw' ? player.waiting : null;
    const last = [...player.queue].reverse().find((q) => q.action === 'draw') ?? waiting;
    if (last) last.more = false;
    else if (s.sent) events.emit('changed');
  }

  // ---- the pointer
  bind() {
    const { canvas } = this;
    canvas.addEventListener('pointerdown', (e) => {
      if (!this.drawing || !this.can || e.button || this.stroke) return;
      const p = this.spot(e);
      if (!p.inside) return;
      e.preventDefault();
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(e.pointerId);
      this.pointer = e.pointerId;
      this.begin(p);
    });
    canvas.addEventListener('pointermove', (e) => {
      if (!this.drawing || !this.scene?.drawing) return;
      const mine = this.stroke && this.pointer === e.pointerId;
      const steps = mine ? (e.getCoalescedEvents?.() ?? []) : [];
      if (mine) for (const step of steps.length ? steps : [e]) this.move(this.spot(step));
      const p = this.spot(e);
      this.at = p.inside || this.stroke ? p : null;
      this.boundary.touch();
    });
    const up = (e) => {
      if (this.pointer !== e.pointerId) return;
      this.pointer = null;
      this.finish();
    };
    canvas.addEventListener('pointerup', up);
    canvas.addEventListener('pointercancel', up);
    canvas.addEventListener('pointerleave', () => {
      if (this.stroke) return;
      this.at = null;
      this.boundary.touch();
    });
  }
}
