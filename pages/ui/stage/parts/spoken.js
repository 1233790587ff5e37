// For those who hear the page: where it stands whenever it comes to rest, and a text of each picture.
import * as words from '../look/words.js';
import { Part } from '../part.js';

const AFTER = 350; // milliseconds of rest before it is spoken

export class Spoken extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.every = 1000;
    this.place = place;
    this.line = place.find('spoken');
    this.dialog = place.find('words');
    this.said = '';
    place.find('describe').onclick = () => this.show();
    this.dialog.querySelector('button').onclick = () => this.dialog.close();
    this.dialog.addEventListener('keydown', (e) => e.stopPropagation());
  }

  adopt(scene) {
    super.adopt(scene);
    this.place.find('diagram').setAttribute('aria-label', `${words.network(scene)} ${WALK}`);
  }
  turned() {
    this.touch();
  }

  /** @param {string} text */
  say(text) {
    this.line.textContent = text;
  }

  /** Once it has been at rest for a moment: step, costs, accuracy. */
  state() {
    clearTimeout(this.clock);
    if (this.place.player.playing) {
      if (this.said !== 'playing') this.say('Playing.');
      this.said = 'playing';
      return;
    }
    this.clock = setTimeout(() => {
      const frame = this.place.player.now;
      if (!frame || !this.scene) return;
      const text = words.progress(this.scene, frame);
      const first = !this.said;
      if (text !== this.said && !first) this.say(text); // a page that opens says other things first
      this.said = text;
    }, AFTER);
  }

  leave() {
    clearTimeout(this.clock);
  }

  draw(frame) {
    const { find } = this.place;
    const { scene } = this;
    find('plane').setAttribute('aria-label', `${words.boundary(scene, frame)} ${CURSOR}`);
    find('costs').setAttribute('aria-label', `Cost curve. ${words.progress(scene, frame)}`);
    find('hists').setAttribute('aria-label', `Histograms of the weights, ${words.spread(scene, frame)}`);
  }

  /** All pictures in words. */
  show() {
    const frame = this.place.player.now;
    if (!frame || !this.scene) return;
    const list = this.dialog.querySelector('dl');
    const texts = {
      'Where it stands': words.progress(this.scene, frame),
      Network: words.network(this.scene),
      Output: words.boundary(this.scene, frame),
      'Cost curve': words.curve(this.scene, this.place.player.series),
      Weights: `Standard deviation of the weights: ${words.spread(this.scene, frame)}.`,
    };
    list.replaceChildren();
    for (const [name, text] of Object.entries(texts)) {
      list.append(Object.assign(document.createElement('dt'), { textContent: name }));
      list.append(Object.assign(document.createElement('dd'), { textContent: text }));
    }
    this.dialog.showModal();
  }
}

const WALK = 'Arrow keys go through neurons, biases and weights; Enter changes one.';
const CURSOR = 'Arrow keys move a cursor that reads the value under it.';
