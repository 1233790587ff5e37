// The network: inputs, neurons as pictures of what they answer over the plane, every weight and every bias.
// It wants a canvas and nothing else; `hover` is what is pointed at, as `at` gives it.
import { bitmap, fit, sizeOf } from '../look/canvas.js';
import { css } from '../look/colours.js';
import { Part } from '../part.js';
import { heightOf, layout, threshold } from './nodes.js';

const MOST_EDGES = 1100; // beyond that only the strongest are drawn
const MOST_CURVES = 260;
const LINE = 12; // pixels that a name takes

/** @typedef {{kind: 'weight' | 'bias' | 'neuron' | 'input', layer?: any, row?: any, col?: any, value?: any,
 *   x?: any, y?: any, key?: any, label?: any, on?: any}} Found */

const widthOf = (w) => 0.3 + (6.5 * Math.abs(w)) / (1.2 + Math.abs(w));

export class Diagram extends Part {
  /** @param {HTMLCanvasElement} canvas
   * @param {{top?: number, bottom?: number}} [margins] room for controls */
  constructor(canvas, { top = 62, bottom = 18 } = {}) {
    super();
    this.canvas = canvas;
    this.margins = { top, bottom };
    this.paint = bitmap();
    /** @type {Found | null} */ this.hover = null;
    /** @type {any} */ this.nodes = null; // by layer, the inputs that are taken first
    /** @type {any[]} */ this.inputs = [];
    /** @type {number[]} */ this.columns = [];
    /** @type {[number, number][]} */ this.offsets = [];
    this.across = this.total = 0;
    this.floor = 0;
  }

  adopt(scene) {
    super.adopt(scene);
    this.hover = null;
    this.edges = null;
    this.layout();
  }

  turned() {
    this.layout();
  }
  resize() {
    this.layout();
    this.touch();
  }

  restyle(look) {
    super.restyle(look);
    this.layout();
  }

  /** @param {Found | null} found */
  point(found) {
    this.hover = found;
    this.touch();
  }

  layout() {
    const [w, h] = sizeOf(this.canvas);
    if (!this.scene || !w) return;
    this.size = [w, h];
    const { top, bottom } = this.margins;
    const scale = this.scale;
    Object.assign(this, layout(this.scene, w, h, { top: top * scale, bottom: bottom * scale, scale }));
    this.thin = Math.max(0.25, Math.min(1, Math.sqrt(70 / this.total)));
  }

  get straight() {
    return this.total > MOST_CURVES;
  }

  path(context, a, b) {
    const x1 = a.x + a.size / 2;
    const x2 = b.x - b.size / 2;
    const mid = (x1 + x2) / 2;
    context.beginPath();
    context.moveTo(x1, a.y);
    if (this.straight) context.lineTo(x2, b.y);
    else context.bezierCurveTo(mid, a.y, mid, b.y, x2, b.y);
  }

  draw(frame) {
    const { context: c, w, h } = fit(this.canvas);
    if (!this.scene || !this.size) return;
    if (w !== this.size[0] || h !== this.size[1]) this.layout();
    c.clearRect(0, 0, w, h);
    this.edges = frame.get('edges');
    this.biases = frame.get('biases');
    this.floor = threshold(this.edges, MOST_EDGES);
    for (let l = 1; l < this.nodes.length; l++) {
      if (l === 1 && this.scene.image) this.bundle(c);
      else this.drawEdges(c, l);
    }
    this.drawPointed(c);
    this.drawInputs(c, frame.get('pictures'));
    this.drawNeurons(c, frame);
    this.drawNormalized(c);
  }

  /** The weights of layer l; those of the neuron pointed at stand out. */
  drawEdges(c, l) {
    const { colours: k, edges, hover } = this;
    const [from, to] = [this.nodes[l - 1], this.nodes[l]];
    let e = this.offsets[l][0];
    for (let i = 0; i < to.length; i++) {
      for (let j = 0; j < from.length; j++) {
        const v = edges[e++];
        if (Math.abs(v) < this.floor) continue;
        const into = hover?.layer === l && hover.row === i;
        const out = hover?.layer === l - 1 && hover.row === j;
        const near = hover?.kind !== 'neuron' || into || out;
        this.path(c, from[j], to[i]);
        c.lineWidth = widthOf(v) * this.thin;
        c.strokeStyle = css(k.sign(v), near ? 0.3 + 0.65 * Math.min(1, Math.abs(v)) : 0.08);
        c.stroke();
      }
    }
  }

  drawPointed(c) {
    const { hover, nodes, colours: k } = this;
    if (hover?.kind !== 'weight') return;
    const [from, to] = [nodes[hover.layer - 1]?.[hover.col], nodes[hover.layer]?.[hover.row]];
    if (!from || !to) return;
    this.path(c, from, to);
    c.lineWidth = 8;
    c.strokeStyle = css(k.text, 0.55);
    c.stroke();
  }

