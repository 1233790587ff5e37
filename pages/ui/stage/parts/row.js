// A row chosen by a click on its point: the plane goes through it, and a card tells what it is and what the
// network says.
import { rowLabel } from '../look/words.js';
import { Part } from '../part.js';
import { written } from './held.js';

const MOST_VALUES = 6; // on the card

const add = (parent, tag, text, name = '') => {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.textContent = text;
  parent.append(e);
  return e;
};

export class Row extends Part {
  /** @param {import('../part.js').Place} place @param {import('./boundary.js').Boundary} boundary */
  constructor(place, boundary) {
    super();
    this.every = 90;
    this.place = place;
    this.boundary = boundary;
    this.box = place.find('row');
    this.card = '';
    this.bind();
  }

  bind() {
    const { canvas } = this.boundary;
    const under = (e) => {
      const { left, top } = canvas.getBoundingClientRect();
      return this.choosable ? this.boundary.at(e.clientX - left, e.clientY - top) : -1;
    };
    canvas.addEventListener('pointermove', (e) => {
      if (this.scene && this.scene.plane.kind !== 'xy') canvas.style.cursor = under(e) >= 0 ? 'pointer' : '';
    });
    canvas.addEventListener('click', (e) => {
      const i = under(e);
      if (i >= 0) this.choose(i);
    });
  }

  get choosable() {
    return this.scene && this.scene.plane.kind !== 'xy' && !this.place.player.view.focus;
  }

  /** Go through the row of point i, or let it go if it is the one chosen. @param {number} i */
  choose(i) {
    if (i === this.boundary.chosen) return this.release();
    const { points_test: test, points_row: row } = this.scene.arrays;
    this.place.player.turn({ row: [test[i], row[i]], by_hand: [] });
  }

  release() {
    const { player } = this.place;
    if (player.view.row) player.turn({ row: null, by_hand: [] });
  }

  key(e) {
    if (e.key !== 'Escape' || !this.place.player.view.row) return false;
    this.release();
    return true;
  }

  adopt(scene) {
    super.adopt(scene);
    this.turned(scene);
  }

  turned(scene) {
    const { plane } = scene;
    const { row: chosen } = plane;
    const { box } = this;
    box.hidden = !chosen;
    const key = chosen ? [scene.data, plane.xi, plane.yi, chosen.at].join() : '';
    if (this.card === key && box.firstChild) return;
    this.card = key;
    box.replaceChildren();
    if (chosen) this.build(scene, chosen);
  }

  build(scene, chosen) {
    const { box } = this;
    const { plane, controls } = scene;
    const head = add(box, 'header', '');
    add(head, 'b', chosen.name[0].toUpperCase() + chosen.name.slice(1));
    add(head, 'small', chosen.at[0] ? 'a test row' : 'a training row');
    const close = add(head, 'button', '×');
    close.title = 'Let go of this row: back to the median.  Key: Escape';
    close.setAttribute('aria-label', 'Let go of this row');
    close.onclick = () => this.release();
    if (chosen.picture) box.append(picture(scene.arrays.row_picture, chosen.picture, rowLabel(chosen)));
    const list = add(box, 'dl', '');
    const line = (name, value, className = '') => {
      add(list, 'dt', name).title = name;
      return add(list, 'dd', value, className);
    };
    line(scene.dataset.target || 'target', chosen.target);
    this.verdict = line('network says', '…', 'dn-verdict');
    this.touch();
    if (chosen.picture || !controls) return;
    const onAxes = (c) => Number(c.columns.includes(plane.xi) || c.columns.includes(plane.yi));
    const order = controls.map((c, i) => [c, i]).sort(([a], [b]) => onAxes(b) - onAxes(a));
    for (const [control, i] of order.slice(0, MOST_VALUES)) {
      line(control.name, written(control, scene.arrays.row_at[i]));
    }
    if (order.length > MOST_VALUES) add(box, 'small', `and ${order.length - MOST_VALUES} more`);
  }

  /** What the network says to the row at this step. */
  draw(frame) {
    const [text, right] = frame.said ?? [];
    if (this.verdict && text) this.verdict.textContent = `${right === false ? '✗ ' : ''}${text}`;
  }
}

function picture(bytes, [h, w, channels], label) {
  const canvas = document.createElement('canvas');
  const image = new ImageData(w, h);
  canvas.width = w;
  canvas.height = h;
  for (let p = 0; p < w * h; p++) {
    for (let k = 0; k < 3; k++) image.data[4 * p + k] = bytes[channels === 3 ? 3 * p + k : p];
    image.data[4 * p + 3] = 255;
  }
  /** @type {any} */ (canvas.getContext('2d')).putImageData(image, 0, 0);
  canvas.className = 'dn-picture';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  return canvas;
}
