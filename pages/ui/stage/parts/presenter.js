// The presenter's view: the stage alone in large type, and scenes to go through, by keys that a presenter's
// remote sends. P enters and leaves it; PageDown and PageUp open the next and the previous scene; a digit
// opens that one of the list.
import { Part } from '../part.js';
import { added, keep, moved, next, read, readableType, removed, renamed } from './scenes.js';

const METRES = 2; // width of a picture on the wall
const AWAY = 8; // metres to those in the last row
const PAGE = 15; // size of the type on the page

/** The link of what is on the screen. */
const here = () => location.search.replace(/^\?/, '');

export class Presenter extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    const { find } = place;
    this.bar = find('scenes');
    this.choice = this.bar.querySelector('select');
    this.dialog = find('arrange');
    this.on = false;
    this.at = -1;
    this.count = 0;
    /** @type {import('./scenes.js').Scene[]} */ this.scenes = [];
    find('present').onclick = () => this.turn(true);
    const act = {
      back: () => this.go(-1),
      forth: () => this.go(1),
      keep: () => this.add(),
      edit: () => this.dialog.showModal(),
      leave: () => this.turn(false),
    };
    for (const [name, does] of Object.entries(act))
      this.bar.querySelector(`.dn-scene-${name}`).onclick = does;
    this.choice.onchange = () => this.open(+this.choice.value);
    this.dialog.addEventListener('keydown', (e) => e.stopPropagation());
    this.dialog.querySelector('.dn-shut').onclick = () => this.dialog.close();
  }

  /** What the page offers to begin with. @param {import('./scenes.js').Scene[] | null | undefined} first */
  offer(first) {
    this.place.find('present').hidden = !first;
    this.scenes = read(localStorage, first ?? []);
    this.list();
  }

  /** How much larger than on the page everything is. */
  get magnification() {
    return this.on ? Math.max(1.25, readableType(innerWidth, METRES, AWAY) / PAGE) : 1;
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return false;
    if (e.key.toLowerCase() === 'p' && !this.place.find('present').hidden) this.turn(!this.on);
    else if (!this.on) return false;
    else if (e.key === 'PageDown') this.go(1);
    else if (e.key === 'PageUp') this.go(-1);
    else if (/^[1-9]$/.test(e.key) && !this.place.el.classList.contains('dn-drawing')) this.open(+e.key - 1);
    else return false;
    return true;
  }

  /** Enter or leave the view.  Leaving gives the page back as it was, with its run. @param {boolean} on */
  turn(on) {
    const { el, player, events } = this.place;
    if (on === this.on || !this.scene) return;
    this.on = on;
    this.bar.hidden = !on;
    el.classList.toggle('dn-presenting', on);
    if (on) {
      const { steps } = player.speed;
      this.before = { run: this.scene.run, step: player.step, link: here(), speed: steps };
      el.setAttribute('popover', 'manual');
      el.showPopover();
      this.place.find('play').focus();
    } else {
      el.hidePopover();
      el.removeAttribute('popover');
      this.at = -1;
      this.list();
      if (this.before.run !== this.scene.run) this.ask(this.before);
      this.place.find('present').focus();
    }
    el.style.setProperty('--dn-scale', String(this.magnification));
    events.emit('scaled', this.magnification);
  }

  ask(what) {
    this.count++;
    this.place.player.pause();
    this.place.events.emit('scene', { ...what, n: `${Date.now()}.${this.count}` });
  }

  /** @param {number} by */
  go(by) {
    if (this.scenes.length) this.open(next(this.scenes.length, this.at, by));
  }

  /** @param {number} i */
  open(i) {
    const chosen = this.scenes[i];
    if (!chosen) return;
    this.at = i;
    this.list();
    this.ask({ link: chosen.link, speed: chosen.speed });
    this.place.tell('spoken', `Scene ${i + 1} of ${this.scenes.length}: ${chosen.title}`);
  }

  /** What is on the screen becomes a scene. */
  add() {
    const link = here();
    const title = `${this.scene.dataset.title}, ${this.scene.settings.hidden.join('-') || 'no hidden layer'}`;
    this.change(added(this.scenes, { title, link, speed: this.place.player.speed.steps }));
    this.at = this.scenes.length - 1;
    this.list();
  }

  change(scenes) {
    this.scenes = scenes;
    keep(localStorage, scenes);
    this.list();
  }

  // ---- the list
  list() {
    const { scenes, choice, at } = this;
    choice.replaceChildren(new Option(scenes.length ? 'Scene …' : 'No scenes yet', '-1'));
    scenes.forEach(({ title }, i) => {
      choice.add(new Option(`${i + 1}. ${title}`, String(i)));
    });
    choice.value = String(at);
    this.dialog.querySelector('ol').replaceChildren(...scenes.map((scene, i) => this.line(scene, i)));
  }

  line({ title }, i) {
    const item = document.createElement('li');
    const name = document.createElement('input');
    name.value = title;
    name.setAttribute('aria-label', `Title of scene ${i + 1}`);
    name.onchange = () => this.change(renamed(this.scenes, i, name.value));
    const button = (text, label, act, disabled = false) => {
      const b = document.createElement('button');
      Object.assign(b, { textContent: text, title: label, onclick: act, disabled });
      b.setAttribute('aria-label', `${label}: ${title}`);
      return b;
    };
    const to = (by) => () => this.change(moved(this.scenes, i, by));
    item.append(
      name,
      button('↑', 'Earlier', to(-1), i === 0),
      button('↓', 'Later', to(1), i === this.scenes.length - 1),
      button('×', 'Take out', () => this.change(removed(this.scenes, i))),
    );
    return item;
  }
}
