// The valley as it is painted: the land, lines of equal cost, the path, and the point that can be dragged.

/** Whether a place is another than that of a point of the path. */
export const apart = (place, [, x, y]) => Math.hypot(place.x - x, place.y - y) > 1e-9;

/** @param {CanvasRenderingContext2D} context @param {number} w @param {number} h @param {any} view a Valley */
export function paint(context, w, h, { ground, lines, land, trail, point, probe, held, look: style }) {
  const on = (u, v) => /** @type {[number, number]} */ ([u * w, (1 - v) * h]),
    place = (x, y) => on(...land.share(x, y));
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(ground, 0, 0, w, h);
  context.strokeStyle = style.muted;
  context.globalAlpha = 0.45;
  context.lineWidth = 1;
  context.beginPath();
  for (const [a, b, c, d] of lines) {
    context.moveTo(...on(a, b));
    context.lineTo(...on(c, d));
  }
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = style.ink;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.beginPath();
  trail.forEach(([, x, y], i) => {
    if (i) context.lineTo(...place(x, y));
    else context.moveTo(...place(x, y));
  });
  context.stroke();
  dot(context, place(trail[0][1], trail[0][2]), 4, style.ink, style.paper);
  dot(context, place(point[1], point[2]), 9, style.test, style.ink);
  if (probe && apart(probe, point))
    dot(context, place(probe.x, probe.y), held ? 10 : 6, held ? style.test : style.paper, style.ink);
}

function dot(context, [x, y], radius, fill, line) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = line;
  context.stroke();
}
