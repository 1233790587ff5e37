// The figures above the curve and under the histograms.
import { magnitude, number, percent } from '../look/numbers.js';
import { score } from '../look/words.js';
import { Part } from '../part.js';

const TIGHT = 118; // pixels of a layer below which only what matters most is written
const TIGHTEST = 50; // below which that is done without its sign and third digit
const BAD = 0.3; // share of a layer's units that may stop before it is pointed out

export class Readings extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.every = 90; // milliseconds: digits that change sixty times a second cannot be read
    this.box = place.find('figures');
    this.line = place.find('readout');
    this.penalty = place.find('penalty');
  }

  adopt(scene) {
    super.adopt(scene);
    this.box.querySelector('i').textContent = scene.metric;
    const L = scene.layer_dims.length - 1;
    this.line.innerHTML = Array.from({ length: L }, (_, l) =>
      layer(l + 1 === L ? 'output' : `layer ${l + 1}`),
    ).join('');
    this.cells = [...this.line.children];
    this.resize();
  }

  resize() {
    super.resize();
    const each = this.line.clientWidth / (this.cells?.length || 1);
    this.tightest = each < TIGHTEST;
    this.line.classList.toggle('dn-tight', each < TIGHT);
    this.line.classList.toggle('dn-tightest', this.tightest);
  }

  draw(frame) {
    this.figures(frame);
    const stats = frame.get('stats');
    this.cells?.forEach((cell, l) => {
      this.layer(cell, l, stats.subarray(3 * l, 3 * l + 3));
    });
  }

  figures(frame) {
    const { scene } = this;
    const waiting = scene.drawing?.waiting;
    const [train, test] = frame.cost;
    const [a, b] = frame.metric;
    const values = waiting
      ? ['–', '–', '–', '–']
      : [number(train), number(test), score(scene, a), score(scene, b)];
    this.box.querySelectorAll('b:not(.dn-penalty b)').forEach((cell, i) => {
      cell.textContent = values[i];
    });
    const penalty = frame.get('penalty');
    this.penalty.hidden = scene.settings.regularization === 'none' || Boolean(waiting);
    if (penalty) this.penalty.querySelector('b').textContent = number(penalty[0]);
  }

  layer(cell, l, [sigma, idle, ratio]) {
    const [a, d, r] = cell.querySelectorAll('i');
    const { scene } = this;
    a.querySelector('b').textContent = number(sigma, this.tightest ? 2 : 3);
    const known = scene.idle[l];
    d.hidden = l + 1 === scene.layer_dims.length - 1 || !known;
    if (known) {
      d.title = known.tells;
      d.innerHTML = `${known.word} <b>${percent(idle, 0)}</b>`;
    }
    d.classList.toggle('dn-bad', idle > BAD);
    r.querySelector('b').textContent = ratio < 0 ? '–' : ratio === 0 ? '0' : magnitude(ratio);
  }
}

const RATIO =
  'Size of the last update over the size of the weights. About 0.001 is healthy; ' +
  'far less is a stall, far more is a jump.';
const layer = (name) =>
  `<span><em>${name}</em> <i title="standard deviation of this layer's weights"><u>σ </u><b></b></i>` +
  `<i class="dn-dead"></i><i title="${RATIO}">Δ/w <b></b></i></span>`;
