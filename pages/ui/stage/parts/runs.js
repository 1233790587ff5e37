// The strip of runs: nothing that was trained is thrown away, and a click brings a run back where it stood.
import { bitmap } from '../look/canvas.js';
import { Part } from '../part.js';
import { dropdown, hang } from './menu.js';
import { figuresOf, lookOf, titleOf, unshelve } from './strip.js';

const SIDE = 34; // pixels of a small picture
const FORK =
  '<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path fill="none" ' +
  'stroke="currentColor" stroke-width="1.8" d="M2 4h14M6 4v5h8M9 9v5h7"/></svg>';
const ASK_EVERY = 3000; // milliseconds while it plays: what is found then is worth knowing

export class Runs extends Part {
  /** @param {import('../part.js').Place} place @param {import('./tree.js').Tree} tree */
  constructor(place, tree) {
    super();
    this.every = 400;
    this.place = place;
    this.tree = tree;
    this.strip = place.find('runs');
    this.here = place.find('branch');
    this.here.onclick = () => place.player.act('branch');
    /** @type {import('./strip.js').Run[]} */ this.runs = [];
    this.paint = bitmap();
    place.player.on('runs', (message) => this.take(message));
  }

  adopt(scene) {
    super.adopt(scene);
    this.place.player.ask('runs');
  }

  restyle(look) {
    super.restyle(look);
    this.fill();
  }

  /** At rest the figures of the current run are what will be kept of it. */
  state() {
    if (!this.place.player.playing && this.scene) this.place.player.ask('runs');
  }

  take(message) {
    this.runs = unshelve(message);
    this.undo = message.undo;
    this.fill();
    this.place.events.emit('kept runs', this.runs);
  }

  /** Everything in the strip, anew. */
  fill() {
    const { strip, runs } = this;
    const many = runs.length > 1 || Boolean(this.undo);
    const before = strip.hidden;
    strip.hidden = !many;
    const open = strip.querySelector('details[open]');
    if (open || !this.colours) return; // somebody is at work in it
    strip.replaceChildren(...(runs.length > 1 ? [this.turn()] : []), ...runs.map((run) => this.chip(run)));
    if (this.undo) strip.append(this.button('↶ Bring back', 'The run that was let go last', 'bring back'));
    if (before !== strip.hidden) this.place.events.emit('resized');
    const current = strip.querySelector('[aria-current]');
    if (current) strip.scrollLeft = current.offsetLeft - strip.clientWidth / 2;
  }

  /** Opens and shuts the tree. */
  turn() {
    const button = document.createElement('button');
    button.className = 'dn-fork';
    button.innerHTML = FORK;
    button.title = 'The runs as a tree over their steps';
    button.setAttribute('aria-label', button.title);
    button.setAttribute('aria-pressed', String(this.tree.open));
    button.onclick = () => {
      this.place.events.emit('tree', !this.tree.open);
      button.setAttribute('aria-pressed', String(this.tree.open));
    };
    return button;
  }

  button(text, title, action, more = {}) {
    const button = document.createElement('button');
    button.textContent = text;
    button.title = title;
    button.onclick = () => this.place.player.act(action, more);
    return button;
  }

  chip(run) {
    const chip = document.createElement('div');
    chip.className = `dn-run${run.current ? ' dn-current' : ''}`;
    const { colour, border } = lookOf(run.id);
    const pick = this.button('', this.tells(run), 'choose', { id: run.id });
    pick.className = 'dn-pick';
    if (run.current) pick.setAttribute('aria-current', 'true');
    const title = document.createElement('b');
    title.textContent = `${run.starred ? '★ ' : ''}${titleOf(run)}`;
    const line = document.createElement('i');
    line.style.borderTop = `3px ${border} ${colour}`;
    line.hidden = run.hidden;
    const figures = document.createElement('small');
    figures.textContent = figuresOf(run);
    const words = document.createElement('span');
    words.append(line, title, figures);
    pick.append(this.picture(run), words);
    chip.append(pick, this.menu(run));
    return chip;
  }

  tells(run) {
    const whole = `${titleOf(run)}. ${run.data}. Test cost ${figuresOf(run)}.`;
    return run.current ? `On the screen: ${whole}` : `Back to this run, where it stood: ${whole}`;
  }

  picture(run) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIDE * 2;
    canvas.setAttribute('aria-hidden', 'true');
    if (!run.side) return canvas;
    const k = this.colours;
    const rows = run.winner ? k.classTable(run.colors) : null;
    const small = this.paint(run.side, run.side, (pixels) => {
      for (let i = 0; i < pixels.length; i++) {
        pixels[i] = rows ? rows[run.winner[i]][run.picture[i]] : k.ground[run.picture[i]];
      }
    });
    const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    c.drawImage(small, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  menu(run) {
    const { id, starred, hidden, current } = run;
    const { details, summary, list } = dropdown(`What to do with the run: ${titleOf(run)}`);
    const add = (text, title, action, more) => {
      const button = this.button(text, title, action, more);
      const act = button.onclick;
      button.onclick = (e) => {
        details.open = false;
        act?.call(button, e);
      };
      list.append(button);
    };
    add(starred ? 'No star' : '★ Star', 'Runs with a star are let go last', 'mark', {
      id,
      starred: !starred,
    });
    if (!current) {
      const text = hidden ? 'Show its curve' : 'Hide its curve';
      add(text, 'On the cost chart', 'mark', { id, hidden: !hidden });
    }
    list.append(this.naming(run, details));
    if (!current) add('Let go', 'Take it off the bench; it can be brought back', 'let go', { id });
    // The strip scrolls, and cuts off what hangs out of it.
    details.ontoggle = () => (details.open ? hang(summary, list) : this.fill());
    return details;
  }

  naming(run, details) {
    const form = document.createElement('form');
    const input = document.createElement('input');
    input.value = run.name;
    input.maxLength = 60;
    input.placeholder = 'Name it';
    input.setAttribute('aria-label', `Name of the run: ${titleOf(run)}`);
    form.append(input);
    form.onsubmit = (e) => {
      e.preventDefault();
      details.open = false;
      this.place.player.act('mark', { id: run.id, name: input.value });
    };
    return form;
  }

  /** The present of the current run, which the server is not asked for while it plays. */
  draw(frame) {
    const { player } = this.place;
    const now = performance.now();
    if (player.playing && now - (this.asked ?? 0) > ASK_EVERY) {
      this.asked = now;
      player.ask('runs');
    }
    this.here.hidden = player.playing || !(frame.step < player.peak);
    const run = this.runs.find((each) => each.current);
    const figures = this.strip.querySelector('.dn-current small');
    if (!run || !figures || player.away || frame.step < player.peak) return;
    const present = { ...run, step: frame.step, cost: frame.cost[1], metric: frame.metric[1] };
    figures.textContent = figuresOf({ ...present, best: Math.min(run.best, present.cost) });
  }
}
