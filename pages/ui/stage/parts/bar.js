// The bar above the pictures: play, step, reset, speed, and time with the step that is shown.
import { thousands } from '../look/numbers.js';
import { epochs } from '../look/words.js';
import { Part } from '../part.js';
import { SPEEDS } from '../player/speeds.js';

export class Bar extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.every = 90; // milliseconds: digits that change sixty times a second cannot be read
    this.place = place;
    const { find, player } = place;
    this.button = find('play');
    this.time = find('time');
    this.goal = find('goto');
    this.epoch = find('passes');
    this.speed = find('speed');
    const on = (name, event, act) => find(name).addEventListener(event, act);
    for (const { label, key } of SPEEDS) this.speed.add(new Option(label, key));
    on('play', 'click', () => this.toggle());
    on('step', 'click', () => player.forward());
    on('look', 'click', () => place.events.emit('look', null));
    on('epoch', 'click', () => player.pass());
    on('reset', 'click', () => this.reset());
    on('weights', 'click', () => player.act('new weights'));
    on('more', 'click', () => {
      const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
      document.querySelector('.st-key-above')?.scrollIntoView({ block: 'start', behavior });
    });
    on('speed', 'change', () => {
      player.setSpeed(this.speed.value);
      if (!place.told().tabbed) this.speed.blur();
    });
    on('time', 'input', () => player.seek(+this.time.value));
    on('goto', 'change', () => this.go());
    on('goto', 'focus', () => {
      player.pause();
      this.goal.value = String(player.step);
      this.goal.select();
    });
    on('goto', 'blur', () => this.touch());
    on('goto', 'keydown', (e) => {
      if (e.key === 'Enter') this.goal.blur();
    });
  }

  toggle() {
    const { player } = this.place;
    if (player.playing) player.pause();
    else player.play();
  }

  reset() {
    const { player } = this.place;
    player.pause();
    player.act('reset');
  }

  /** To the step that was typed. */
  go() {
    const { player, events } = this.place;
    const step = Number(this.goal.value.replace(/[\s,.]/g, ''));
    if (Number.isInteger(step) && step >= 0 && step <= player.peak) return player.seek(step, true);
    const far = thousands(player.peak);
    events.emit(
      'say',
      `A step is a whole number from 0 to ${far}, as far as this run has come; Play goes on from there.`,
    );
  }

  key(e) {
    const { player } = this.place;
    const act = {
      ' ': () => this.toggle(),
      ArrowRight: () => player.forward(),
      ArrowLeft: () => player.back(),
      r: () => this.reset(),
      e: () => player.pass(),
      m: () => this.scene && this.place.events.emit('look', null),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return false;
    if (!e.repeat || e.key.startsWith('Arrow')) act(); // held down, Space toggles once
    return true;
  }

  /** Playing or not, and how fast. */
  state() {
    const { player } = this.place;
    const text = player.playing ? '❚❚ Pause' : '▶ Play';
    if (this.button.textContent !== text) this.button.textContent = text;
    this.button.setAttribute('aria-label', player.playing ? 'Pause' : 'Play');
    this.speed.value = player.speed.key;
    this.place.el.classList.toggle('dn-playing', player.playing);
    this.touch();
  }

  draw(frame) {
    const { player } = this.place;
    const { time, goal } = this;
    if (document.activeElement !== goal) goal.value = thousands(frame.step);
    this.epoch.textContent = epochs(frame.epoch);
    time.max = Math.max(player.peak, 1);
    if (!time.matches(':active') || player.playing) {
      time.value = player.playing ? frame.step : player.heading;
      time.setAttribute('aria-valuetext', `step ${thousands(player.playing ? frame.step : player.heading)}`);
    }
  }
}