  /** Below the layers that are normalized over each batch. */
  drawNormalized(c) {
    const { colours: k, columns, scene } = this;
    c.fillStyle = css(k.muted);
    c.font = `${12 * this.scale}px ${this.font}`;
    c.textAlign = 'center';
    c.textBaseline = 'alphabetic';
    for (const l of scene.settings.batch_norm) {
      c.fillText(this.across > 76 ? 'normalized' : 'norm.', columns[l], this.size[1] - 5, this.across);
    }
  }

  /** Every pixel goes to every neuron: their weights are the neurons' pictures. */
  bundle(c) {
    for (const node of this.nodes[1]) {
      this.path(c, this.inputs[0], node);
      c.lineWidth = 1;
      c.strokeStyle = css(this.colours.text, 0.25);
      c.stroke();
    }
  }

  /** Mean size of the first layer's weights, pixel by pixel. */
  drawLooking(c, pictures) {
    const { colours: k } = this;
    const { x, y, size, label } = this.inputs[0];
    const [h, w] = this.scene.image;
    const n = this.nodes[1].length;
    const cells = h * w;
    const image = this.paint(w, h, (px) => {
      for (let p = 0; p < cells; p++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += Math.abs(pictures[i * cells + p] - 128);
        px[p] = k.diverging[Math.min(255, 128 + Math.round((2 * sum) / n))];
      }
    });
    c.drawImage(image, x - size / 2, y - size / 2, size, size);
    c.strokeStyle = css(k.text, 0.55);
    c.strokeRect(x - size / 2, y - size / 2, size, size);
    c.fillStyle = css(k.text);
    c.font = `${14 * this.scale}px ${this.font}`;
    c.textAlign = 'center';
    c.fillText(`${label} pixels`, x, y + size / 2 + 14, 2 * x);
    c.fillStyle = css(k.muted);
    c.fillText('where it looks', x, y - size / 2 - 12, 2 * x);
  }

  drawInputs(c, pictures) {
    if (pictures) return this.drawLooking(c, pictures);
    const { colours: k } = this;
    const maps = this.scene.arrays.feature_maps;
    let below = Number.NEGATIVE_INFINITY; // where the last name ended
    this.inputs.forEach((node, i) => {
      c.globalAlpha = node.on ? 1 : 0.35;
      if (maps) this.drawMap(c, node, maps, i);
      else {
        c.beginPath();
        c.arc(node.x, node.y, Math.min(7, node.size / 2), 0, 7);
        c.fillStyle = css(k.muted);
        c.fill();
      }
      c.globalAlpha = node.on ? 1 : 0.75; // a name is read, whether its input is taken or not
      if (node.y - (LINE * this.scale) / 2 >= below) {
        this.drawName(c, node, Boolean(maps));
        below = node.y + (LINE * this.scale) / 2 - 0.5;
      }
      c.globalAlpha = 1;
    });
    const more = this.scene.inputs.length - this.scene.shown_inputs.length;
    if (more <= 0) return;
    c.fillStyle = css(k.muted);
    c.font = `${12 * this.scale}px ${this.font}`;
    c.textAlign = 'left';
    c.textBaseline = 'alphabetic';
    c.fillText(`and ${more} more inputs`, 8, this.size[1] - 5);
  }

  drawMap(c, node, maps, i) {
    const { colours: k } = this;
    const cells = maps.length / this.inputs.length;
    const side = Math.round(Math.sqrt(cells));
    const image = this.paint(side, side, (px) => {
      for (let p = 0; p < cells; p++) px[p] = k.diverging[maps[i * cells + p]];
    });
    const [x, y, s] = [node.x - node.size / 2, node.y - node.size / 2, node.size];
    c.drawImage(image, x, y, s, s);
    c.lineWidth = node.on ? 2 : 1;
    c.strokeStyle = css(k.text, node.on ? 0.8 : 0.4);
    c.strokeRect(x, y, s, s);
  }

  drawName(c, node, pictured) {
    const end = (pictured ? node.x - node.size / 2 : node.x - 10) - 5;
    c.fillStyle = css(this.colours.text);
    c.font = `${this.scale * Math.min(15, Math.max(LINE, node.size * 0.42))}px ${this.font}`;
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    let { label } = node;
    while (label.length > 2 && c.measureText(label).width > end - 3) label = `${label.slice(0, -2)}…`;
    c.fillText(label, end, node.y);
  }

