// What stands around the large picture: whose colours these are, and which plane through the data it shows.
import {held} from './held.js';
import {css, mark} from './palette.js';
import {row} from './row.js';

export function legend(stage) {
  const {dataset} = stage.scene, box = stage.$('legend'), k = stage.colours;
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

const OF_THE_DATA = ['plane', 'x', 'y', 'row', 'by_hand'];     // parts of the view that end with the data they were chosen for
const TOLD = ['points_x', 'points_y', 'points_near', 'held_at', 'row_at', 'row_picture'];

export function forget(stage) {
  const {scene, player: {view}} = stage;
  if (view.data !== scene.data) for (const part of OF_THE_DATA) delete view[part];
  view.data = scene.data;
}

export function turned(stage, on) {                           // a frame came that shows another plane
  if (on === stage.on) return;
  const {scene} = stage, inputs = scene.shown_inputs.join();
  stage.on = on;
  scene.plane = on.plane;
  scene.shown_inputs = on.shown_inputs;
  for (const name of TOLD) scene.arrays[name] = on.arrays[name];
  stage.boundary.adopt(scene);
  stage.draw.settle();
  if (inputs !== scene.shown_inputs.join()) stage.diagram.layout();
  planes(stage);
}

export function planes(stage) {
  const {scene} = stage, {plane} = scene, box = stage.$('axes');
  const warnings = scene.dataset.notes.filter(n => /diagnos/i.test(n));
  const [first, last] = stage.el.querySelectorAll('.dn-held span');
  first.textContent = plane.held;
  last.textContent = [plane.faint, ...warnings].filter(Boolean).join(' ');
  row(stage);
  held(stage);
  const axes = [plane.kind, plane.xi, plane.yi].join();
  if (stage.axes?.scene === scene && stage.axes.at === axes) return;
  stage.axes = {scene, at: axes};
  box.replaceChildren();
  if (scene.axes.length <= 2) return;
  const select = (label, options, value, change) => {
    const s = document.createElement('select');
    s.setAttribute('aria-label', label);
    s.title = label;
    options.forEach(([v, text]) => s.add(new Option(text, v)));
    s.value = value;
    s.onchange = () => change(s.value);
    return s;
  };
  box.append(select('What the plane shows: two columns, or the two directions in which the rows differ most', [['features', 'two columns'], ['pca', 'principal components']], plane.kind, v => stage.player.turn({plane: v})));
  if (plane.kind === 'features') {
    const names = [...scene.axes], both = {plane: 'features', x: plane.xi, y: plane.yi};
    for (const axis of [[plane.xi, plane.x], [plane.yi, plane.y]]) if (!names.some(([i]) => i === axis[0])) names.unshift(axis);
    box.append(select('Across', names, plane.xi, v => stage.player.turn({...both, x: +v})), select('Up', names, plane.yi, v => stage.player.turn({...both, y: +v})));
  }
}
