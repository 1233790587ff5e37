// The tools for points, beside the large picture: which one is taken, of which class, with which brush.
// It tells: tool (another one is taken), stroke-end (what is being drawn ends here).
import { sizeOf, swatch } from '../look/canvas.js';
import { css } from '../look/colours.js';
import { BRUSHES } from './brushes.js';
import { Holder } from './holder.js';

const NOTE_FOR = 6000; // milliseconds

const ICONS = {
  look: '<path d="M4 2.5 14 9.2 9.4 10l2.6 5-2 1-2.5-5.1L4 14z" fill="currentColor"/>',
  erase:
    '<path d="m3 11 7-7.5 5 4.6-5.6 6.4H6z M6.6 7.3l5 4.7 M8 14.5h7.5" fill="none" ' +
    'stroke="currentColor" stroke-width="1.6"/>',
  flip:
    '<path d="M3 6.5h10 M10 3.2l3.4 3.3L10 9.8 M15 11.5H5 M8 8.2l-3.4 3.3L8 14.8" fill="none" ' +
    'stroke="currentColor" stroke-width="1.6"/>',
  undo:
    '<path d="M6.5 3 3 6.5 6.5 10 M3.4 6.5H11a4 4 0 0 1 0 8H7" fill="none" ' +
    'stroke="currentColor" stroke-width="1.7"/>',
  redo:
    '<path d="M11.5 3 15 6.5 11.5 10 M14.6 6.5H7a4 4 0 0 0 0 8h4" fill="none" ' +
    'stroke="currentColor" stroke-width="1.7"/>',
  clear:
    '<rect x="3" y="3" width="12" height="12" fill="none" stroke="currentColor" stroke-width="1.5" ' +
    'stroke-dasharray="2.5 2"/>',
};
const svg = (inside) => `<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">${inside}</svg>`;
const brushed = (r) =>
  svg(
    `<circle cx="9" cy="9" r="${2.2 + 4.4 * r}" fill="currentColor"/>` +
      '<circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-dasharray="1.5 2.5"/>',
  );

export class Tools extends Holder {
  /** @param {import('../part.js').Place} place */
  constructor(place) {
    super();
    this.place = place;
    this.canvas = place.find('plane');
    this.box = place.find('tools');
    this.line = place.find('hint');
    this.note = '';
    this.next = false;
  }

  adopt(scene) {
    super.adopt(scene);
    const { name } = scene.dataset;
    const left = name !== this.name && this.name !== undefined && name !== 'drawn';
    if (left || !this.can) this.choose('look');
    this.name = name;
    this.build();
    if (this.next && this.can) {
      this.next = false;
      this.choose('add', 0);
    }
    if (scene.note) {
      this.note = scene.note; // is read for a while, however much is drawn meanwhile
      clearTimeout(this.forgetting);
      this.forgetting = setTimeout(() => {
        this.note = '';
        this.hint();
      }, NOTE_FOR);
    }
    this.hint();
  }

  restyle(look) {
    super.restyle(look);
    if (this.scene) this.build();
  }
  resize() {
    this.arrange();
  }
  leave() {
    clearTimeout(this.forgetting);
  }

  hint() {
    const waiting = this.scene?.drawing?.waiting;
    const text = [this.note, waiting && `Training waits. ${waiting}`].filter(Boolean).join(' ');
    this.line.textContent = text;
    this.line.hidden = !text;
  }

  /** @param {any} name @param {number} [label] */
  choose(name, label = this.tool.label) {
    if (name !== 'look' && !this.can) return;
    this.set({ ...this.tool, name, label });
  }

  set(tool) {
    this.place.events.emit('stroke-end');
    this.tool = tool;
    this.place.events.emit('tool', tool);
    if (this.scene?.drawing) this.build();
  }

  do(name) {
    this.place.events.emit('stroke-end');
    if (name === 'double') this.place.events.emit('double');
    else this.place.player.act(name);
    this.next = name === 'clear' && !this.drawing; // an empty plane is there to be drawn on
  }

