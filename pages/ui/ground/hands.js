// What pointer and keys do on a valley: take the point elsewhere, look around, play.
import { MOVES } from '../stage/moves.js';
import { onSpace } from '../sweeps/space.js';

const GRIP = 22; // pixels around the point in which it can be taken hold of
const STEP = 0.02; // of the plane, that an arrow key looks further

/** @param {any} valley whose hands these are @returns {() => void} what takes them off the page when it
 * leaves */
export function hands(valley) {
  const map = valley.$('map');
  const spot = (event) => {
    const box = map.getBoundingClientRect(),
      { x, y } = valley.land;
    const u = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)),
      v = Math.min(1, Math.max(0, 1 - (event.clientY - box.top) / box.height));
    return [x[0] + u * (x[1] - x[0]), y[0] + v * (y[1] - y[0])];
  };
  const near = (event) => {
    const box = map.getBoundingClientRect(),
      [u, v] = valley.land.share(valley.point[1], valley.point[2]);
    const dx = event.clientX - box.left - u * box.width,
      dy = event.clientY - box.top - (1 - v) * box.height;
    return Math.hypot(dx, dy) < GRIP;
  };
  map.addEventListener('pointerdown', (event) => {
    if (!valley.land) return;
    if (near(event) && !valley.component.data.refusal) {
      valley.pause();
      valley.held = true;
      map.setPointerCapture(event.pointerId);
    } else valley.peek(...spot(event));
  });
  map.addEventListener('pointermove', (event) => {
    if (!valley.land) return;
    map.style.cursor = valley.held ? 'grabbing' : near(event) ? 'grab' : 'crosshair';
    if (valley.held || event.buttons) valley.peek(...spot(event));
  });
  map.addEventListener('pointerup', () => {
    if (!valley.held) return;
    valley.held = false;
    valley.take();
  });
  map.addEventListener('pointercancel', () => {
    valley.held = false;
    valley.dirty = true;
  });
  map.addEventListener('keydown', (event) => arrows(valley, event));
  valley.$('play').addEventListener('click', () => valley.toggle());
  valley.$('take').addEventListener('click', () => valley.take());
  valley.$('time').addEventListener('input', () => {
    valley.pause();
    valley.peek(valley.point[1], valley.point[2]);
    valley.refresh();
  });
  return onSpace(
    () => Boolean(valley.scene),
    () => valley.toggle(),
  );
}

function arrows(valley, event) {
  const move = MOVES[event.key];
  if (event.key === 'Enter') valley.take();
  if (!move || !valley.land || !valley.probe) return;
  event.preventDefault();
  const along = (value, [low, high], by) => Math.min(high, Math.max(low, value + by * STEP * (high - low)));
  valley.peek(along(valley.probe.x, valley.land.x, move[0]), along(valley.probe.y, valley.land.y, move[1]));
}
