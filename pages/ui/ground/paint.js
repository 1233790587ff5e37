// The valley as it is painted: the land, lines of equal cost, the path, and the point that can be dragged.

/** Whether a place is another than that of a point of the path. */
export const apart = (place, [, x, y]) => Math.hypot(place.x - x, place.y - y) > 1e-9;

/** @param {CanvasRenderingContext2D} context @param {number} w @param {number} h @param {any} view a Valley */
export function paint(context, w, h, { ground, lines, land, trail, point, probe, held, scene, look: style }) {
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
  for (const { title, x, y } of scene.others) {
    const [left, top] = place(x, y);
    dot(context, [left, top], 6, style.paper, style.ink);
    label(context, title, left, top, w, style);
  }
  dot(context, place(trail[0][1], trail[0][2]), 4, style.ink, style.paper);
  dot(context, place(point[1], point[2]), 9, style.test, style.ink);
  if (probe && apart(probe, point))
    dot(context, place(probe.x, probe.y), held ? 10 : 6, held ? style.test : style.paper, style.ink);
}

/** The name of a run beside its place, on the side that has room for it. */
function label(context, title, left, top, w, style) {
  context.font = `13px ${style.font}`;
  const right = left + 12 + context.measureText(title).width < w;
  context.textAlign = right ? 'left' : 'right';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = style.paper;
  context.fillStyle = style.ink;
  const at = left + (right ? 12 : -12);
  context.strokeText(title, at, top);
  context.fillText(title, at, top);
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
