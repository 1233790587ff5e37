// What stands around the large picture: whose colours these are, and which plane through the data it shows.
import {css, mark} from './palette.js';

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

export function planes(stage) {
  const {plane} = stage.scene, box = stage.$('axes');
  stage.$('held').textContent = [plane.held, ...stage.scene.dataset.notes.filter(n => /diagnos/i.test(n))].filter(Boolean).join(' ');
  box.replaceChildren();
  if (plane.choices.length <= 2) return;
  const select = (label, options, value, change) => {
    const s = document.createElement('select');
    s.setAttribute('aria-label', label);
    s.title = label;
    options.forEach(([v, text]) => s.add(new Option(text, v)));
    s.value = value;
    s.onchange = () => change(s.value);
    return s;
  };
  const look = part => { Object.assign(stage.player.view, part); stage.player.refresh(); };
  const pca = plane.kind === 'pca';
  box.append(select('What the plane shows: two columns, or the two directions in which the rows differ most', [['features', 'two columns'], ['pca', 'principal components']], plane.kind, v => look({plane: v})));
  if (!pca) {
    const names = plane.choices.map((name, i) => [i, name]);
    box.append(select('Across', names, plane.xi, v => look({plane: 'features', x: +v})), select('Up', names, plane.yi, v => look({plane: 'features', y: +v})));
  }
}
