// What the chart of a run's course shows: which measure, of which layer, on which scale, how smooth.
import { Part } from '../part.js';
import { layerName } from './lines.js';

const ASK_EVERY = 1000; // milliseconds while it plays
const SMOOTHING = /** @type {const} */ ([
  [0, 'As measured'],
  [0.01, 'Smoothed a little'],
  [0.05, 'Smoothed'],
  [0.2, 'Smoothed much'],
]);

export class Course extends Part {
  /** @param {import('../part.js').Place} place @param {import('./chart.js').Chart} chart */
  constructor(place, chart) {
    super();
    this.every = ASK_EVERY;
    this.place = place;
    this.chart = chart;
    const { find, player, events } = place;
    this.measure = find('measure');
    this.layer = find('of');
    this.smooth = find('smooth');
    this.log = find('log');
    for (const [part, text] of SMOOTHING) this.smooth.add(new Option(text, String(part)));
    this.measure.onchange = () => this.choose(this.measure.value);
    this.layer.onchange = () => this.choose(this.measure.value, this.layer.value);
    this.smooth.onchange = () => chart.choose({ smoothing: +this.smooth.value });
    this.log.onchange = () => chart.choose({ log: this.log.checked });
    player.on('measured', (message) => this.take(message));
    events.on('kept runs', (runs) => {
      chart.compare(runs);
      this.ask();
    });
  }

  adopt(scene) {
    super.adopt(scene);
    const { measure, layer } = this;
    const [name, of] = [measure.value || 'cost', layer.value];
    if (measure.options.length !== scene.measures.length) {
      measure.replaceChildren(...scene.measures.map(({ title, name }) => new Option(title, name)));
    }
    const score = scene.measures.findIndex(({ name }) => name === 'score');
    measure.options[score].text = scene.metric === 'R²' ? 'R²' : scene.measures[score].title;
    const layers = scene.layer_dims.length - 1;
    const one = Array.from({ length: layers }, (_, l) => new Option(layerName(l + 1, layers), String(l + 1)));
    layer.replaceChildren(new Option('each layer', 'each'), new Option('all layers', '0'), ...one);
    this.show(name, [...layer.options].some(({ value }) => value === of) ? of : 'each');
    this.ask();
  }

  /** Another measure comes with the scale that suits it. @param {string} name @param {string} [layer] */
  choose(name, layer = this.layer.value) {
    const found = this.scene.measures.find((each) => each.name === name);
    if (found.name !== this.chart.measure.name) {
      this.log.checked = found.log;
      this.chart.choose({ log: found.log });
    }
    this.show(name, layer);
    this.ask();
  }

  show(name, layer) {
    const found = this.scene.measures.find((each) => each.name === name) ?? this.scene.measures[0];
    this.measure.value = found.name;
    this.measure.title = found.tells;
    this.layer.value = layer;
    this.layer.hidden = found.lines.length > 0;
    const { classList } = this.place.find('curve');
    classList.toggle('dn-layered', !this.layer.hidden);
    this.chart.choose({ measure: found, layer: layer === 'each' ? 'each' : +layer });
    this.chart.element.setAttribute('aria-label', `${found.title} by step`);
  }

  ask() {
    const { measure } = this.chart;
    if (this.scene && !measure.recorded) this.place.player.ask('measure', { name: measure.name });
  }

  take(message) {
    this.chart.take(message);
    if (message.more && !this.place.player.playing) this.ask();
  }

  /** At rest all is asked for; while it plays now and then. */
  state() {
    if (!this.place.player.playing) this.ask();
  }

  draw() {
    if (this.place.player.playing) this.ask();
    this.log.parentElement.classList.toggle('dn-offered', this.chart.logHelps);
  }

  kept() {
    const { measure, layer, smooth, log } = this;
    return {
      measure: measure.value,
      layer: layer.value,
      smoothing: smooth.value,
      log: log.checked,
    };
  }

  restore({ measure, layer, smoothing, log }) {
    this.smooth.value = smoothing;
    this.log.checked = log;
    this.chart.choose({ smoothing: +smoothing, log });
    this.measure.replaceChildren(new Option('', measure)); // until the scene tells the others
    this.layer.replaceChildren(new Option('', layer));
  }
}
