// The line for what went wrong or came to an end; it lies over the pictures and takes no room from them.
import { thousands } from '../look/numbers.js';
import { Part } from '../part.js';

export class Message extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    this.line = place.find('message');
    this.warned = false;
    this.told = ''; // how far a long way back is
  }

  adopt(scene) {
    super.adopt(scene);
    this.say('');
  }

  /** @param {string} text */
  say(text) {
    this.warned = false;
    this.write(text);
  }

  write(text, ...more) {
    this.told = '';
    this.line.replaceChildren(text, ...more);
    this.line.hidden = !text;
    if (!text) return;
    const shut = document.createElement('button');
    shut.textContent = '×';
    shut.setAttribute('aria-label', 'Close this message');
    shut.className = 'dn-shut';
    shut.onclick = () => {
      this.line.hidden = true;
    };
    this.line.append(shut);
  }

  /** Why no more updates come, as long as the last of them is on the screen; how far a long way back is. */
  state() {
    const { ended: stuck, far } = this.place.player;
    if (far) this.goingBack(far);
    else if (stuck && !stuck.waits) {
      this.warned = true;
      const { best } = stuck;
      this.write(stuck.advice, ...(best === null || best === undefined ? [] : [' ', this.goTo(best)]));
    } else if (this.warned) this.say('');
  }

  /** @param {{step: number, done: number}} far */
  goingBack({ step, done }) {
    const text = `Going back to step ${thousands(step)}: ${10 * Math.floor(10 * done)} % of the way. `;
    if (this.told === text) return; // the button stays under the finger, and nothing is read out again
    this.write(text, this.stay());
    this.warned = true;
    this.told = text;
  }

  stay() {
    const button = document.createElement('button');
    button.textContent = 'Stop';
    button.addEventListener('click', () => this.place.player.stay());
    return button;
  }

  goTo(step) {
    const button = document.createElement('button');
    button.textContent = `Go to the best step, ${thousands(step)}`;
    button.addEventListener('click', () => this.place.player.seek(step, true));
    return button;
  }
}
