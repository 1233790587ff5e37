// What the plane does not show, set by sliders: one for each number, a choice for each category. The picture follows while they move.

const MANY = 8;                                               // more than so many can be searched

export function written(control, v) {
  if (control.labels.length) return control.labels[v] ?? '(none)';
  if (control.kind === 'date') { const day = new Date(864e5 * v); return isNaN(day) ? '–' : day.toISOString().slice(0, 10); }
  const digits = {minimumFractionDigits: control.decimals, maximumFractionDigits: control.decimals};
  return `${v.toLocaleString('en', digits).replace('-', '−')} ${control.unit}`.trim();
}

function set(stage, values) {                                 // [column, value] in its own units
  const others = (stage.player.view.by_hand ?? []).filter(([column]) => !values.some(([other]) => other === column));
  stage.player.turn({by_hand: [...others, ...values]});
}

export function held(stage) {
  const {scene} = stage, {plane} = scene, change = stage.$('change'), box = stage.$('values');
  const any = plane.kind === 'features' && scene.inputs.length > 2 && scene.controls?.length > 0;
  change.hidden = !any;
  change.onclick = () => { stage.holding = !stage.holding; held(stage); };
  change.setAttribute('aria-expanded', Boolean(any && stage.holding));
  box.hidden = !(any && stage.holding);
  const beside = !box.hidden || Boolean(plane.row);
  stage.$('side').classList.toggle('dn-holding', !box.hidden);
  stage.$('side').hidden = !beside;
  stage.$('main').classList.toggle('dn-beside', beside);
  if (box.hidden) return;
  const key = [scene.data, plane.xi, plane.yi].join();
  if (box.dataset.key !== key) { box.dataset.key = key; build(stage, box); }
  box.querySelector('.dn-median').disabled = !plane.row && !plane.by_hand.length;
  const late = stage.frame && stage.player.stale(stage.frame);
  for (const line of box.querySelectorAll('.dn-value')) show(line, scene.controls[line.dataset.i], scene.arrays.held_at[line.dataset.i], late);
}

function show(line, control, v, late) {                       // late: what the visitor has set since is still on its way
  const input = line.querySelector('input, select'), own = input.matches(late ? ':active, :focus' : ':active');   // under the visitor's hand
  if (!own) input.value = v;
  if (input.type === 'range') line.querySelector('output').textContent = written(control, own ? +input.value : v);
}

function build(stage, box) {
  const {scene} = stage, {plane} = scene, axes = [plane.xi, plane.yi];
  box.innerHTML = `<header><b>Held values</b><button class="dn-median" title="Every input that the plane does not show at its median again, a category at its commonest value">Back to the median</button><button class="dn-shut" aria-label="Close" title="Close; the values stay">×</button></header>
    <input type="search" class="dn-find" placeholder="Find an input" aria-label="Find an input"><div class="dn-list"></div>`;
  const list = box.querySelector('.dn-list'), find = box.querySelector('.dn-find');
  box.querySelector('.dn-median').onclick = () => stage.player.turn({row: null, by_hand: []});
  box.querySelector('.dn-shut').onclick = () => { stage.holding = false; held(stage); stage.$('change').focus(); };
  scene.controls.forEach((control, i) => {
    const free = control.columns.filter(column => !axes.includes(column));
    if (free.length) list.append(line(stage, control, i, free));
  });
  const lines = [...list.children];
  find.hidden = lines.length <= MANY;
  find.oninput = () => { for (const each of lines) each.hidden = !each.title.toLowerCase().includes(find.value.trim().toLowerCase()); };
  const more = scene.inputs.length - scene.controls.reduce((n, c) => n + c.columns.length, 0);
  if (more > 0) list.append(Object.assign(document.createElement('small'), {textContent: `The ${scene.controls.length} that tell most about the target are offered; ${more} more stay as they are.`}));
}

function line(stage, control, i, free) {
  const label = document.createElement('label'), name = document.createElement('span');
  label.className = 'dn-value';
  label.dataset.i = i;
  label.title = name.textContent = control.name;
  label.append(name);
  if (control.labels.length) {
    const choice = document.createElement('select');
    control.columns.forEach((column, k) => { if (free.includes(column)) choice.add(new Option(control.labels[k], k)); });
    choice.add(new Option('(none)', -1));
    choice.onchange = () => set(stage, free.map(column => [column, +(control.columns[choice.value] === column)]));
    label.append(choice);
    return label;
  }
  const range = document.createElement('input'), value = document.createElement('output');
  Object.assign(range, {type: 'range', min: control.low, max: control.high, step: 10 ** -control.decimals, disabled: control.low === control.high});
  range.oninput = () => { value.textContent = written(control, +range.value); set(stage, [[control.columns[0], +range.value]]); };
  label.append(value, range);
  return label;
}
