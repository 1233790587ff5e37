// What goes wrong while it trains: at most two findings, each with its number, and its fix as a twin.
import { Part } from '../part.js';

export class Findings extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    this.box = place.find('findings');
    this.told = '';
    place.player.on('runs', ({ findings }) => this.take(findings ?? []));
  }

  adopt(scene) {
    super.adopt(scene);
    this.take([]);
  }

  take(findings) {
    const told = JSON.stringify(findings);
    if (told === this.told) return; // an open one stays open
    this.told = told;
    this.box.hidden = !findings.length;
    this.box.replaceChildren(...findings.map((finding) => this.one(finding)));
  }

  one({ name, evidence, tells, cure }) {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = `⚠ ${name}`;
    const text = document.createElement('p');
    const measured = document.createElement('b');
    measured.textContent = `${evidence[0].toUpperCase()}${evidence.slice(1)}.`;
    text.append(measured, ` ${tells}`);
    details.append(summary, text);
    if (cure) {
      const [label, fields] = cure;
      const button = document.createElement('button');
      button.textContent = `Try the fix beside it: ${label}`;
      button.title = 'A twin with this one setting changed: both begin at step 0 and play in lock-step';
      button.onclick = () => this.place.events.emit('fix', fields);
      details.append(button);
    }
    details.onkeydown = (e) => {
      if (e.key !== 'Escape' || !details.open) return;
      e.stopPropagation();
      details.open = false;
      summary.focus();
    };
    return details;
  }
}
