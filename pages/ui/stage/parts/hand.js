// The hand on the diagram, by pointer or by keys: a neuron under it becomes the large picture, a weight or
// bias can be set. It tells: neuron ([layer, row] or null), and look
// ([layer, row], or [layer, row, input] of a weight) where one is to go under the microscope.
import { number } from '../look/numbers.js';
import { parameter } from '../look/words.js';
import { Part } from '../part.js';
import { neighbour } from './walk.js';

const WIDTH = 200; // pixels that a tip takes
const ABOVE = 42; // pixels that it stands above what it tells of

export class Hand extends Part {
  /** @param {import('../part.js').Place} place @param {import('./diagram.js').Diagram} diagram */
  constructor(place, diagram) {
    super();
    this.place = place;
    this.diagram = diagram;
    this.canvas = diagram.canvas;
    this.tip = place.find('tip');
    this.form = place.find('edit');
    this.every = 90; // milliseconds between two readings of the tip's digits
    /** @type {import('./diagram.js').Found | null} */ this.found = null;
    /** @type {any} */ this.edited = null;
    this.bind();
  }

  adopt(scene) {
    super.adopt(scene);
    // Whoever walks by keys stays where they are.
    const known = this.found && this.walking ? this.found : null;
    this.form.hidden = true;
    const still = known && known.kind !== 'input' && this.diagram.nodes?.[known.layer]?.[known.row];
    this.point(still ? known : null);
  }

  /** @param {import('./diagram.js').Found | null} found */
  point(found) {
    this.found = found;
    this.diagram.point(found);
    this.place.events.emit('neuron', found?.kind === 'neuron' ? [found.layer, found.row] : null);
    this.touch();
  }

  /** The tip follows the weight while it moves. */
  draw() {
    const { found, tip } = this;
    const value = found && (found.kind === 'weight' || found.kind === 'bias') && this.diagram.valueOf(found);
    const shown = typeof value === 'number' && this.form.hidden;
    tip.hidden = !shown;
    if (!shown || !found) return;
    const how = this.walking ? 'Enter to change' : 'click to change';
    tip.textContent = `${parameter(found)} = ${number(value)}, ${how}`;
    this.put(tip, found);
  }

  put(box, h) {
    const { offsetLeft, offsetTop, clientWidth } = this.canvas;
    const left = offsetLeft + Math.max(0, Math.min(h.x + 10, clientWidth - Math.max(WIDTH, box.offsetWidth)));
    Object.assign(box.style, { left: `${left}px`, top: `${offsetTop + Math.max(0, h.y - ABOVE)}px` });
  }

  // ---- the pointer
  bind() {
    const { canvas, form } = this;
    const where = (e) => {
      const { left, top } = canvas.getBoundingClientRect();
      return this.scene && this.diagram.at(e.clientX - left, e.clientY - top);
    };
    canvas.addEventListener('pointermove', (e) => {
      if (e.pointerType === 'touch') return; // a swipe scrolls; a tap points
      this.walking = false;
      const h = where(e);
      canvas.style.cursor = !h ? 'default' : h.kind === 'neuron' ? 'zoom-in' : 'pointer';
      this.point(h);
    });
    canvas.addEventListener('pointerleave', (e) => {
      if (e.pointerType !== 'touch' && !this.walking && this.scene) this.point(null);
    });
    canvas.addEventListener('click', (e) => {
      const h = where(e);
      const same = JSON.stringify([h?.layer, h?.row, h?.kind]) === this.tapped;
      this.tapped = '';
      if (h?.kind === 'neuron' && /** @type {PointerEvent} */ (e).pointerType === 'touch') {
        this.point(same ? null : h); // a second tap lets it go
        if (!same) this.tapped = JSON.stringify([h.layer, h.row, h.kind]);
        return;
      }
      if (h?.kind === 'neuron') return this.place.events.emit('look', [h.layer, h.row]);
      if (h?.kind === 'weight' || h?.kind === 'bias') this.edit(h);
      else form.hidden = true;
    });
    canvas.addEventListener('blur', () => {
      if (this.walking && form.hidden) this.stop();
    });
    form.onsubmit = (e) => {
      e.preventDefault();
      this.set(+form.querySelector('input').value);
    };
    this.place.find('follow').onclick = () => {
      form.hidden = true;
      const { layer, row } = this.edited;
      this.place.events.emit('look', this.weightOf(this.edited) ?? [layer, row]);
    };
    form.onkeydown = (e) => {
      if (e.key !== 'Escape') return;
      e.stopPropagation();
      form.hidden = true;
      if (this.walking) canvas.focus();
    };
  }

  edit(h) {
    const { form } = this;
    const value = this.diagram.valueOf(h);
    if (value === undefined) return;
    this.tip.hidden = true;
    this.place.player.pause();
    this.edited = h;
    const name = parameter(h);
    form.hidden = false;
    form.querySelector('label').textContent = `${name} =`;
    const input = form.querySelector('input');
    input.value = +value.toFixed(6);
    input.setAttribute('aria-label', `New value of ${name}`);
    this.put(form, h);
    input.focus();
    input.select();
  }

  set(value) {
    const { layer, row } = this.edited;
    this.form.hidden = true;
    if (this.walking) this.canvas.focus();
    const [, , col = null] = this.weightOf(this.edited) ?? [];
    this.place.player.act('edit', { layer, row, col, value });
  }

  /** Layer, row and column of a weight, null of anything else: an input that is drawn at `col` may be a later
   * column of W1. @param {any} found */
  weightOf({ kind, layer, row, col }) {
    if (kind !== 'weight') return null;
    return [layer, row, layer === 1 ? this.scene.shown_inputs[col] : col];
  }

  /** The weight that is pointed at. */
  get weight() {
    return this.found && this.weightOf(this.found);
  }

  // ---- the keys, while the diagram has the focus
  key(e) {
    if (document.activeElement !== this.canvas || !this.scene || !this.place.told().tabbed) return false;
    if (e.key === 'Escape' && this.walking) {
      this.stop();
      return true;
    }
    if (e.key === 'Enter') {
      if (this.found?.kind === 'weight' || this.found?.kind === 'bias') this.edit(this.found);
      return Boolean(this.found);
    }
    const next = neighbour(this.diagram.nodes, this.found, e.key, Boolean(this.scene.image));
    if (!next) return false;
    this.walking = true;
    const { kind, layer, row, col } = next;
    const found = kind === 'weight' ? this.diagram.weight(layer, row, col) : this.diagram[kind](layer, row);
    this.point(found);
    this.place.tell('spoken', this.spoken(found));
    return true;
  }

  stop() {
    this.walking = false;
    this.point(null);
  }

  spoken(h) {
    if (h.kind !== 'neuron') {
      const { scene } = this;
      const from =
        h.layer === 1 ? this.diagram.inputs.filter((n) => n.on)[h.col]?.label : `neuron ${h.col + 1}`;
      const to =
        h.layer === scene.layer_dims.length - 1
          ? `output ${h.row + 1}`
          : `layer ${h.layer}, neuron ${h.row + 1}`;
      const what = h.kind === 'bias' ? `Bias of ${to}` : `Weight from ${from} to ${to}`;
      return `${what}: ${number(h.value)}. Enter changes it.`;
    }
    const biased = this.diagram.bias(h.layer, h.row);
    return `${this.place.find('what').textContent}, bias ${number(biased.value)}`;
  }
}
