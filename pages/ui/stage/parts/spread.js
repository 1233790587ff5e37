// Which picture shows how values are spread: the weights of all layers now, or one layer over all steps.
import { Part } from '../part.js';
import { layerName } from './lines.js';

const NOW = 'now';
const ASK_EVERY = 1000; // milliseconds while it plays

export class Spread extends Part {
  /** @param {import('../part.js').Place} place @param {import('./histogram.js').HistogramChart} hist
   * @param {import('./history.js').History} history */
  constructor(place, hist, history) {
    super();
    this.every = ASK_EVERY;
    this.place = place;
    this.hist = hist;
    this.history = history;
    this.choice = place.find('kind');
    this.layer = place.find('layer');
    this.choice.onchange = () => this.show();
    this.layer.onchange = () => this.show();
    place.player.on('history', (message) => {
      if (this.asked(message)) history.take(message);
      if (message.more && !place.player.playing) this.ask();
    });
  }

  get over() {
    return this.choice.value !== NOW;
  }
  /** What a file of it is called. */
  get kind() {
    return this.over ? `${this.choice.value} of layer ${this.layer.value}` : 'weights';
  }
  get chart() {
    return this.over ? this.history : this.hist;
  }

  asked({ of, layer }) {
    return of === this.choice.value && layer === +this.layer.value;
  }

  adopt(scene) {
    super.adopt(scene);
    const layers = scene.layer_dims.length - 1;
    const [kind, layer] = [this.choice.value || NOW, +this.layer.value || 1];
    const over = scene.histories.map(
      (of) => new Option(`${of[0].toUpperCase()}${of.slice(1)} over time`, of),
    );
    this.choice.replaceChildren(new Option('Weights per layer', NOW), ...over);
    this.choice.value = kind;
    const named = Array.from({ length: layers }, (_, l) => new Option(layerName(l + 1, layers), `${l + 1}`));
    this.layer.replaceChildren(...named);
    this.layer.value = String(Math.min(layer, layers));
    this.show();
  }

  show() {
    const { over, place } = this;
    this.layer.hidden = !over;
    place.find('hists').hidden = over;
    place.find('history').hidden = !over;
    place.find('weight').querySelector('small').hidden = over;
    this.history.element.setAttribute(
      'aria-label',
      `${this.choice.value} of layer ${this.layer.value} by step`,
    );
    this.history.take(null);
    this.hist.touch();
    this.ask();
  }

  ask() {
    if (!this.over || !this.scene) return;
    this.place.player.ask('history', { of: this.choice.value, layer: +this.layer.value });
  }

  state() {
    if (!this.place.player.playing) this.ask();
  }

  draw() {
    if (this.place.player.playing) this.ask();
  }

  kept() {
    return { kind: this.choice.value, layer: this.layer.value };
  }

  restore({ kind, layer }) {
    this.choice.replaceChildren(new Option('', kind)); // until the scene tells the others
    this.layer.replaceChildren(new Option('', layer));
  }
}
