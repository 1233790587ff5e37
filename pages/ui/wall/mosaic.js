// The tiles side by side, their frames, the margins with median and quartiles, and which one is pointed at.
import { COST_TEST, quantile } from './book.js';

const MARGIN = { bottom: 46, top: 30, right: 34 };
const TITLE = 24; // pixels of the name at the left
const LABEL = 12; // pixels of a label's type
const LONGEST = 120; // pixels of a label at the left
const LEAST_WORD = 44; // pixels to which a word below is cut; a number is left out instead

export class Mosaic {
  constructor(canvas) {
    this.canvas = canvas;
    this.picture = new OffscreenCanvas(1, 1);
    this.at = [0, 0];
    /** @type {any} */ this.pair = { a: null, b: null }; // the two that are compared
    /** @type {any} */ this.scene = null;
    /** @type {any} */ this.book = null;
    /** @type {any} */ this.look = null;
  }

  adopt(scene, book) {
    this.scene = scene;
    this.book = book;
    this.at = scene.here;
    this.picture.width = book.columns * scene.side;
    this.picture.height = book.rows * scene.side;
    this.context = this.picture.getContext('2d');
    this.image = this.context.createImageData(this.picture.width, this.picture.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  restyle(look) {
    this.look = look;
    const bytes = this.scene.arrays[look.dark ? 'dark' : 'light'];
    this.table = Uint32Array.from(
      { length: 256 },
      (_, i) => ((255 << 24) | (bytes[3 * i + 2] << 16) | (bytes[3 * i + 1] << 8) | bytes[3 * i]) >>> 0,
    );
    this.blank = look.blank;
    this.context.font = `700 ${LABEL}px ${look.font}`;
    const widest = (labels) => Math.max(...labels.map((label) => this.context.measureText(label).width));
    const { x, y } = this.scene;
    this.left = TITLE + Math.min(LONGEST, Math.ceil(widest(y.labels))) + 10;
    this.across = { words: areWords(x.labels), widest: widest(x.labels) };
  }

  /** The side of a tile: square ones, as large as there is room. */
  size(width, height) {
    const { columns, rows } = this.book;
    const room = [(width - this.left - MARGIN.right) / columns, (height - MARGIN.top - MARGIN.bottom) / rows];
    return Math.max(6, Math.floor(Math.min(...room)));
  }

  /** How wide the wall is where it has at most so much room. */
  width(most, height) {
    return this.left + MARGIN.right + this.size(most, height) * this.book.columns;
  }

  /** Where the tiles stand on the canvas. */
  layout(width, height) {
    const { columns, rows } = this.book,
      size = this.size(width, height);
    const left = Math.max(this.left, Math.round((width - MARGIN.right + this.left - size * columns) / 2));
    this.box = { left, top: MARGIN.top, size, width: size * columns, height: size * rows };
    return this.box;
  }

  /** The corner of a cell: the first row stands at the bottom. */
  corner(x, y) {
    const { left, top, size } = this.box;
    return [left + x * size, top + (this.book.rows - 1 - y) * size];
  }

  cell(px, py) {
    const { left, top, size } = this.box,
      x = Math.floor((px - left) / size),
      from = Math.floor((py - top) / size);
    const y = this.book.rows - 1 - from;
    return x >= 0 && x < this.book.columns && y >= 0 && y < this.book.rows ? [x, y] : null;
  }

  /** Everything at tick t, with this seed's pictures. */
  draw(context, width, height, t, seed, scale) {
    const box = this.layout(width, height);
    this.paint(t, seed);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture, box.left, box.top, box.width, box.height);
    this.frames(context, t, scale);
    this.labels(context, width);
    this.margins(context, t, scale);
    this.mark(context);
  }

  paint(t, seed) {
    const {
        book,
        table,
        pixels,
        scene: { side },
      } = this,
      width = book.columns * side;
    for (let x = 0; x < book.columns; x++) {
      for (let y = 0; y < book.rows; y++) {
        const k = book.at(x, y, seed),
          at = book.shown(k, t);
        let to = (book.rows - 1 - y) * side * width + x * side;
        if (at < 0) {
          for (let r = 0; r < side; r++, to += width) pixels.fill(this.blank, to, to + side);
          continue;
        }
        const tile = book.tile(k, at);
        for (let r = 0, i = 0; r < side; r++, to += width) {
          for (let c = 0; c < side; c++) pixels[to + c] = table[tile[i++]];
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }

  /** A frame of each tile, by the median test cost of its seeds; a cross where numbers overflowed. */
  frames(context, t, scale) {
    const {
        book,
        look,
        box: { size },
      } = this,
      thick = Math.max(1, Math.min(3, size / 18));
    for (let x = 0; x < book.columns; x++) {
      for (let y = 0; y < book.rows; y++) {
        const [left, top] = this.corner(x, y),
          cell = book.cell(x, y);
        const costs = book.values(cell, t, COST_TEST),
          broken = cell.filter((k) => book.broken(k, book.shown(k, t)));
        context.lineWidth = thick;
        context.strokeStyle = costs.length ? look.rank(scale.of(quantile(costs, 0.5))) : look.line;
        context.strokeRect(left + thick / 2 + 0.5, top + thick / 2 + 0.5, size - thick - 1, size - thick - 1);
        if (2 * broken.length >= cell.length && broken.length) {
          context.strokeStyle = look.bad;
          context.lineWidth = Math.min(5, Math.max(1.5, size / 16));
          context.beginPath();
          context.moveTo(left + size * 0.25, top + size * 0.25);
          context.lineTo(left + size * 0.75, top + size * 0.75);
          context.moveTo(left + size * 0.75, top + size * 0.25);
          context.lineTo(left + size * 0.25, top + size * 0.75);
          context.stroke();
        }
      }
    }
  }

  labels(context, _width) {
    const { scene, look, box } = this;
    context.font = `${LABEL}px ${look.font}`;
    context.fillStyle = look.ink;
    context.textBaseline = 'middle';
    const { words, widest } = this.across,
      every = Math.max(1, Math.ceil((words ? LEAST_WORD : widest + 10) / box.size)),
      bottom = box.top + box.height;
    context.textAlign = 'center';
    scene.x.labels.forEach((label, x) => {
      const here = x === this.at[0];
      if ((x % every && !here) || (!here && Math.abs(x - this.at[0]) < every && every > 1)) return;
      context.font = `${here ? 700 : 400} ${LABEL}px ${look.font}`;
      const room = words && !here ? every * box.size - 6 : 2 * widest;
      context.fillText(cut(context, label, room), box.left + (x + 0.5) * box.size, bottom + 11);
    });
    context.textAlign = 'right';
    const apart = Math.max(1, Math.ceil((LABEL + 2) / box.size));
    scene.y.labels.forEach((label, y) => {
      const here = y === this.at[1];
      if (y % apart && !here) return;
      context.font = `${here ? 700 : 400} ${LABEL}px ${look.font}`;
      context.fillText(cut(context, label, box.left - 12), box.left - 7, this.corner(0, y)[1] + box.size / 2);
    });
    context.font = `600 ${LABEL + 1}px ${look.font}`;
    context.textAlign = 'center';
    context.fillText(`${scene.x.title} →`, box.left + box.width / 2, bottom + 32);
    context.save();
    context.translate(box.left - this.left + 11, box.top + box.height / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(cut(context, `${scene.y.title} →`, box.height), 0, 0);
    context.restore();
  }

  /** Median and quartiles of the test cost of each column (above) and row (right): inwards is better. */
  margins(context, t, scale) {
    const { book, look, box } = this,
      room = 22;
    const draw = (networks, place) => {
      const costs = book.values(networks, t, COST_TEST);
      if (!costs.length) return;
      const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => room * scale.of(quantile(costs, q)));
      context.strokeStyle = look.muted;
      context.lineWidth = 2;
      context.beginPath();
      context.moveTo(...place(low));
      context.lineTo(...place(high));
      context.stroke();
      context.fillStyle = look.rank(middle / room);
      context.beginPath();
      context.arc(...place(middle), 3, 0, 7);
      context.fill();
    };
    for (let x = 0; x < book.columns; x++) {
      draw(book.column(x), (v) => [box.left + (x + 0.5) * box.size, box.top - 4 - v]);
    }
    for (let y = 0; y < book.rows; y++) {
      draw(book.row(y), (v) => [box.left + box.width + 5 + v, this.corner(0, y)[1] + box.size / 2]);
    }
  }

  mark(context) {
    const [left, top] = this.corner(...this.at),
      { size } = this.box;
    context.strokeStyle = this.look.ink;
    context.lineWidth = 3;
    context.strokeRect(left - 1, top - 1, size + 2, size + 2);
    for (const [name, cell] of Object.entries(this.pair)) {
      if (!cell) continue;
      const [x, y] = this.corner(...cell),
        side = Math.max(14, Math.min(24, size / 2.2));
      context.fillStyle = this.look.ink;
      context.fillRect(name === 'a' ? x : x + size - side, y, side, side);
      context.fillStyle = this.look.paper;
      context.font = `700 ${side - 3}px ${this.look.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(name.toUpperCase(), (name === 'a' ? x : x + size - side) + side / 2, y + side / 2 + 1);
    }
  }
}

/** Whether most labels are no numbers. @param {string[]} labels */
const areWords = (labels) => 2 * labels.filter((label) => Number.isNaN(Number(label))).length > labels.length;

/** As much of a text as fits. @param {any} context @param {string} text @param {number} most pixels */
function cut(context, text, most) {
  if (context.measureText(text).width <= most) return text;
  let end = text.length;
  while (end > 2 && context.measureText(`${text.slice(0, end)}…`).width > most) end--;
  return `${text.slice(0, end)}…`;
}
