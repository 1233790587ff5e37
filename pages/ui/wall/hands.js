// What pointer and keys do on a wall: point at a tile, open it, play, choose two of them.
import { MOVES, moved } from '../stage/moves.js';
import { onSpace } from '../sweeps/space.js';

/** @param {any} wall whose hands these are @returns {() => void} what takes them off the page when it leaves */
export function hands(wall) {
  const tiles = wall.$('tiles'),
    spot = (event) => {
      const box = tiles.getBoundingClientRect();
      return (
        wall.book && wall.mosaic.box && wall.mosaic.cell(event.clientX - box.left, event.clientY - box.top)
      );
    };
  tiles.addEventListener('pointermove', (event) => {
    const cell = spot(event);
    tiles.style.cursor = cell ? 'pointer' : '';
    if (cell && cell.join() !== wall.mosaic.at.join()) wall.pick(...cell);
  });
  tiles.addEventListener('click', (event) => {
    const cell = spot(event);
    if (!cell) return;
    wall.pick(...cell);
    if (event.pointerType !== 'touch') wall.open();
  });
  tiles.addEventListener('keydown', (event) => arrows(wall, event));
  for (const name of ['x', 'y'])
    wall.$(name).addEventListener('input', () => wall.pick(+wall.$('x').value, +wall.$('y').value));
  wall.$('time').addEventListener('input', (event) => {
    wall.playing = false;
    wall.seek(+event.target.value);
  });
  wall.$('play').addEventListener('click', () => wall.toggle());
  wall.$('rate').addEventListener('change', (event) => {
    wall.rate = +event.target.value;
  });
  wall.$('seed').addEventListener('change', (event) => {
    wall.seed = +event.target.value;
    wall.dirty = true;
  });
  wall.$('open').addEventListener('click', () => wall.open());
  wall.$('a').addEventListener('click', () => wall.takeAs('a'));
  wall.$('b').addEventListener('click', () => wall.takeAs('b'));
  wall.$('luck').addEventListener('click', () => wall.luck());
  wall.$('stop').addEventListener('click', () => wall.feed.cancel());
  return onSpace(
    () => Boolean(wall.book),
    () => wall.toggle(),
  );
}

function arrows(wall, event) {
  const move = MOVES[event.key];
  if (event.key === 'Enter') wall.open();
  if (event.key === 'a' || event.key === 'b') wall.takeAs(event.key);
  if (!move || !wall.book) return;
  event.preventDefault();
  wall.pick(...moved(wall.mosaic.at, move, wall.book));
}
