// One network beside others: its answers, a small diagram, its figures, and what can be done with it.

import { number, percent, thousands } from '../stage/look/numbers.js';
import { Boundary } from '../stage/parts/boundary.js';
import { Diagram } from '../stage/parts/diagram.js';
import { lookOf } from '../stage/parts/strip.js';
import { Series } from '../stage/player/series.js';

export class Lane {
  /** @param {any} scene @param {number} i its place, from 0 @param {number} rate its steps in a tick
   * @param {[string, string, string][]} acts text, title, and what each button does
   * @param {(what: string) => void} act */
  constructor(scene, i, rate, acts, act) {
    this.scene = scene;
    this.rate = rate;
    this.look = lookOf(i + 1);
    this.series = new Series(scene); // by its own steps
    /** @type {any} */ this.measured = null;
    const box = document.createElement('section');
    box.className = 'dnc-lane';
    box.innerHTML = `<header><b></b></header><div class="dnc-body">
      <canvas class="dnc-plane" role="img"></canvas><canvas class="dnc-net" role="img"></canvas></div>
      <div class="dnc-figures"></div><footer></footer>`;
    box.style.borderTopColor = this.look.colour;
    this.box = box;
    const at = (/** @type {string} */ name) => /** @type {any} */ (box.querySelector(name));
    this.head = at('b');
    this.said = at('.dnc-figures');
    this.boundary = new Boundary(at('.dnc-plane'));
    this.boundary.axes = false;
    this.boundary.choose({ wrong: false }); // the map below tells who is right where
    this.diagram = new Diagram(at('.dnc-net'), { top: 26, bottom: 4 });
    for (const [text, title, what] of acts) {
      const button = document.createElement('button');
      button.textContent = text;
      button.title = title;
      button.onclick = () => act(what);
      at('footer').append(button);
    }
  }

  /** It stands on the page now, and has a size. */
  adopt() {
    for (const part of this.parts) part.adopt(this.scene);
  }

  get parts() {
    return [this.boundary, this.diagram];
  }
  /** How many layers have weights. */
  get layers() {
    return this.scene.layer_dims.length - 1;
  }

  /** @param {string} name */
  call(name) {
    this.name = name;
    this.head.textContent = name;
    this.boundary.canvas.setAttribute('aria-label', `Answers of the lane: ${name}`);
    this.diagram.canvas?.setAttribute('aria-label', `Network of the lane: ${name}`);
  }

  /** What its curves are drawn of. @param {any} frame */
  take(frame) {
    if (frame.step > this.series.last) this.series.push(frame);
  }

  figures(frame, tick) {
    const [train, test] = frame.metric;
    const r2 = this.scene.metric === 'R²';
    const score = r2 ? `R² ${number(test, 3)}` : `${percent(test)} right (train ${percent(train)})`;
    const own = frame.step === tick ? '' : ` · step ${thousands(frame.step)}`;
    const end = frame.message.halt ? ` · ended` : '';
    this.said.innerHTML = `test cost <b></b> · train <b></b><br><span></span>`;
    const [a, b] = this.said.querySelectorAll('b');
    a.textContent = number(frame.cost[1]);
    b.textContent = number(frame.cost[0]);
    this.said.querySelector('span').textContent = `${score}${own}${end}`;
  }
}
