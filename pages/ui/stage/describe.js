// What each picture shows, in words: for screen readers, and for anyone who asks.
const MOST = 1e30;                                            // larger numbers travel as this one
export const number = (v, digits = 4) => v === null || v !== v || v === undefined ? '–' : Math.abs(v) >= .999 * MOST ? `${v < 0 ? '< −' : '> '}10³⁰`
  : (Math.abs(v) !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5) ? v.toExponential(2).replace('e', '·10^').replace(/\^\+?(-?\d+)/, (_, e) => sup(e)) : v.toFixed(digits)).replace('-', '−');
const sup = text => [...text].map(c => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]).join('');
export const raised = n => [...String(n)].map(c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[+c]).join('');
export const percent = v => v === v ? `${(100 * v).toFixed(1)} %` : '–';
export const score = (scene, v) => scene.metric === 'R²' ? number(v, 3) : percent(v);
export const thousands = v => v.toLocaleString('en');

export function progress(scene, frame) {
  const [train, test] = frame.cost, [a, b] = frame.metric;
  return `Step ${thousands(frame.step)}, epoch ${frame.epoch.toFixed(1)}: cost ${number(train)} on the training set and ${number(test)} on the test set, `
    + `${scene.metric} ${score(scene, a)} and ${score(scene, b)}.`;
}

export function network(scene) {
  const [n, ...rest] = scene.layer_dims, out = rest.pop();
  const hidden = rest.length ? `${rest.length} hidden ${rest.length > 1 ? 'layers' : 'layer'} of ${rest.join(', ')} neurons` : 'no hidden layer';
  return `Network with ${n} ${n > 1 ? 'inputs' : 'input'}, ${hidden} and ${out} ${out > 1 ? 'outputs' : 'output'}. Blue lines are positive weights, orange lines negative ones; thicker is stronger.`;
}

export function boundary(scene, frame) {
  const kind = scene.dataset.kind, wrong = scene.drawing?.waiting ? null : frame.get('wrong');
  const what = kind === 'regression' ? 'Predicted value' : kind === 'binary' ? `Probability of ${scene.dataset.classes[1]}` : 'Most probable class';
  const miss = wrong ? ` ${wrong.reduce((n, w) => n + w, 0)} of the ${wrong.length} points shown are misclassified.` : '';
  return `${what} over ${scene.plane.x} and ${scene.plane.y}. ${scene.plane.held}${miss}`;
}

export const rowLabel = ({name, target}) => `The pixels of ${name}, ${target}`;

export function spread(scene, frame) {
  const stats = frame.get('stats'), L = scene.layer_dims.length - 1;
  return Array.from({length: L}, (_, l) => `layer ${l + 1}: spread ${number(stats[3 * l], 3)}`).join('; ');
}
