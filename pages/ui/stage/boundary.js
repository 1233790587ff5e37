// What the network answers over the plane, with the data on top.
import {bitmap, css, fit, mark} from './palette.js';

const LEFT = 34, BELOW = 33, RIGHT = 8, ABOVE = 6;
const LEVELS = 5;                                             // of strength that rings have

function ticks(lo, hi) {                                      // about four round numbers between lo and hi
  const raw = (hi - lo) / 4, power = 10 ** Math.floor(Math.log10(raw)), unit = [1, 2, 5, 10].find(u => u * power >= raw) * power, list = [];
  for (let v = Math.ceil(lo / unit) * unit; v <= hi + 1e-9 * unit; v += unit) list.push(Math.abs(v) < 1e-9 * unit ? 0 : v);
  return list.map(v => [v, Number(v.toPrecision(6)).toString().replace('-', '−')]);
}

export class Boundary {
  constructor(canvas, colours) {
    this.canvas = canvas;
    this.colours = colours;
    this.paint = bitmap();
    this.options = {test: true, hard: false, wrong: true};
  }

  adopt(scene) {
    this.scene = scene;
    this.data = this.shown = scene.arrays;
    this.points = null;
    const {points_test: test, points_row: rows} = scene.arrays, [part, row] = scene.plane.row?.at ?? [];
    this.chosen = row === undefined ? -1 : rows.findIndex((r, i) => r === row && test[i] === part);
  }
  restyle() { this.points = null; }

  box(w, h) {
    const side = Math.min(w - LEFT - RIGHT, h - ABOVE - BELOW);
    return [LEFT + (w - LEFT - RIGHT - side) / 2, ABOVE, side];
  }

  place(i, side) {                                            // of point i, in pixels of the square
    const [x0, x1, y0, y1] = this.scene.plane.range;
    return [(this.shown.points_x[i] - x0) / (x1 - x0) * side, (y1 - this.shown.points_y[i]) / (y1 - y0) * side];
  }

  colourOf(i) {
    const {scene, colours: k} = this;
    if (scene.dataset.kind !== 'regression') return this.colourOfClass(this.shown.points_label[i]);
    const v = Math.max(-1, Math.min(1, this.shown.points_value[i])), end = k.sign(v);
    return k.middle.map((m, j) => m + (end[j] - m) * Math.abs(v));
  }

  colourOfClass(label) {                                      // of one that is only being drawn, too
    const {scene, colours: k} = this;
    return k.classes(scene.dataset.colors)[label] ?? k.classes(scene.drawing.colors)[label];
  }

  cloud(side, ratio) {                                        // the points change with the scene only: drawn once
    const data = this.shown, n = data.points_x.length, r = n > 700 ? 2.6 : n > 350 ? 3.2 : 4, k = this.colours;
    const canvas = new OffscreenCanvas(Math.ceil(side * ratio), Math.ceil(side * ratio)), c = canvas.getContext('2d');
    c.scale(ratio, ratio);
    for (let i = 0; i < n; i++) {
      const test = data.points_test[i], colour = this.colourOf(i);
      if (test && !this.options.test || data.points_gone?.[i]) continue;
      const smooth = this.scene.dataset.kind === 'regression', label = smooth ? 0 : data.points_label[i], [x, y] = this.place(i, side);
      mark(c, label, x, y, test ? r * .8 : r);
      c.globalAlpha = this.strength(i);
      c.fillStyle = test ? css(k.background) : css(colour);
      c.fill();
      c.lineWidth = test ? 1.8 : 1;
      c.strokeStyle = test ? css(colour) : smooth ? css(k.text, .35) : css(k.dark ? [16, 18, 22] : [255, 255, 255]);
      c.stroke();
    }
    this.radius = r;
    return canvas;
  }

  strength(i) { return (this.shown.points_near?.[i] ?? 255) / 255; }   // of a point: fainter far from the plane

  at(x, y) {                                                  // the point under the pointer, -1 if none is
    const {width, height} = this.canvas.getBoundingClientRect(), [left, top, side] = this.box(width, height), reach = this.radius + 7;
    let best = -1, least = reach;
    for (let i = 0; i < this.shown.points_x.length; i++) {
      if (this.shown.points_test[i] && !this.options.test) continue;
      const [px, py] = this.place(i, side), d = Math.hypot(left + px - x, top + py - y);
      if (d < least || d === least && this.strength(i) > this.strength(best)) { least = d; best = i; }
    }
    return best;
  }

