// What the pointer and the keys do on a phase map: point at a cell, hold it, draw a box around others.
import { MOVES, moved } from '../stage/moves.js';
import { field } from './paint.js';

const FEWEST = 2; // cells along each side of a box
const SPREAD = 1.2; // times their distance, from which on two fingers zoom

/** How far apart two places are, and what lies in the middle of them; x and y as shares of the map.
 * @param {{x: number, y: number}[]} places */
const between = ([a, b]) => ({
  far: Math.hypot(a.x - b.x, a.y - b.y) || 1e-9,
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
});

/** The cells that fill the map when what lay under two fingers goes along with them; null while these are not
 * spread, 'out' where they have come together.
 * @param {{x: number, y: number}[]} before @param {{x: number, y: number}[]} after
 * @param {{columns: number, rows: number}} cells */
export function pinched(before, after, { columns, rows }) {
  const [one, two] = [between(before), between(after)];
  const times = two.far / one.far;
  if (times < 1 / SPREAD) return 'out';
  if (times < SPREAD) return null;
  const span = (from, to, n) => {
    const wide = Math.max(FEWEST, Math.round(n / times));
    const first = Math.min(n - wide, Math.max(0, Math.round((from - to / times) * n)));
    return /** @type {[number, number]} */ ([first, first + wide - 1]);
  };
  return { x: span(one.x, two.x, columns), y: span(one.y, two.y, rows) };
}

/** @param {any} view a Phases @param {HTMLCanvasElement} map */
export function hands(view, map) {
  /** @type {[number, number] | null} */ let from = null;
  const fingers = new Map(); // where each pointer is that is down
  /** @type {any} */ let pinch = null; // where two of them were at first
  const share = (event) => {
    const box = map.getBoundingClientRect(),
      room = field(box.width, box.height);
    return {
      x: (event.clientX - box.left - room.x) / room.w,
      y: 1 - (event.clientY - box.top - room.y) / room.h,
    };
  };
  const spot = (event) => {
    const { columns, rows } = view.cells,
      at = share(event);
    const x = Math.floor(at.x * columns),
      y = Math.floor(at.y * rows);
    const within = x >= 0 && y >= 0 && x < columns && y < rows;
    if (!within && !from) return null;
    return /** @type {[number, number]} */ ([
      Math.min(columns - 1, Math.max(0, x)),
      Math.min(rows - 1, Math.max(0, y)),
    ]);
  };
  const around = (a, b) => /** @type {[number, number]} */ ([Math.min(a, b), Math.max(a, b)]);
  const wide = ({ x, y }) => x[1] - x[0] + 1 >= FEWEST && y[1] - y[0] + 1 >= FEWEST;
  map.addEventListener('pointerdown', (event) => {
    from = view.cells ? spot(event) : null;
    if (!from) return;
    map.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, share(event));
    pinch = fingers.size === 2 ? [...fingers.values()] : null;
    if (fingers.size > 1) from = null;
    view.draw_box(null);
  });
  map.addEventListener('pointermove', (event) => {
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, share(event));
    if (fingers.size > 1) {
      const found = pinch && pinched(pinch, [...fingers.values()], view.cells);
      view.draw_box(found === 'out' ? null : found);
      return;
    }
    const cell = view.cells && spot(event);
    map.style.cursor = cell ? 'crosshair' : '';
    if (!cell) return;
    if (from) {
      const box = { x: around(from[0], cell[0]), y: around(from[1], cell[1]) };
      view.draw_box(wide(box) ? box : null);
    } else if (!view.held) view.pick(...cell);
  });
  map.addEventListener('pointerup', (event) => {
    const found = pinch && pinched(pinch, [...fingers.values()], view.cells);
    pinch = null;
    fingers.delete(event.pointerId);
    if (found === 'out' && view.cells.scene.zoomed) return view.act('out');
    const drawn = view.box && (from || found); // the second finger of a pinch has none
    const cell = from && spot(event);
    from = null;
    if (drawn) return view.zoom(view.box);
    if (!cell) return;
    const same = cell.join() === view.at.join();
    view.pick(...cell);
    view.hold(!(view.held && same));
  });
  map.addEventListener('pointercancel', (event) => {
    fingers.delete(event.pointerId);
    from = pinch = null;
    view.draw_box(null);
  });
  map.addEventListener('keydown', (event) => {
    if (!view.cells) return;
    const move = MOVES[event.key];
    const act = { Enter: 'open', '+': 'zoom', '-': 'out' }[event.key];
    if (act) view.$(act).click();
    if (!move) return;
    event.preventDefault();
    view.hold(true);
    view.pick(...moved(view.at, move, view.cells));
  });
}
