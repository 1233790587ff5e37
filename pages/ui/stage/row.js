// A row chosen by a click on its point: the plane goes through it, and a card tells what it is and what the network says.
import * as describe from './describe.js';
import {written} from './held.js';

const MOST_VALUES = 6;                                        // on the card

export function rows(stage) {
  const canvas = stage.$('plane');
  const under = e => {
    const {scene} = stage, r = canvas.getBoundingClientRect();
    return !scene || scene.plane.kind === 'xy' || stage.player.view.focus ? -1 : stage.boundary.at(e.clientX - r.left, e.clientY - r.top);
  };
  canvas.addEventListener('pointermove', e => { if (stage.scene && stage.scene.plane.kind !== 'xy') canvas.style.cursor = under(e) >= 0 ? 'pointer' : ''; });
  canvas.addEventListener('click', e => {
    const i = under(e);
    if (i < 0) return;
    if (i === stage.boundary.chosen) return release(stage);
    const {points_test: test, points_row: row} = stage.scene.arrays;
    stage.player.turn({row: [test[i], row[i]], by_hand: []});
  });
}

export function release(stage) {
  if (stage.player.view.row) stage.player.turn({row: null, by_hand: []});
}

const add = (parent, tag, text, name) => {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.textContent = text;
  parent.append(e);
  return e;
};

export function row(stage) {                                  // the card
  const {scene} = stage, {plane} = scene, box = stage.$('row'), {row: chosen} = plane;
  box.hidden = !chosen;
  const key = chosen && [scene.data, plane.xi, plane.yi, chosen.at].join();
  if (stage.card === key && box.firstChild) return;
  stage.card = key;
  box.replaceChildren();
  if (!chosen) return;
  const head = add(box, 'header', '');
  add(head, 'b', chosen.name[0].toUpperCase() + chosen.name.slice(1));
  add(head, 'small', chosen.at[0] ? 'a test row' : 'a training row');
  const close = add(head, 'button', '×');
  close.title = 'Let go of this row: back to the median.  Key: Escape';
  close.setAttribute('aria-label', 'Let go of this row');
  close.onclick = () => release(stage);
  if (chosen.picture) box.append(picture(scene.arrays.row_picture, chosen.picture, describe.rowLabel(chosen)));
  const list = add(box, 'dl', '');
  const line = (name, value, className) => { const n = add(list, 'dt', name); n.title = name; return add(list, 'dd', value, className); };
  line(scene.dataset.target || 'target', chosen.target);
  line('network says', '…', 'dn-verdict');
  if (chosen.picture || !scene.controls) return;
  const onAxes = c => c.columns.includes(plane.xi) || c.columns.includes(plane.yi);
  const order = scene.controls.map((c, i) => [c, i]).sort(([a], [b]) => onAxes(b) - onAxes(a));
  for (const [control, i] of order.slice(0, MOST_VALUES)) line(control.name, written(control, scene.arrays.row_at[i]));
  if (order.length > MOST_VALUES) add(box, 'small', `and ${order.length - MOST_VALUES} more`);
}

function picture(bytes, [h, w, channels], label) {
  const canvas = document.createElement('canvas'), image = new ImageData(w, h);
  canvas.width = w;
  canvas.height = h;
  for (let p = 0; p < w * h; p++) {
    for (let k = 0; k < 3; k++) image.data[4 * p + k] = bytes[channels === 3 ? 3 * p + k : p];
    image.data[4 * p + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  canvas.className = 'dn-picture';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  return canvas;
}

export function verdict(stage, frame) {                       // what the network says to the row at this step
  const {scene} = stage, {row: chosen} = scene.plane, cell = stage.$('verdict'), out = frame.get('chosen');
  if (!chosen || !cell || !out) return;
  cell.textContent = said(scene, out, chosen.target);
}

function said(scene, out, target) {
  const {classes, kind} = scene.dataset;
  if (kind === 'regression') return String(Number((out[0] * scene.scale[1] + scene.scale[0]).toPrecision(4))).replace('-', '−');
  const two = out.length === 1, tanh = two && scene.activations.at(-1) === 'tanh', best = two ? +(out[0] > (tanh ? 0 : .5)) : out.indexOf(Math.max(...out));
  const sure = two ? (best ? out[0] : 1 - out[0]) : out[best];
  return `${classes[best] === target ? '' : '✗ '}${classes[best]} ${tanh ? `(${describe.number(out[0], 2)})` : describe.percent(sure)}`;
}