  drawNeurons(c, frame) {
    const { nodes, scene, colours: k, hover } = this;
    const [thumbs, pictures] = [frame.get('thumbs'), frame.get('pictures')];
    const cells = thumbs.length / nodes.slice(1).reduce((sum, layer) => sum + layer.length, 0);
    const T = Math.round(Math.sqrt(cells));
    const picture = (w, h, bytes, from) =>
      this.paint(w, h, (px) => {
        for (let p = 0; p < w * h; p++) px[p] = k.diverging[bytes[from + p]];
      });
    let u = 0;
    for (let l = 1; l < nodes.length; l++) {
      nodes[l].forEach((node, i) => {
        const [x, y, s] = [node.x - node.size / 2, node.y - node.size / 2, node.size];
        const [h, w] = scene.image ?? [T, T];
        const seen = pictures && l === 1;
        c.drawImage(seen ? picture(w, h, pictures, i * h * w) : picture(T, T, thumbs, u * cells), x, y, s, s);
        const on =
          hover?.layer === l && hover.row === i && (hover.kind === 'neuron' || hover.kind === 'bias');
        c.lineWidth = on ? 3 : 1.2;
        c.strokeStyle = on ? css(k.positive) : css(k.text, 0.55);
        c.strokeRect(x, y, s, s);
        this.drawBias(c, node, this.biases[this.offsets[l][1] + i], on && hover.kind === 'bias');
        u++;
      });
    }
    const { kind } = scene.dataset;
    c.fillStyle = css(k.muted);
    c.font = `${13 * this.scale}px ${this.font}`;
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    const name = kind === 'regression' ? 'value' : nodes.at(-1).length > 1 ? 'classes' : 'output';
    c.fillText(name, this.columns.at(-1), (this.margins.top - 18) * this.scale);
  }

  drawBias(c, node, b, on) {
    const k = this.colours;
    c.beginPath();
    c.arc(node.x - node.size / 2, node.y + node.size / 2, this.radius(node), 0, 7);
    c.fillStyle = css(k.sign(b), 0.15 + 0.85 * Math.min(1, Math.abs(b)));
    c.fill();
    c.lineWidth = on ? 3 : 1;
    c.strokeStyle = css(k.text, on ? 1 : 0.6);
    c.stroke();
  }

  radius(node) {
    return Math.max(2.2, Math.min(6, node.size * 0.13));
  }

  /** What lies at a pixel of the canvas. @returns {Found | null} */
  at(x, y) {
    const { nodes } = this;
    if (!nodes || !this.edges) return null;
    for (let l = nodes.length - 1; l > 0; l--) {
      for (let i = 0; i < nodes[l].length; i++) {
        const n = nodes[l][i];
        const reach = Math.min(Math.max(5, this.radius(n) + 2), n.size * 0.4);
        if (Math.hypot(x - n.x + n.size / 2, y - n.y - n.size / 2) <= reach) return this.bias(l, i);
        if (within(n, x, y)) return this.neuron(l, i);
      }
    }
    const input = this.inputs.find((n) => within(n, x, y));
    if (input) return { kind: 'input', key: input.key, label: input.label, on: input.on, x, y };
    return this.weightAt(x, y);
  }

  neuron(layer, row) {
    const { x, y } = this.nodes[layer][row];
    return /** @type {Found} */ ({ kind: 'neuron', layer, row, x, y });
  }

  bias(layer, row) {
    const { x, y, size } = this.nodes[layer][row];
    const value = this.biases[this.offsets[layer][1] + row];
    return /** @type {Found} */ ({ kind: 'bias', layer, row, value, x: x - size / 2, y: y + size / 2 });
  }

  /** The weight from node `col` of the layer before to node `row`. */
  weight(layer, row, col) {
    const [a, b] = [this.nodes[layer - 1][col], this.nodes[layer][row]];
    const value = this.edges[this.offsets[layer][0] + row * this.nodes[layer - 1].length + col];
    const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
    return /** @type {Found} */ ({ kind: 'weight', layer, row, col, value, x, y });
  }

  weightAt(x, y) {
    const { nodes } = this;
    /** @type {Found | null} */ let best = null;
    let least = 5;
    for (let l = this.scene.image ? 2 : 1; l < nodes.length; l++) {
      let e = this.offsets[l][0];
      for (let i = 0; i < nodes[l].length; i++) {
        for (let j = 0; j < nodes[l - 1].length; j++, e++) {
          const [a, b] = [nodes[l - 1][j], nodes[l][i]];
          const [x1, x2] = [a.x + a.size / 2, b.x - b.size / 2];
          if (x < x1 + 3 || x > x2 - 3 || Math.abs(this.edges[e]) < this.floor) continue;
          const d = Math.abs(y - this.heightAt(a.y, b.y, (x - x1) / (x2 - x1)));
          if (d < least) {
            least = d;
            best = { kind: 'weight', layer: l, row: i, col: j, value: this.edges[e], x, y };
          }
        }
      }
    }
    return best;
  }

  heightAt(y1, y2, u) {
    return this.straight ? y1 + (y2 - y1) * u : heightOf(y1, y2, u);
  }

  /** What `hover` or an edited parameter is worth now; undefined where there is none any more.
   * @param {Found} h */
  valueOf(h) {
    if (!this.nodes || !this.edges || !this.nodes[h.layer]?.[h.row]) return undefined;
    if (h.kind === 'bias') return this.biases[this.offsets[h.layer][1] + h.row];
    return this.nodes[h.layer - 1][h.col] ? this.weight(h.layer, h.row, h.col).value : undefined;
  }
}

const within = (n, x, y) => Math.abs(x - n.x) <= n.size / 2 && Math.abs(y - n.y) <= n.size / 2;
