// The steps of a run that are worth going back to, in a menu and by keys; and the way back, played backwards.
import { number, thousands } from '../look/numbers.js';
import { Part } from '../part.js';
import { dropdown, hang } from './menu.js';

const PEAK = 1.25; // times the least cost before it: a cost that has climbed so far stands out
const MOST = 30; // changes that are listed, the latest ones
const LONGEST = 60; // letters of what is said of one

/** @typedef {{step: number, sign: string, text: string}} Mark */

/** What is worth going back to, by step: changes, the best test cost, the highest peak, where it ended.
 * @param {{step: number[], train: number[], test: number[]}} series @param {[number, string][]} changes
 * @param {any} stuck why no more updates come @returns {Mark[]} */
export function marksOf({ step, train, test }, changes, stuck) {
  /** @type {Mark[]} */
  const found = changes.slice(-MOST).map(([at, text]) => ({ step: at, sign: '✎', text }));
  const best = test.reduce((at, v, i) => (v < test[at] ? i : at), 0);
  if (best > 0) {
    found.push({ step: step[best], sign: '▼', text: `best test cost, ${number(test[best], 3)}` });
  }
  const top = peakOf(train);
  if (top > 0) found.push({ step: step[top], sign: '▲', text: `cost peak, ${number(train[top], 3)}` });
  if (stuck && !stuck.waits) found.push({ step: stuck.step, sign: '■', text: `the end. ${stuck.advice}` });
  return found.sort((a, b) => a.step - b.step);
}

/** Where a cost stands highest above the least before it, and falls again; or -1. @param {number[]} cost */
export function peakOf(cost) {
  let [least, most, at] = [cost[0], PEAK, -1];
  for (let i = 1; i < cost.length - 1; i++) {
    if (cost[i] > most * least && cost[i] >= cost[i + 1]) [most, at] = [cost[i] / least, i];
    least = Math.min(least, cost[i]);
  }
  return at;
}

/** The step of the next mark from a step, or of the one before; undefined where there is none.
 * @param {Mark[]} marks ascending @param {number} from @param {1 | -1} by */
export function beside(marks, from, by) {
  const steps = marks.map(({ step }) => step).filter((step) => (by > 0 ? step > from : step < from));
  return by > 0 ? steps[0] : steps.at(-1);
}

export class Marks extends Part {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    const { details, summary, list } = dropdown('Marks: steps worth going back to');
    summary.textContent = '⚑';
    summary.title = 'A change, the best test cost, a peak, the end; and backwards.  Keys: , and . and J';
    details.classList.add('dn-marks');
    details.ontoggle = () => {
      if (!details.open) return;
      this.fill(list, details);
      hang(summary, list);
    };
    place.find('count').after(details);
  }

  get all() {
    const { series, changes, stuck } = this.place.player;
    return series ? marksOf(series, changes, stuck) : [];
  }

  fill(list, details) {
    const { player } = this.place;
    const add = (text, act) => {
      const button = document.createElement('button');
      button.textContent = text;
      button.onclick = () => {
        details.open = false;
        act();
      };
      list.append(button);
    };
    list.replaceChildren();
    add('◀ Play backwards', () => player.rewind());
    add('0  the start', () => player.seek(0, true));
    for (const { step, sign, text } of this.all) {
      const told = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
      add(`${thousands(step)}  ${sign} ${told}`, () => player.seek(step, true));
    }
  }

  key(e) {
    const { player } = this.place;
    if (!this.scene || e.ctrlKey || e.metaKey || e.altKey) return false;
    if (e.key.toLowerCase() === 'j') {
      if (player.backwards) player.pause();
      else player.rewind();
      return true;
    }
    if (e.key !== ',' && e.key !== '.') return false;
    const step = beside(this.all, player.heading, e.key === '.' ? 1 : -1);
    if (step !== undefined) player.seek(step, true);
    return true;
  }
}
