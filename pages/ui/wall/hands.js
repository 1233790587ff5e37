// What pointer and keys do on a wall: point at a tile, open it, play, choose two of them.

/** @param {any} wall whose hands these are @returns {(event: any) => void} what hears of keys on the page,
 * to be taken off it when the view leaves */
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
  const keys = (event) => {
    const typing = event.target.closest?.(
      'input:not([type=range]), textarea, select, button, [contenteditable]',
    );
    if (event.code === 'Space' && !typing && wall.book) {
      event.preventDefault();
      wall.toggle();
    }
  };
  addEventListener('keydown', keys);
  new ResizeObserver(() => {
    wall.dirty = true;
  }).observe(wall.el);
  return keys;
}

function arrows(wall, event) {
  const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (event.key === 'Enter') wall.open();
  if (event.key === 'a' || event.key === 'b') wall.takeAs(event.key);
  if (!move || !wall.book) return;
  event.preventDefault();
  const [x, y] = wall.mosaic.at,
    within = (v, n) => Math.min(n - 1, Math.max(0, v));
  wall.pick(within(x + move[0], wall.book.columns), within(y + move[1], wall.book.rows));
}
