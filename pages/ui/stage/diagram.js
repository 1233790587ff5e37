// The network: inputs, neurons as pictures of what they answer over the plane, every weight and every bias.
import {bitmap, css, fit, sizeOf} from './palette.js';

const MOST_EDGES = 1100;                                      // beyond that only the strongest are drawn
const TOP = 62, BOTTOM = 18, NODE = 46, SMALL = 25;
const width = w => .3 + 6.5 * Math.abs(w) / (1.2 + Math.abs(w));

function column(n, x, room, across) {                         // n square nodes around x, in one file unless they would be tiny
  let best = {size: 0};
  for (let files = 1; files <= Math.min(4, n) && best.size < SMALL; files++) {
    const rows = Math.ceil(n / files), size = Math.min(NODE, room / rows * .84, across / files * .78);
    if (size > best.size * 1.15) best = {size, files, rows};
  }
  const {size, files, rows} = best, dy = Math.min(room / rows, size + 26), dx = size * 1.15;
  return Array.from({length: n}, (_, i) => {
    const file = Math.floor(i / rows), inFile = Math.min(rows, n - file * rows);
    return {x: x + (file - (files - 1) / 2) * dx, y: TOP + room / 2 + (i % rows - (inFile - 1) / 2) * dy, size};
  });
}

export class Diagram {
  constructor(canvas, colours) {
    this.canvas = canvas;
    this.colours = colours;
    this.paint = bitmap();
  }

  adopt(scene) {
    this.scene = scene;
    this.layout();
  }

  layout() {
    const {scene, canvas} = this;
    const [w, h] = sizeOf(canvas);
    if (!scene || !w) return;
    const sizes = scene.layer_dims, L = sizes.length - 1;
    this.size = [w, h];
    const features = scene.features?.all ?? (scene.image ? [['picture', scene.image.join('×')]] : scene.shown_inputs.map(i => [scene.inputs[i], scene.inputs[i]]));
    const left = scene.features ? 74 : scene.image ? 96 : 122, right = 40, room = h - TOP - BOTTOM, across = (w - left - right) / L;
    this.columns = Array.from({length: L + 1}, (_, l) => left + l * across);
    const all = column(features.length, left, room, 60);
    if (scene.image) all[0].size = 64;
    this.inputs = all.map((node, i) => ({...node, key: features[i][0], label: features[i][1],
      on: !scene.features || scene.features.on.includes(features[i][0])}));
    const shown = scene.features ? scene.features.on.map(k => this.inputs.find(n => n.key === k)) : this.inputs;
    this.nodes = [shown];
    for (let l = 1; l <= L; l++) this.nodes.push(column(sizes[l], this.columns[l], room, across));
    this.hidden = scene.layer_dims.length > 2 ? sizes.slice(1, -1) : [];
    this.offsets = [];                                        // where each layer's weights start in `edges`, its biases in `biases`
    let e = 0, b = 0;
    for (let l = 1; l <= L; l++) {
      this.offsets[l] = [e, b];
      e += sizes[l] * (l > 1 ? sizes[l - 1] : scene.shown_inputs.length);
      b += sizes[l];
    }
    this.total = e;
    this.thin = Math.max(.25, Math.min(1, Math.sqrt(70 / e)));
  }

  straight() { return this.total > 260; }

  path(context, a, b) {
    const x1 = a.x + a.size / 2, x2 = b.x - b.size / 2, mid = (x1 + x2) / 2;
    context.beginPath();
    context.moveTo(x1, a.y);
    if (this.straight()) context.lineTo(x2, b.y);
    else context.bezierCurveTo(mid, a.y, mid, b.y, x2, b.y);
  }

  threshold(edges) {                                          // how strong a weight must be to be drawn
    if (edges.length <= MOST_EDGES) return 0;
    const stride = Math.ceil(edges.length / 4000), sample = [];
    for (let i = 0; i < edges.length; i += stride) sample.push(Math.abs(edges[i]));
    sample.sort((x, y) => y - x);
    return sample[Math.floor(sample.length * MOST_EDGES / edges.length)];
  }

