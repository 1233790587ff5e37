// Which plane through the data the large picture shows: its axes, and what is said of what it holds.
import { Part } from '../part.js';

// Parts of the view that end with the data they were chosen for.
const OF_THE_DATA = ['plane', 'x', 'y', 'row', 'by_hand', 'target'];
const KINDS = [
  ['features', 'two columns'],
  ['pca', 'principal components'],
];
const WHAT = 'What the plane shows: two columns, or the two directions in which the rows differ most';

/** A view made for other data keeps only what holds for all. @param {any} view @param {string} data */
export function forget(view, data) {
  if (view.data !== data) for (const part of OF_THE_DATA) delete view[part];
  view.data = data;
}

export class Plane extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    this.box = place.find('axes');
    this.lines = [...place.find('held').querySelectorAll('span')];
    this.shown = '';
  }

  adopt(scene) {
    super.adopt(scene);
    this.shown = '';
    this.turned(scene);
  }

  turned(scene) {
    const { plane } = scene;
    const warnings = scene.dataset.notes.filter((note) => /diagnos/i.test(note));
    this.lines[0].textContent = plane.held;
    this.lines[1].textContent = [plane.faint, ...warnings].filter(Boolean).join(' ');
    const axes = [plane.kind, plane.xi, plane.yi, plane.target].join();
    if (this.shown !== axes) this.build(scene);
    this.shown = axes;
  }

  build(scene) {
    const { plane, axes } = scene;
    const { player } = this.place;
    this.box.replaceChildren();
    const { targets } = scene.dataset;
    if (targets.length > 1) {
      const each = targets.map((name, i) => [i, name]);
      this.box.append(select('Target shown', each, plane.target, (v) => player.turn({ target: +v })));
    }
    if (axes.length <= 2) return;
    const kind = select(WHAT, KINDS, plane.kind, (v) => player.turn({ plane: v }));
    this.box.append(kind);
    if (plane.kind !== 'features') return;
    const names = [...axes];
    const both = { plane: 'features', x: plane.xi, y: plane.yi };
    for (const [i, name] of [
      [plane.xi, plane.x],
      [plane.yi, plane.y],
    ]) {
      if (!names.some(([known]) => known === i)) names.unshift([i, name]);
    }
    this.box.append(
      select('Across', names, plane.xi, (v) => player.turn({ ...both, x: +v })),
      select('Up', names, plane.yi, (v) => player.turn({ ...both, y: +v })),
    );
  }
}

function select(label, options, value, change) {
  const s = document.createElement('select');
  s.setAttribute('aria-label', label);
  s.title = label;
  for (const [v, text] of options) s.add(new Option(text, v));
  s.value = value;
  s.onchange = () => change(s.value);
  return s;
}
