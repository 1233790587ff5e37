// The figures beside the pictures, and the words for those who cannot see them.
import * as describe from './describe.js';

export function figures(stage, frame) {
  const {scene, player} = stage, [train, test] = frame.cost, [a, b] = frame.metric, time = stage.$('time');
  const write = (name, values) => stage.el.querySelectorAll(`.dn-${name} b`).forEach((cell, i) => { cell.textContent = values[i]; });
  write('count', [describe.thousands(frame.step), frame.epoch.toFixed(frame.epoch < 100 ? 1 : 0)]);
  write('figures', scene.drawing?.waiting ? ['–', '–', '–', '–'] : [describe.number(train), describe.number(test), describe.score(scene, a), describe.score(scene, b)]);
  stage.el.querySelector('.dn-figures i').textContent = scene.metric;
  time.max = Math.max(player.peak, 1);
  if (!time.matches(':active') || player.playing) time.value = player.playing ? frame.step : player.heading;
}

export function readout(stage, frame) {
  const stats = frame.get('stats'), L = stage.scene.layer_dims.length - 1;
  const names = stage.scene.activations, line = stage.$('readout');
  if (line.children.length !== L) {
    line.innerHTML = Array.from({length: L}, (_, l) => `<span>${l + 1 === L ? 'output' : `layer ${l + 1}`} <i title="standard deviation of this layer's weights">σ <b></b></i>`
      + `<i class="dn-dead"></i><i title="Size of the last update over the size of the weights. About 0.001 is healthy; far less is a stall, far more is a jump.">Δ/w <b></b></i></span>`).join('');
  }
  [...line.children].forEach((cell, l) => {
    const [sigma, dead, ratio] = stats.subarray(3 * l, 3 * l + 3), [a, d, r] = cell.querySelectorAll('i');
    a.querySelector('b').textContent = describe.number(sigma, 3);
    d.hidden = l + 1 === L || !(dead >= 0);
    const relu = /relu|linear|elu/.test(names[l]);
    d.title = relu ? 'Units that answer 0 to every row: they get no gradient and cannot recover by themselves.' : 'Units stuck at an end of their range on nearly every row: their gradient has vanished.';
    d.innerHTML = `${relu ? 'dead' : 'saturated'} <b>${Math.round(100 * dead)} %</b>`;
    d.classList.toggle('dn-bad', dead > .3);
    r.querySelector('b').textContent = ratio < 0 ? '–' : ratio === 0 ? '0' : ratio.toExponential(0).replace(/e\+?(-?)(\d+)/, (_, s, n) => '·10' + (s ? '⁻' : '') + describe.raised(n));
  });
}

export function words(stage) {
  const now = performance.now();
  if (stage.player.playing && now - (stage.worded ?? 0) < 1000) return;
  stage.worded = now;
  stage.$('plane').setAttribute('aria-label', describe.boundary(stage.scene, stage.frame));
  stage.$('costs').setAttribute('aria-label', describe.progress(stage.scene, stage.frame));
  stage.$('hists').setAttribute('aria-label', 'Histograms of the weights, ' + describe.spread(stage.scene, stage.frame));
}