  key(e) {
    if (!this.can || !(this.drawing || this.place.el.contains(document.activeElement))) return false;
    const key = e.key.toLowerCase();
    const { drawing } = this.scene;
    if ((e.ctrlKey || e.metaKey) && !e.altKey) {
      const name = key === 'y' || (key === 'z' && e.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
      if (!name) return false;
      if (drawing[name]) this.do(name);
      return true;
    }
    if (e.altKey || e.shiftKey) return false;
    if (key === 'escape' && this.drawing) this.choose('look');
    else if (/^[1-9]$/.test(key) && +key <= Math.min(drawing.classes + 1, drawing.most_classes)) {
      this.choose('add', +key - 1);
    } else return false;
    return true;
  }

  // ---- the buttons
  /** @param {{name: string, inside?: string | Node, title: string, label?: string, act: () => void, on?:
   * boolean,
   *   off?: boolean}} about  on: whether it is taken, where it can be; off: disabled */
  button({ name, inside = '', title, label = title.split('.')[0], act, on, off }) {
    const b = document.createElement('button');
    b.className = `dn-tool dn-tool-${name}`;
    if (typeof inside === 'string') b.innerHTML = inside;
    else b.append(inside);
    const word = document.createElement('span');
    word.textContent = label.split(',')[0].replace(/^(Add|points of)\s/, '');
    b.append(word);
    b.title = off && this.scene.drawing.refused ? this.scene.drawing.refused : title;
    b.setAttribute('aria-label', label);
    if (on !== undefined) b.setAttribute('aria-pressed', String(on));
    b.disabled = Boolean(off);
    b.onclick = (e) => {
      act();
      if (e.detail) this.canvas.focus({ preventScroll: true }); // from a key the focus stays
    };
    return b;
  }

  taking(name, title, label) {
    const { tool } = this;
    return this.button({
      name: label === undefined ? name : `${name}-${label + 1}`,
      inside: label === undefined ? svg(ICONS[name]) : '',
      title,
      act: () => this.choose(name, label),
      on: tool.name === name && (label === undefined || label === tool.label),
      off: Boolean(this.scene.drawing.refused) && name !== 'look',
    });
  }

  adding(k) {
    const { classes, names, colors } = this.scene.drawing;
    const fresh = k === classes;
    const known = this.colours.classes(colors.slice(0, Math.max(classes, 2)));
    const what = fresh
      ? `Add points of a new class, ${names[k]}. The network then needs another output: training starts over`
      : `Add ${names[k]} points`;
    const title = `${what}. Click, or paint with the pointer held; drag a point to move it.  Key: ${k + 1}`;
    const b = this.taking('add', title, k);
    b.prepend(swatch(k, css(fresh ? this.colours.classes(colors)[k] : known[k]), fresh));
    if (fresh) b.insertAdjacentHTML('beforeend', '<i>+</i>');
    return b;
  }

  build() {
    const { drawing } = this.scene;
    this.box.hidden = !drawing;
    if (!drawing || !this.colours) return;
    const { refused, classes, most_classes: most, undo, redo, points } = drawing;
    const list = [this.taking('look', 'Look. The pointer changes nothing.  Key: Esc')];
    if (!refused) {
      for (let k = 0; k < Math.min(classes + 1, most); k++) list.push(this.adding(k));
      list.push(
        this.taking('erase', 'Erase. Removes the points under the pointer.'),
        this.taking('flip', 'Flip. Gives the points under the pointer the next class.'),
        this.brushButton(),
        this.button({
          name: 'undo',
          inside: svg(ICONS.undo),
          title: 'Undo. Takes back the last change of the points.  Keys: Ctrl Z',
          act: () => this.do('undo'),
          off: !undo,
        }),
        this.button({
          name: 'redo',
          inside: svg(ICONS.redo),
          title: 'Redo. Makes it again.  Keys: Ctrl Shift Z',
          act: () => this.do('redo'),
          off: !redo,
        }),
        this.button({
          name: 'double',
          inside: '<b>×2</b>',
          title: 'Copies ×2. Every point gets one more a little beside it.',
          act: () => this.do('double'),
          off: !points,
        }),
      );
    }
    list.push(
      this.button({
        name: 'clear',
        inside: svg(ICONS.clear),
        title: 'Empty plane. Starts with no points, to draw your own.',
        act: () => this.do('clear'),
        off: !refused && !points,
      }),
    );
    this.replace(list);
  }

  brushButton() {
    const { r, name } = BRUSHES[this.tool.brush];
    return this.button({
      name: 'brush',
      inside: brushed(r),
      title: `Brush: ${name}. Click for the next size; a wider one paints more points at once.`,
      act: () => this.set({ ...this.tool, brush: (this.tool.brush + 1) % BRUSHES.length }),
    });
  }

  /** The focus stays on the button it was on. */
  replace(list) {
    const { activeElement: active } = document;
    const focused = this.box.contains(active) && active?.classList[1];
    this.box.replaceChildren(...list);
    if (focused) this.box.querySelector(`.${focused}`)?.focus();
    this.arrange();
  }

  /** In as many columns as the height needs. */
  arrange() {
    const style = getComputedStyle(this.box);
    const button = parseFloat(style.getPropertyValue('--dn-tool')) || 28;
    const n = this.box.children.length;
    const rows = Math.max(4, Math.floor(sizeOf(this.canvas)[1] / (button + 2)));
    const columns = Math.ceil(n / rows);
    this.box.style.gridTemplateRows = `repeat(${Math.ceil(n / columns)}, ${button}px)`;
  }
}
