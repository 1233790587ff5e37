// The curve of the tile that is pointed at, among the curves of all the others.
import { short, thousands } from '../stage/look/numbers.js';
import { COST_TEST, COST_TRAIN } from './book.js';

const PAD = { left: 46, right: 8, top: 18, bottom: 24 };
const MOST_NAMED = 6; // costs that the axis names
const LETTER = 13; // pixels that a line of text is high

/** Costs of all networks, faint, and those of one cell in front, by factors; `named` is what they are. */
export function curves(context, width, height, { book, cell, t, look, named = 'test cost' }) {
  context.clearRect(0, 0, width, height);
  const last = book.ticks.length - 1,
    steps = book.ticks[last];
  let low = Infinity,
    train = Infinity,
    high = 0;
  for (let k = 0; k < book.count; k++) {
    for (let i = 0; i < book.done[k]; i += 2) {
      const cost = book.score(k, i, COST_TEST);
      if (book.broken(k, i) || !(cost > 0)) continue;
      low = Math.min(low, cost);
      train = Math.min(train, book.score(k, i, COST_TRAIN) || cost);
      if (i === 0) high = Math.max(high, cost);
    }
  }
  if (!(high > 0)) return;
  low = Math.max(Math.min(low, Math.max(train, low / 2)), high * 1e-5); // the test costs are what counts
  high *= 2;
  const x = (i) => PAD.left + ((width - PAD.left - PAD.right) * book.ticks[i]) / steps;
  const y = (cost) =>
    PAD.top +
    (height - PAD.top - PAD.bottom) *
      Math.min(1.02, Math.max(-0.02, Math.log(high / Math.max(cost, 1e-12)) / Math.log(high / low)));
  axes(context, width, height, { low, high, steps, look, y, named });
  context.save();
  context.beginPath();
  context.rect(PAD.left, PAD.top, width - PAD.left - PAD.right, height - PAD.top - PAD.bottom);
  context.clip();
  context.lineWidth = 1;
  context.strokeStyle = look.faint;
  context.beginPath();
  for (let k = 0; k < book.count; k++) line(context, book, k, COST_TEST, x, y);
  context.stroke();
  for (const [which, colour, wide] of [
    [COST_TRAIN, look.train, 1.5],
    [COST_TEST, look.test, 2.5],
  ]) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.beginPath();
    for (const k of cell) line(context, book, k, which, x, y);
    context.stroke();
  }
  context.restore();
  context.strokeStyle = look.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x(t), PAD.top);
  context.lineTo(x(t), height - PAD.bottom);
  context.stroke();
}

function line(context, book, k, which, x, y) {
  for (let i = 0; i < book.done[k]; i++) {
    if (book.broken(k, i)) break;
    const to = [x(i), y(book.score(k, i, which))];
    if (i) context.lineTo(...to);
    else context.moveTo(...to);
  }
}

/** What an axis by factors names: 1, 2, 5, 10 … where there is room, else powers of ten; at least two.
 * @param {number} low @param {number} high @returns {number[]} */
export function factors(low, high) {
  for (const of of [[1, 2, 5], [1]]) {
    const found = [];
    for (let d = Math.floor(Math.log10(low)); d <= Math.log10(high); d++)
      found.push(...of.map((m) => Number(`${m}e${d}`)).filter((v) => v >= low && v <= high));
    if (found.length > 1 && found.length <= MOST_NAMED) return found;
  }
  return [low, Math.sqrt(low * high), high];
}

function axes(context, width, height, { low, high, steps, look, y, named }) {
  context.font = `12px ${look.font}`;
  context.fillStyle = look.muted;
  context.strokeStyle = look.line;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.beginPath();
  let last = Infinity;
  for (const tick of factors(low, high)) {
    const at = y(tick);
    if (at < 4 || at > height - PAD.bottom + 1 || last - at < LETTER) continue;
    last = at;
    context.moveTo(PAD.left, at);
    context.lineTo(width - PAD.right, at);
    context.fillText(short(tick, 2), PAD.left - 5, at);
  }
  context.stroke();
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillText(named, PAD.left, 11);
  context.fillText('0', PAD.left, height - 7);
  context.textAlign = 'center';
  context.fillText('step', (width + PAD.left) / 2, height - 7);
  context.textAlign = 'right';
  context.fillText(thousands(steps), width - PAD.right, height - 7);
}