  draw(frame, hover) {
    const {context: c, w, h} = fit(this.canvas);
    if (!this.scene || !this.size) return;
    if (w !== this.size[0] || h !== this.size[1]) this.layout();
    const k = this.colours, edges = frame.get('edges'), biases = frame.get('biases'), {nodes} = this;
    c.clearRect(0, 0, w, h);
    this.edges = edges;
    this.biases = biases;
    const floor = this.threshold(edges);
    for (let l = 1; l < nodes.length; l++) {
      const from = nodes[l - 1], to = nodes[l];
      if (l === 1 && this.scene.image) { this.bundle(c, k); continue; }
      let e = this.offsets[l][0];
      for (let i = 0; i < to.length; i++) {
        for (let j = 0; j < from.length; j++) {
          const v = edges[e++];
          if (Math.abs(v) < floor) continue;
          const near = !hover || hover.kind !== 'neuron' || hover.layer === l && hover.row === i || hover.layer === l - 1 && hover.row === j;
          this.path(c, from[j], to[i]);
          c.lineWidth = width(v) * this.thin;
          c.strokeStyle = css(k.sign(v), near ? .3 + .65 * Math.min(1, Math.abs(v)) : .08);
          c.stroke();
        }
      }
    }
    if (hover?.kind === 'weight' && nodes[hover.layer]) {
      this.path(c, nodes[hover.layer - 1][hover.col], nodes[hover.layer][hover.row]);
      c.lineWidth = 8;
      c.strokeStyle = css(k.text, .55);
      c.stroke();
    }
    this.drawInputs(c, k, frame.get('pictures'));
    this.drawNeurons(c, k, frame, hover);
    this.drawNormalized(c, k);
  }

  drawNormalized(c, k) {                                      // below the layers that are normalized over each batch
    const across = this.columns[1] - this.columns[0];
    c.fillStyle = css(k.muted);
    c.font = `12px ${this.font}`;
    c.textAlign = 'center';
    c.textBaseline = 'alphabetic';
    for (const l of this.scene.settings.batch_norm) c.fillText(across > 76 ? 'normalized' : 'norm.', this.columns[l], this.size[1] - 5);
  }

  bundle(c, k) {                                              // every pixel goes to every neuron: their weights are the neurons' pictures
    for (const node of this.nodes[1]) {
      this.path(c, this.inputs[0], node);
      c.lineWidth = 1;
      c.strokeStyle = css(k.text, .25);
      c.stroke();
    }
  }

  drawLooking(c, k, pictures) {                               // mean size of the first layer's weights, pixel by pixel
    const {x, y, size} = this.inputs[0], [h, w] = this.scene.image, n = this.nodes[1].length, cells = h * w;
    c.drawImage(this.paint(w, h, px => {
      for (let p = 0; p < cells; p++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += Math.abs(pictures[i * cells + p] - 128);
        px[p] = k.diverging[Math.min(255, 128 + Math.round(2 * sum / n))];
      }
    }), x - size / 2, y - size / 2, size, size);
    c.strokeStyle = css(k.text, .55);
    c.strokeRect(x - size / 2, y - size / 2, size, size);
    c.fillStyle = css(k.text);
    c.font = `14px ${this.font}`;
    c.textAlign = 'center';
    c.fillText(`${this.inputs[0].label} pixels`, x, y + size / 2 + 14);
    c.fillStyle = css(k.muted);
    c.fillText('where it looks', x, y - size / 2 - 12);
  }

  drawInputs(c, k, pictures) {
    if (pictures) return this.drawLooking(c, k, pictures);
    const maps = this.scene.arrays.feature_maps;
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    this.inputs.forEach((node, i) => {
      const s = node.size, x = node.x - s / 2, y = node.y - s / 2;
      c.globalAlpha = node.on ? 1 : .35;
      if (maps) {
        const side = Math.round(Math.sqrt(maps.length / this.inputs.length)), cells = side * side;
        c.drawImage(this.paint(side, side, px => { for (let p = 0; p < cells; p++) px[p] = k.diverging[maps[i * cells + p]]; }), x, y, s, s);
        c.lineWidth = node.on ? 2 : 1;
        c.strokeStyle = css(k.text, node.on ? .8 : .4);
        c.strokeRect(x, y, s, s);
      } else {
        c.beginPath();
        c.arc(node.x, node.y, Math.min(7, s / 2), 0, 7);
        c.fillStyle = css(k.muted);
        c.fill();
      }
      c.fillStyle = css(k.text);
      c.font = `${Math.min(15, Math.max(10, s * .42))}px ${this.font}`;
      let label = node.label;
      while (!maps && label.length > 2 && c.measureText(label).width > 98) label = label.slice(0, -2) + '…';
      c.fillText(label, (maps ? x : node.x - 10) - 5, node.y);
      c.globalAlpha = 1;
    });
    const more = this.scene.inputs.length - this.scene.shown_inputs.length;
    if (more > 0) {
      c.fillStyle = css(k.muted);
      c.font = `12px ${this.font}`;
      c.textAlign = 'left';
      c.fillText(`and ${more} more inputs`, 8, this.size[1] - 8);
    }
  }

