// What the pointer and the keys do on a phase map: point at a cell, hold it, draw a box around others.
import { MOVES, moved } from '../stage/moves.js';
import { field } from './paint.js';

const FEWEST = 2; // cells along each side of a box

/** @param {any} view a Phases @param {HTMLCanvasElement} map */
export function hands(view, map) {
  /** @type {[number, number] | null} */ let from = null;
  const spot = (event) => {
    const box = map.getBoundingClientRect(),
      room = field(box.width, box.height),
      { columns, rows } = view.cells;
    const x = Math.floor(((event.clientX - box.left - room.x) / room.w) * columns),
      y = Math.floor((1 - (event.clientY - box.top - room.y) / room.h) * rows);
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
    if (from) map.setPointerCapture(event.pointerId);
  });
  map.addEventListener('pointermove', (event) => {
    const cell = view.cells && spot(event);
    map.style.cursor = cell ? 'crosshair' : '';
    if (!cell) return;
    if (from) {
      const box = { x: around(from[0], cell[0]), y: around(from[1], cell[1]) };
      view.draw_box(wide(box) ? box : null);
    } else if (!view.held) view.pick(...cell);
  });
  map.addEventListener('pointerup', (event) => {
    const cell = from && spot(event);
    from = null;
    if (view.box) return view.zoom(view.box);
    if (!cell) return;
    const same = cell.join() === view.at.join();
    view.pick(...cell);
    view.hold(!(view.held && same));
  });
  map.addEventListener('pointercancel', () => {
    from = null;
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
