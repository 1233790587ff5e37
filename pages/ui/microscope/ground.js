// The decision boundary before the step, with the rows of its batch ringed; a click looks at
// one, or at the point where it is.
import { make, paint } from './arrays.js';

const SIDE = 300; // pixels of the page across
const NEAR = 16; // pixels within which a click means a row

export class Ground {
  /** @param {HTMLElement} box @param {(asked: {column: number} | {point: number[]}) => void} ask */
  constructor(box, ask) {
    this.canvas = make('canvas', 'mi-ground');
    this.canvas.setAttribute('role', 'img');
    box.append(this.canvas);
    this.canvas.addEventListener('click', (e) => {
      const at = this.nearest(e.offsetX, e.offsetY);
      if (at >= 0) ask({ column: at });
      else if (this.free) ask({ point: this.back(e.offsetX, e.offsetY) });
    });
    this.canvas.addEventListener('pointermove', (e) => {
      this.canvas.style.cursor = this.nearest(e.offsetX, e.offsetY) < 0 ? 'crosshair' : 'pointer';
    });
  }

  /** @param {any} view @param {boolean} dark */
  adopt({ ground, column }, dark) {
    const { canvas } = this;
    canvas.hidden = !ground;
    /** @type {{x: number, y: number}[]} */ this.batch = [];
    if (!ground) return;
    const [left, right, low, high] = ground.box;
    const height = Math.round(SIDE * Math.max(0.4, Math.min(1.2, (high - low) / (right - left))));
    const at = ([x, y]) => ({
      x: ((x - left) / (right - left)) * SIDE,
      y: ((high - y) / (high - low)) * height,
    });
    this.batch = ground.batch.map(at);
    this.free = ground.free;
    this.back = (x, y) => [left + (x / SIDE) * (right - left), high - (y / height) * (high - low)];
    canvas.setAttribute(
      'aria-label',
      `Decision boundary before this step, with the ${this.batch.length} rows of its batch ringed`,
    );
    canvas.title =
      'The boundary before this step. Ringed: the rows of its batch; a click looks at one, or at the point where it is.';
    const scale = Math.min(2, devicePixelRatio || 1);
    Object.assign(canvas, { width: SIDE * scale, height: height * scale });
    Object.assign(canvas.style, { width: `${SIDE}px`, height: `${height}px` });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.scale(scale, scale);
    if (ground.pixels) this.drawAnswers(pen, ground, height, dark);
    pen.fillStyle = dark ? '#aeb9c4' : '#55616d';
    for (const { x, y } of ground.points.map(at)) pen.fillRect(x - 1, y - 1, 2, 2);
    const ink = dark ? '#ffffff' : '#12171d';
    this.batch.forEach(({ x, y }, i) => {
      pen.beginPath();
      pen.arc(x, y, i === column ? 7 : 5, 0, 7);
      pen.lineWidth = i === column ? 3.5 : 1.5;
      pen.strokeStyle = ink;
      pen.stroke();
    });
  }

  drawAnswers(pen, { side, pixels }, height, dark) {
    const small = make('canvas');
    Object.assign(small, { width: side, height: side });
    paint(
      small,
      Uint8Array.from(atob(pixels), (sign) => sign.charCodeAt(0)),
      dark,
    );
    pen.globalAlpha = 0.55;
    pen.drawImage(small, 0, 0, SIDE, height);
    pen.globalAlpha = 1;
  }

  /** The row of the batch at a place of the picture, −1 where there is none. */
  nearest(x, y) {
    const far = (this.batch ?? []).map((at) => Math.hypot(at.x - x, at.y - y));
    const least = Math.min(...far, NEAR);
    return far.indexOf(least);
  }
}