  drawNeurons(c, k, frame, hover) {
    const thumbs = frame.get('thumbs'), pictures = frame.get('pictures'), {nodes, scene} = this;
    let count = 0;
    for (let l = 1; l < nodes.length; l++) count += nodes[l].length;
    const T = Math.round(Math.sqrt(thumbs.length / count)), cells = T * T;
    let u = 0;
    for (let l = 1; l < nodes.length; l++) {
      nodes[l].forEach((node, i) => {
        const s = node.size, x = node.x - s / 2, y = node.y - s / 2;
        if (pictures && l === 1) {
          const [ih, iw] = scene.image, from = i * ih * iw;
          c.drawImage(this.paint(iw, ih, px => { for (let p = 0; p < ih * iw; p++) px[p] = k.diverging[pictures[from + p]]; }), x, y, s, s);
        } else {
          const from = u * cells;
          c.drawImage(this.paint(T, T, px => { for (let p = 0; p < cells; p++) px[p] = k.diverging[thumbs[from + p]]; }), x, y, s, s);
        }
        const on = hover && (hover.kind === 'neuron' || hover.kind === 'bias') && hover.layer === l && hover.row === i;
        c.lineWidth = on ? 3 : 1.2;
        c.strokeStyle = on ? css(k.positive) : css(k.text, .55);
        c.strokeRect(x, y, s, s);
        const b = this.biases[this.offsets[l][1] + i], r = this.radius(node);
        c.beginPath();
        c.arc(x, y + s, r, 0, 7);
        c.fillStyle = css(k.sign(b), .15 + .85 * Math.min(1, Math.abs(b)));
        c.fill();
        c.lineWidth = 1;
        c.strokeStyle = css(k.text, on && hover.kind === 'bias' ? 1 : .6);
        c.stroke();
        u++;
      });
    }
    c.fillStyle = css(k.muted);
    c.font = `13px ${this.font}`;
    c.textAlign = 'center';
    c.fillText(scene.dataset.kind === 'regression' ? 'value' : nodes.at(-1).length > 1 ? 'classes' : 'output', this.columns.at(-1), 44);
  }

  radius(node) { return Math.max(2.2, Math.min(6, node.size * .13)); }

  at(x, y) {                                                  // what lies under the pointer
    const {nodes} = this;
    if (!nodes || !this.edges) return null;
    for (let l = nodes.length - 1; l > 0; l--) {
      for (let i = 0; i < nodes[l].length; i++) {
        const n = nodes[l][i], r = Math.max(5, this.radius(n) + 2);
        if (Math.hypot(x - n.x + n.size / 2, y - n.y - n.size / 2) <= Math.min(r, n.size * .4)) {
          return {kind: 'bias', layer: l, row: i, value: this.biases[this.offsets[l][1] + i], x: n.x - n.size / 2, y: n.y + n.size / 2};
        }
        if (Math.abs(x - n.x) <= n.size / 2 && Math.abs(y - n.y) <= n.size / 2) return {kind: 'neuron', layer: l, row: i, x: n.x, y: n.y};
      }
    }
    for (const n of this.inputs) if (Math.abs(x - n.x) <= n.size / 2 && Math.abs(y - n.y) <= n.size / 2) return {kind: 'input', key: n.key, label: n.label, on: n.on};
    const floor = this.threshold(this.edges);
    let best = null, least = 5;
    for (let l = this.scene.image ? 2 : 1; l < nodes.length; l++) {
      let e = this.offsets[l][0];
      for (let i = 0; i < nodes[l].length; i++) {
        for (let j = 0; j < nodes[l - 1].length; j++, e++) {
          const a = nodes[l - 1][j], b = nodes[l][i], x1 = a.x + a.size / 2, x2 = b.x - b.size / 2;
          if (x < x1 + 3 || x > x2 - 3 || Math.abs(this.edges[e]) < floor) continue;
          const d = Math.abs(y - this.height(a.y, b.y, (x - x1) / (x2 - x1)));
          if (d < least) { least = d; best = {kind: 'weight', layer: l, row: i, col: j, value: this.edges[e], x, y}; }
        }
      }
    }
    return best;
  }

  height(y1, y2, u) {                                         // of the edge's curve at the share u of its way
    if (this.straight()) return y1 + (y2 - y1) * u;
    let t = u;                                                // x(t) of the Bézier with both handles at mid-way, solved by Newton's rule
    for (let i = 0; i < 4; i++) {
      const f = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3 - u, g = 1.5 - 3 * t + 3 * t * t;
      t = Math.min(1, Math.max(0, t - f / Math.max(g, .2)));
    }
    return y1 + (y2 - y1) * (3 * t * t - 2 * t ** 3);
  }
}
