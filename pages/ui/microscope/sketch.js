// The network as a small drawing: what a number is made of lights up in it, and in slow motion values flow forward,
// gradients back, and weights move by their update (see `motion.js`).
import { dotAt, motion } from './motion.js';
import { keyOf } from './pointing.js';

const W = 460;
const H = 300;
const R = 13;
const NS = 'http://www.w3.org/2000/svg';

const svg = (tag, attributes) => {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

/** Where the shown neurons of each layer stand. @param {{rows: number[]}[]} layers */
export function nodes(layers) {
  return layers.map(({ rows }, l) => {
    const x = layers.length > 1 ? 30 + ((W - 60) * l) / (layers.length - 1) : W / 2;
    const gap = Math.min(42, (H - 40) / Math.max(1, rows.length));
    return rows.map((row, i) => ({ row, x, y: H / 2 + (i - (rows.length - 1) / 2) * gap }));
  });
}

export class Sketch {
  constructor(box, pin) {
    this.svg = svg('svg', { viewBox: `0 0 ${W} ${H}`, class: 'mi-sketch', role: 'img' });
    this.edges = svg('g', {});
    this.flight = svg('g', {});
    this.circles = svg('g', {});
    this.svg.append(this.edges, this.circles, this.flight);
    this.note = document.createElement('div');
    this.note.className = 'mi-note';
    box.append(this.svg, this.note);
    this.pin = pin;
  }

  /** @param {any} view */
  adopt(view) {
    this.view = view;
    this.layers = view.dims.map((_, l) => view.arrays[`A${l}`]);
    this.places = nodes(this.layers);
    this.svg.setAttribute('aria-label', `The network, ${view.dims.join(', ')} neurons`);
    this.drawEdges(0);
    this.circles.replaceChildren();
    this.places.forEach((column, l) => {
      column.forEach(({ row, x, y }, i) => {
        const value = this.layers[l].values[i][0];
        const node = svg('circle', { cx: x, cy: y, r: R, 'data-node': `${l}:${row}`, class: 'mi-node' });
        node.style.setProperty('--tint', this.tint(value, this.layers[l].top));
        node.append(svg('title', {}));
        node.firstChild.textContent = `Layer ${l}, neuron ${row + 1}: ${value}`;
        node.addEventListener('click', () => this.pin(l, row));
        this.circles.append(node);
      });
      const hidden = view.dims[l] - column.length;
      if (hidden > 0) {
        const text = svg('text', { x: column[0].x, y: H - 4, class: 'mi-hidden' });
        text.textContent = `+${hidden}`;
        this.circles.append(text);
      }
    });
  }

  tint(value, top) {
    return typeof value === 'number' && top ? Math.max(-1, Math.min(1, value / top)).toFixed(3) : 0;
  }

  /** The weights at the share t of their update. */
  drawEdges(t) {
    this.edges.replaceChildren();
    this.lines = [];
    for (let l = 1; l < this.places.length; l++) {
      const now = this.view.arrays[`W${l}`];
      const then = this.view.arrays[`W${l}⁺`] ?? now;
      this.places[l].forEach((to, i) => {
        this.places[l - 1].forEach((from, j) => {
          const [a, b] = [now.values[i]?.[j], then.values[i]?.[j]];
          if (typeof a !== 'number') return;
          const line = svg('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: 'mi-edge' });
          line.dataset.ref = keyOf([`W${l}`, to.row, from.row]);
          this.lines.push({ line, l, i, j, from, to, a, b: typeof b === 'number' ? b : a, top: now.top });
          this.edges.append(line);
        });
      });
    }
    this.setEdges(t);
  }

  setEdges(t) {
    for (const { line, a, b, top } of this.lines) {
      const value = a + t * (b - a);
      line.style.strokeWidth = `${0.6 + 5 * Math.min(1.6, Math.abs(value) / (top || 1))}px`;
      line.classList.toggle('mi-negative', value < 0);
    }
  }

  /** Light what belongs to these places. @param {string[]} keys */
  light(keys) {
    const wanted = new Set(keys);
    const neurons = new Set(
      keys
        .map((key) => key.match(/^(?:d?[AZU]|G|b|db|Ẑ|g'\(Z)(\d+)\)?[′⁺]*:(\d+):/))
        .filter(Boolean)
        .map((m) => `${m[1]}:${m[2]}`),
    );
    const plain = new Set([...wanted].map((key) => key.replace(/^(?:d|[vs]⁺?\()?(W\d+)[′⁺]*\)?/, '$1')));
    for (const { line } of this.lines) line.classList.toggle('mi-lit', plain.has(line.dataset.ref));
    for (const node of this.circles.querySelectorAll('.mi-node')) {
      node.classList.toggle('mi-lit', neurons.has(/** @type {any} */ (node).dataset.node));
    }
  }

  /** @param {string | null} pinned "layer:row" */
  mark(pinned) {
    for (const node of this.circles.querySelectorAll('.mi-node')) {
      node.classList.toggle('mi-pinned', /** @type {any} */ (node).dataset.node === pinned);
    }
  }

  /** Slow motion of one station; done is called at its end.  still: no dot moves, each stands half-way. */
  play(station, milliseconds, done, still = false) {
    this.stop();
    const { dots, moves, words } = motion(station, this.view, this.places);
    const shown = dots.map((dot) => {
      const circle = svg('circle', { class: dot.negative ? 'mi-dot mi-negative' : 'mi-dot' });
      this.flight.append(circle);
      return { dot, circle };
    });
    this.note.textContent = words;
    const draw = (t) => {
      for (const { dot, circle } of shown) {
        const at = dotAt(dot, t) ?? { x: 0, y: 0, r: 0 };
        circle.setAttribute('cx', String(at.x));
        circle.setAttribute('cy', String(at.y));
        circle.setAttribute('r', String(at.r));
      }
      if (moves) this.setEdges(t);
    };
    const end = () => {
      this.flight.replaceChildren();
      done();
    };
    if (still) {
      draw(0.5);
      this.clock = setTimeout(end, 2 * milliseconds);
      return;
    }
    const began = performance.now();
    const tick = (now) => {
      const t = Math.min(1, Math.max(0, (now - began) / milliseconds));
      draw(t);
      if (t < 1) this.frame = requestAnimationFrame(tick);
      else end();
    };
    this.frame = requestAnimationFrame(tick);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.clock);
    this.flight.replaceChildren();
    this.note.textContent = '';
    this.setEdges(0);
  }
}
