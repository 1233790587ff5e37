// The head of the large picture: what it shows, and whose colours these are.
import { swatch } from '../look/canvas.js';
import { css } from '../look/colours.js';
import { subject } from '../look/words.js';
import { Part } from '../part.js';

export class Legend extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.box = place.find('legend');
    this.title = place.find('what');
    this.root = place.el;
    /** @type {[number, number] | null} */ this.neuron = null;
  }

  adopt(scene) {
    super.adopt(scene);
    this.root.classList.toggle('dn-regression', scene.dataset.kind === 'regression');
    this.build();
    this.head();
  }

  restyle(look) {
    super.restyle(look);
    if (this.scene) this.build();
  }

  /** @param {[number, number] | null} at the neuron drawn large */
  focus(at) {
    this.neuron = at;
    if (this.scene) this.head();
  }

  head() {
    this.title.textContent = subject(this.scene, this.neuron);
    this.box.hidden = Boolean(this.neuron);
  }

  build() {
    const { scene, colours: k, box } = this;
    if (!k) return;
    const { kind, classes, colors } = scene.dataset;
    if (kind === 'regression') {
      box.innerHTML = '<span>low</span><i class="dn-scale"></i><span>high</span>';
      return;
    }
    const items = classes.map((name, i) => {
      const item = document.createElement('span');
      item.title = name;
      item.append(swatch(i, css(k.classes(colors)[i])), name);
      return item;
    });
    box.replaceChildren(...items);
  }
}