  plane(frame, focus) {
    const {scene, colours: k, options} = this, kind = scene.dataset.kind;
    const bytes = focus?.values ?? frame.get('boundary'), G = Math.round(Math.sqrt(bytes.length)), winner = focus ? null : frame.get('winner');
    return this.paint(G, G, px => {
      if (winner?.length) {
        const tables = k.classTable(scene.dataset.colors);
        for (let p = 0; p < px.length; p++) px[p] = tables[winner[p]][options.hard ? 190 : bytes[p]];
      } else {
        const table = focus ? k.diverging : options.hard && kind !== 'regression' ? k.hard : k.ground;
        for (let p = 0; p < px.length; p++) px[p] = table[bytes[p]];
      }
    });
  }

  draw(frame, focus) {
    const {context: c, w, h, ratio} = fit(this.canvas), {scene, colours: k} = this;
    c.clearRect(0, 0, w, h);
    const [left, top, side] = this.box(w, h);
    if (side < 20) return;
    c.imageSmoothingEnabled = !(focus?.picture || this.options.hard);
    c.drawImage(this.plane(frame, focus), left, top, side, side);
    c.imageSmoothingEnabled = true;
    c.lineWidth = 1;
    c.strokeStyle = css(k.text, .3);
    c.strokeRect(left, top, side, side);
    if (focus?.picture) return;
    const others = frame.message.look && frame.message.arrays.points_row, data = others && !this.editing ? frame.message.arrays : this.data;   // a past step may have had other points
    if (this.shown !== data) { this.shown = data; this.points = null; }
    const key = [side, ratio, k.key, Object.values(this.options)].join();
    if (!this.points || this.key !== key) { this.points = this.cloud(side, ratio); this.key = key; }
    c.drawImage(this.points, left, top, side, side);
    const known = frame.get('wrong') && !(others && this.editing) && !scene.drawing?.waiting;   // of the points that are shown
    if (this.options.wrong && !focus && known) this.mistakes(c, frame.get('wrong'), left, top, side);
    if (this.chosen >= 0) this.ring(c, this.chosen, left, top, side);
    this.over?.(c, left, top, side);
    this.axes(c, left, top, side);
  }

  mistakes(c, wrong, left, top, side) {
    const {colours: k, options, shown: data} = this, r = this.radius + 2.5;
    c.lineWidth = 1.3;
    for (let level = data.points_near ? 0 : LEVELS - 1; level < LEVELS; level++) {            // rings are as faint as their points, in a few strengths
      c.beginPath();
      let any = false;
      for (let i = 0; i < wrong.length; i++) {
        if (!wrong[i] || data.points_test[i] && !options.test || data.points_gone?.[i] || Math.round((LEVELS - 1) * this.strength(i)) !== level) continue;
        const [x, y] = this.place(i, side);
        c.moveTo(left + x + r, top + y);
        c.arc(left + x, top + y, r, 0, 7);
        any = true;
      }
      c.strokeStyle = css(k.text, .7 * Math.max(.2, level / (LEVELS - 1)));
      if (any) c.stroke();
    }
  }

  ring(c, i, left, top, side) {                               // around the row that was chosen
    const {colours: k} = this, [x, y] = this.place(i, side);
    for (const [width, colour] of [[5, k.background], [2.5, k.text]]) {
      c.beginPath();
      c.arc(left + x, top + y, this.radius + 6, 0, 7);
      c.lineWidth = width;
      c.strokeStyle = css(colour);
      c.stroke();
    }
  }

  axes(c, left, top, side) {
    const {plane} = this.scene, [x0, x1, y0, y1] = plane.range, k = this.colours;
    c.fillStyle = css(k.muted);
    c.font = `12px ${this.font}`;
    c.textAlign = 'center';
    c.textBaseline = 'top';
    for (const [v, label] of ticks(x0, x1)) c.fillText(label, left + (v - x0) / (x1 - x0) * side, top + side + 3);
    c.textAlign = 'right';
    c.textBaseline = 'middle';
    for (const [v, label] of ticks(y0, y1)) c.fillText(label, left - 4, top + (y1 - v) / (y1 - y0) * side);
    c.fillStyle = css(k.text);
    c.font = `13px ${this.font}`;
    c.textAlign = 'center';
    c.textBaseline = 'bottom';
    c.fillText(plane.x, left + side / 2, top + side + BELOW - 3, side);   // a subscript reaches lower
    c.save();
    c.translate(left - 24, top + side / 2);
    c.rotate(-Math.PI / 2);
    c.fillText(plane.y, 0, 4, side);
    c.restore();
  }
}
