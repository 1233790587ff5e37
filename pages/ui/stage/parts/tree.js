// The runs as a tree: steps from left to right; what a branch shares with its parent is drawn once, by the
// parent. A click on a run goes to it.
import { css } from '../look/colours.js';
import { thousands, ticks } from '../look/numbers.js';
import { Part } from '../part.js';
import { figuresOf, lookOf, titleOf } from './strip.js';

const ROW = 17; // pixels from one run to the next
const FOOT = 18; // of the axis
const EDGE = 8; // left and right of the steps
const NAMES = 0.34; // of the width, kept for the name behind the longest run
const LETTER = 6.6; // pixels of a letter of a name
const DASH = { solid: '', dash: '7 4', dot: '2 3', dashdot: '7 3 2 3', longdash: '12 4' };

/** @typedef {{id: number, row: number, from: number, to: number, parent: number | null}} Bough from: the step
 *   at which its own part begins; parent: the row of the run it left there */

/** Where each run lies: a branch below its parent, as far as that is there.
 * @param {{id: number, parent: number | null, left: number, step: number}[]} runs @returns {Bough[]} */
export function treeOf(runs) {
  const there = new Set(runs.map(({ id }) => id));
  /** @type {Bough[]} */ const boughs = [];
  const put = (run, /** @type {number | null} */ above) => {
    const row = boughs.length;
    const from = above === null ? 0 : run.left;
    let parent = from > 0 ? above : null;
    // It left its parent where that was still one with its own parent.
    while (parent !== null && boughs[parent].parent !== null && boughs[parent].from > from) {
      parent = boughs[parent].parent;
    }
    boughs.push({ id: run.id, row, from, to: Math.max(run.step, from), parent });
    for (const child of runs) if (child.parent === run.id) put(child, row);
  };
  for (const run of runs) if (!there.has(run.parent)) put(run, null);
  return boughs;
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [text] */
function svg(name, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

export class Tree extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.every = 250;
    this.place = place;
    this.box = place.find('tree');
    this.open = false;
    /** @type {import('./strip.js').Run[]} */ this.runs = [];
    place.events.on('kept runs', (runs) => {
      this.runs = runs;
      this.fill();
    });
    place.events.on('tree', (open) => {
      this.open = open;
      this.fill();
      place.events.emit('resized');
    });
  }

  resize() {
    this.fill();
  }

  restyle(look) {
    super.restyle(look);
    this.fill();
  }

  fill() {
    const { box, runs } = this;
    box.hidden = !this.open || runs.length < 2;
    if (box.hidden || !this.colours || !box.clientWidth) return;
    const boughs = treeOf(runs);
    const wide = box.clientWidth - 2 * EDGE;
    const last = Math.max(10, ...boughs.map(({ to }) => to));
    this.x = (/** @type {number} */ step) => EDGE + ((1 - NAMES) * wide * step) / last;
    const height = boughs.length * ROW + FOOT;
    const picture = svg('svg', {
      width: box.clientWidth,
      height,
      role: 'group',
      'aria-label': 'Tree of the runs',
    });
    for (const [step, text] of ticks(0, last, 6)) {
      const at = { x: this.x(step), y: height - 4, 'text-anchor': 'middle', class: 'dn-step' };
      picture.append(svg('text', at, text));
    }
    for (const bough of boughs)
      picture.append(
        this.bough(
          bough,
          runs.find(({ id }) => id === bough.id),
        ),
      );
    this.mark = svg('line', {
      y1: 0,
      y2: height - FOOT,
      stroke: css(this.colours.text),
      'stroke-width': 1.5,
    });
    picture.append(this.mark);
    box.replaceChildren(picture);
    this.touch();
  }

  bough({ id, row, from, to, parent }, run) {
    const { x } = this;
    const y = ROW * (row + 0.5);
    const { colour, dash } = lookOf(id);
    const told = `${titleOf(run)}. Test cost ${figuresOf(run)}`;
    const group = svg('g', { role: 'button', tabindex: 0, 'aria-label': told, 'aria-current': run.current });
    const line = {
      stroke: colour,
      'stroke-width': run.current ? 4 : 2,
      'stroke-dasharray': DASH[dash],
      fill: 'none',
    };
    const start = parent === null ? '' : `M${x(from)} ${ROW * (parent + 0.5)}V${y}`;
    group.append(
      svg('title', {}, told),
      svg('rect', { x: x(from), y: y - ROW / 2, width: '100%', height: ROW, fill: 'transparent' }),
      svg('path', { d: `${start}M${x(from)} ${y}H${x(to)}`, ...line }),
      svg('circle', { cx: x(to), cy: y, r: run.current ? 5 : 3.5, fill: colour }),
      svg('text', { x: x(to) + 9, y: y + 4 }, this.label(run, x(to))),
    );
    const go = () => run.current || this.place.player.act('choose', { id });
    group.addEventListener('click', go);
    group.addEventListener('keydown', (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      if (key !== 'Enter' && key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      go();
    });
    return group;
  }

  label(run, at) {
    const title = `${run.starred ? '★ ' : ''}${titleOf(run)} · ${thousands(run.step)}`;
    const room = Math.max(6, Math.floor((this.box.clientWidth - at - 16) / LETTER));
    return title.length > room ? `${title.slice(0, room - 1)}…` : title;
  }

  /** The step on the screen. */
  draw(frame) {
    if (this.box.hidden || !this.mark || !this.x) return;
    const at = Math.min(this.x(frame.step), this.box.clientWidth - EDGE);
    this.mark.setAttribute('x1', String(at));
    this.mark.setAttribute('x2', String(at));
  }

  kept() {
    return this.open;
  }
  restore(open) {
    this.open = open;
  }
}
