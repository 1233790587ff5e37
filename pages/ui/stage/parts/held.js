// What the plane does not show, set by sliders: one for each number, a choice for each category.  The picture
// follows them.
import { fixed } from '../look/numbers.js';
import { Part } from '../part.js';

const MANY = 8; // more than so many can be searched

/** A value of a control as its label says it. */
export function written(control, v) {
  if (control.labels.length) return control.labels[v] ?? '(none)';
  if (control.kind === 'date') {
    const day = new Date(864e5 * v);
    return Number.isNaN(day.getTime()) ? '–' : day.toISOString().slice(0, 10);
  }
  return `${fixed(v, control.decimals)} ${control.unit}`.trim();
}

export class Held extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    this.box = place.find('values');
    this.side = place.find('side');
    this.main = place.find('main');
    this.button = place.find('change');
    this.open = false;
    this.built = '';
    this.button.onclick = () => this.hold(!this.open);
  }

  adopt(scene) {
    super.adopt(scene);
    this.turned(scene);
  }

  hold(open) {
    this.open = open;
    this.turned(this.scene);
    this.place.events.emit('resized');
  }

  turned(scene) {
    const { plane } = scene;
    const { box, button } = this;
    const any = plane.kind === 'features' && scene.inputs.length > 2 && scene.controls?.length > 0;
    button.hidden = !any;
    button.setAttribute('aria-expanded', String(Boolean(any && this.open)));
    box.hidden = !(any && this.open);
    const beside = !box.hidden || Boolean(plane.row);
    this.side.classList.toggle('dn-holding', !box.hidden);
    this.side.hidden = !beside;
    this.main.classList.toggle('dn-beside', beside);
    if (box.hidden) return;
    const key = [scene.data, plane.xi, plane.yi].join();
    if (this.built !== key) {
      this.built = key;
      this.build(scene);
    }
    box.querySelector('.dn-median').disabled = !plane.row && !plane.by_hand.length;
    const { player } = this.place;
    const late = player.now && player.stale(player.now);
    for (const line of box.querySelectorAll('.dn-value')) {
      show(line, scene.controls[line.dataset.i], scene.arrays.held_at[line.dataset.i], late);
    }
  }

  /** @param {[number, number][]} values column and value, in its own units */
  set(values) {
    const { player } = this.place;
    const others = (player.view.by_hand ?? []).filter(([c]) => !values.some(([other]) => other === c));
    player.turn({ by_hand: [...others, ...values] });
  }

  build(scene) {
    const { box } = this;
    const { plane, controls } = scene;
    const axes = [plane.xi, plane.yi];
    box.innerHTML = HTML;
    const list = box.querySelector('.dn-list');
    const find = box.querySelector('.dn-find');
    box.querySelector('.dn-median').onclick = () => this.place.player.turn({ row: null, by_hand: [] });
    box.querySelector('.dn-shut').onclick = () => {
      this.hold(false);
      this.button.focus();
    };
    controls.forEach((control, i) => {
      const free = control.columns.filter((column) => !axes.includes(column));
      if (free.length) list.append(this.line(control, i, free));
    });
    const lines = [...list.children];
    find.hidden = lines.length <= MANY;
    find.oninput = () => {
      const wanted = find.value.trim().toLowerCase();
      for (const each of lines) each.hidden = !each.title.toLowerCase().includes(wanted);
    };
    const more = scene.inputs.length - controls.reduce((n, c) => n + c.columns.length, 0);
    if (more <= 0) return;
    const small = document.createElement('small');
    const offered = `The ${controls.length} that tell most about the target are offered`;
    small.textContent = `${offered}; ${more} more stay as they are.`;
    list.append(small);
  }

  line(control, i, free) {
    const label = document.createElement('label');
    const name = document.createElement('span');
    label.className = 'dn-value';
    label.dataset.i = i;
    label.title = name.textContent = control.name;
    label.append(name);
    if (control.labels.length) label.append(this.choice(control, free));
    else {
      const value = document.createElement('output');
      label.append(value, this.range(control, value));
    }
    return label;
  }

  choice(control, free) {
    const choice = document.createElement('select');
    control.columns.forEach((column, k) => {
      if (free.includes(column)) choice.add(new Option(control.labels[k], String(k)));
    });
    choice.add(new Option('(none)', '-1'));
    choice.onchange = () => {
      const taken = control.columns[choice.value];
      this.set(free.map((column) => [column, +(taken === column)]));
    };
    return choice;
  }

  range(control, value) {
    const { low, high, decimals, columns } = control;
    const range = document.createElement('input');
    const step = 10 ** -decimals;
    Object.assign(range, { type: 'range', min: low, max: high, step, disabled: low === high });
    range.oninput = () => {
      value.textContent = written(control, +range.value);
      this.set([[columns[0], +range.value]]);
    };
    return range;
  }
}

/** late: what the visitor has set since is still on its way. */
function show(line, control, v, late) {
  const input = line.querySelector('input, select');
  const own = input.matches(late ? ':active, :focus' : ':active'); // under the visitor's hand
  if (!own) input.value = v;
  if (input.type === 'range')
    line.querySelector('output').textContent = written(control, own ? +input.value : v);
}

const MEDIAN =
  'Every input that the plane does not show at its median again, a category at its commonest value';
const HTML = `
<header>
  <b>Held values</b>
  <button class="dn-median" title="${MEDIAN}">Back to the median</button>
  <button class="dn-shut" aria-label="Close the held values" title="Close; the values stay">×</button>
</header>
<input type="search" class="dn-find" placeholder="Find an input" aria-label="Find an input">
<div class="dn-list"></div>`;
