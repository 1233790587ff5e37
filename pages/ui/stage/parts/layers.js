// The buttons over the diagram: layers, neurons and inputs, added and taken away where they are drawn.
import { Part } from '../part.js';

const APART = 88; // pixels between two layers at which each has its own buttons
const APART_TOUCHED = 142; // for a finger

export class Layers extends Part {
  /** @param {import('../part.js').Place} place @param {import('./diagram.js').Diagram} diagram */
  constructor(place, diagram) {
    super();
    this.place = place;
    this.diagram = diagram;
    this.box = place.find('layers');
    this.touched = matchMedia('(pointer: coarse)');
    this.layer = 0; // that the buttons are for, where all layers share them
  }

  adopt(scene) {
    super.adopt(scene);
    this.build();
  }
  restyle(look) {
    super.restyle(look);
    this.resize();
  }
  resize() {
    if (this.scene) this.build();
  }

  get hidden() {
    return this.scene.settings.hidden;
  }

  set(hidden) {
    this.place.player.act('set', { fields: { hidden } });
  }

  /** So many neurons in a layer. @param {number} l @param {number} n */
  widen(l, n) {
    this.set(this.hidden.map((old, i) => (i === l ? n : old)));
  }

  build() {
    const { activeElement: active } = document;
    const name = this.box.contains(active) ? active?.getAttribute('aria-label') : null;
    this.box.replaceChildren(this.depth());
    const { columns, across } = this.diagram;
    if (!columns.length) return;
    const apart = (this.touched.matches ? APART_TOUCHED : APART) * this.scale;
    if (across >= apart) {
      this.hidden.forEach((_, l) => {
        const group = this.width(l);
        group.style.left = `${columns[l + 1]}px`;
        this.box.append(group);
      });
    } else if (this.hidden.length) this.box.append(this.shared());
    for (const node of this.scene.features ? this.diagram.inputs : []) this.box.append(this.feature(node));
    if (name) this.box.querySelector(`[aria-label="${CSS.escape(name)}"]`)?.focus();
  }

  button(text, label, act, disabled = false) {
    const b = document.createElement('button');
    Object.assign(b, { textContent: text, title: label, onclick: act, disabled });
    b.setAttribute('aria-label', label.split(':')[0]);
    return b;
  }

  depth() {
    const { hidden } = this;
    const most = this.scene.limits.layers;
    const head = document.createElement('div');
    head.className = 'dn-depth';
    const count = document.createElement('span');
    count.innerHTML = `<b>${hidden.length}</b> hidden ${hidden.length === 1 ? 'layer' : 'layers'}`;
    const more = 'Add a hidden layer: the network can bend its border more often, and is harder to train';
    head.append(
      this.button('−', 'Remove the last hidden layer', () => this.set(hidden.slice(0, -1)), !hidden.length),
      count,
      this.button('+', more, () => this.set([...hidden, hidden.at(-1) ?? 4]), hidden.length >= most),
    );
    return head;
  }

  width(l) {
    const n = this.hidden[l];
    const most = this.scene.limits.neurons;
    const group = document.createElement('div');
    group.className = 'dn-width';
    const count = document.createElement('input');
    Object.assign(count, { type: 'number', min: 1, max: most, step: 1, value: n });
    count.title = `Neurons in this layer: 1 to ${most}`;
    count.setAttribute('aria-label', `Neurons in layer ${l + 1}`);
    count.onchange = () => {
      const v = Number(count.value);
      if (Number.isInteger(v) && v >= 1 && v <= most) return this.widen(l, v);
      const got = count.value || 'nothing';
      this.place.events.emit('say', `A layer has a whole number of neurons from 1 to ${most}, not ${got}.`);
      count.value = String(n);
    };
    group.append(
      this.button('−', `One neuron fewer in layer ${l + 1}`, () => this.widen(l, n - 1), n <= 1),
      count,
      this.button('+', `One neuron more in layer ${l + 1}`, () => this.widen(l, n + 1), n >= most),
    );
    return group;
  }

  /** One set of buttons for all layers, where they stand too close for one each. */
  shared() {
    this.layer = Math.min(this.layer, this.hidden.length - 1);
    const group = this.width(this.layer);
    group.classList.add('dn-shared');
    const choice = document.createElement('select');
    choice.setAttribute('aria-label', 'Layer whose neurons are set');
    this.hidden.forEach((n, l) => {
      choice.add(new Option(`layer ${l + 1}: ${n}`, String(l)));
    });
    choice.value = String(this.layer);
    choice.onchange = () => {
      this.layer = +choice.value;
      this.build();
    };
    group.prepend(choice);
    return group;
  }

  feature(node) {
    const b = document.createElement('button');
    b.className = 'dn-feature';
    b.setAttribute('aria-pressed', String(node.on));
    b.setAttribute('aria-label', `Input ${node.label}`);
    const how = node.on ? `Take ${node.label} away from the network` : `Give the network ${node.label}`;
    b.title = `${how}: a good input can save a whole layer.`;
    const size = node.size;
    const place = { left: node.x - size / 2, top: node.y - size / 2, width: size, height: size };
    for (const [name, value] of Object.entries(place)) b.style[name] = `${value}px`;
    b.onclick = () => this.toggle(node.key);
    return b;
  }

  toggle(key) {
    const { all, on } = this.scene.features;
    const next = all.map(([k]) => k).filter((k) => on.includes(k) !== (k === key));
    if (next.length) this.place.player.act('set', { fields: { features: next } });
    else this.place.events.emit('say', 'The network needs at least one input: switch another one on first.');
  }
}
