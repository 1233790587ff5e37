// A list to choose from; where it is free, what is typed is as good as what is on it.
// The text is the visitor's own while it is typed: the list neither filters nor completes it.
import { beside, make } from './elements.js';

/** @typedef {import('./field.js').Described} Described */

let count = 0;

export class Menu {
  /** Tells of what a person has set. @type {(value: any) => void} */
  commit = () => {};

  /** @param {Described} described */
  constructor(described) {
    /** Tell what a person did. @type {(value: string | string[]) => void} */
    this.commit = () => {};
    const id = `fd-list-${count++}`;
    this.free = Boolean(described.free);
    this.input = make('input', {
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: false,
      readOnly: !this.free,
      inputMode: this.free ? 'decimal' : 'none',
    });
    this.input.setAttribute('aria-expanded', 'false');
    this.input.setAttribute('aria-controls', id);
    this.input.setAttribute('aria-haspopup', 'listbox');
    this.arrow = make('button', { type: 'button', tabIndex: -1, className: 'fd-arrow', textContent: '▾' });
    this.arrow.setAttribute('aria-hidden', 'true');
    this.list = make('ul', { id, className: 'fd-list', role: 'listbox', popover: 'manual' });
    this.element = make('div', { className: 'fd-box' }, this.input, this.arrow, this.list);
    this.active = -1;
    this.typed = '';
    this.arrow.onpointerdown = (event) => {
      event.preventDefault();
      this.input.focus();
      this.toggle();
    };
    this.input.onclick = () => {
      if (!this.free) this.toggle();
      else this.open();
    };
    this.input.onfocus = () => {
      if (this.free) this.input.select();
    };
    this.input.oninput = () => this.mark(-1);
    this.input.onblur = () => {
      this.close();
      this.take();
    };
    this.input.onkeydown = (event) => this.key(event);
    this.away = () => {
      if (this.isOpen) beside(this.list, this.element);
    };
  }

  get isOpen() {
    return this.list.matches(':popover-open');
  }

  able(/** @type {boolean} */ able) {
    this.input.disabled = this.arrow.disabled = !able;
  }

  show(/** @type {Described} */ now) {
    const here = now.options.find((option) => option.value === now.value);
    this.now = now;
    this.value = now.value;
    this.list.setAttribute('aria-label', now.label);
    this.input.title = '';
    if (document.activeElement !== this.input || this.input.value === this.text || !this.free) {
      this.input.value = this.text = here?.label ?? now.value;
    } else this.text = here?.label ?? now.value;
  }

  /** Show the list; the option in force is marked, and in sight. */
  open() {
    if (this.isOpen || this.input.disabled) return;
    this.list.replaceChildren(
      ...this.now.options.map((option, i) => {
        const item = make(
          'li',
          { role: 'option', id: `${this.list.id}-${i}` },
          make('span', { textContent: option.label }),
        );
        if (option.tells) item.append(make('small', { textContent: option.tells }));
        item.setAttribute('aria-selected', String(option.value === this.value));
        if (option.tells) item.setAttribute('aria-label', option.label);
        item.onpointerdown = (event) => event.preventDefault();
        item.onclick = () => this.choose(i);
        item.onpointermove = () => this.mark(i);
        return item;
      }),
    );
    this.list.classList.toggle(
      'fd-wide',
      this.now.options.some((option) => option.tells),
    );
    this.list.style.minWidth = `${this.element.offsetWidth}px`;
    this.list.showPopover();
    beside(this.list, this.element);
    this.input.setAttribute('aria-expanded', 'true');
    addEventListener('scroll', this.away, true);
    addEventListener('resize', this.away);
    const here = this.now.options.findIndex((option) => option.value === this.value);
    this.list.children[here]?.scrollIntoView({ block: 'nearest' });
    if (!this.free) this.mark(here);
  }

  close() {
    if (!this.isOpen) return;
    this.list.hidePopover();
    this.input.setAttribute('aria-expanded', 'false');
    removeEventListener('scroll', this.away, true);
    removeEventListener('resize', this.away);
    this.mark(-1);
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Mark option i as the one that Enter takes; -1 none: Enter takes the text. */
  mark(/** @type {number} */ i) {
    this.list.children[this.active]?.classList.remove('fd-active');
    this.active = i;
    const item = this.list.children[i];
    item?.classList.add('fd-active');
    if (item && this.isOpen) this.input.setAttribute('aria-activedescendant', item.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  choose(/** @type {number} */ i) {
    const option = this.now.options[i];
    this.close();
    this.input.value = this.text = option.label;
    if (option.value !== this.value) this.commit((this.value = option.value));
  }

  /** Take what was typed. */
  take() {
    if (!this.free || this.input.value === this.text) return;
    this.text = this.input.value;
    this.commit((this.value = this.text));
  }

  key(/** @type {KeyboardEvent} */ event) {
    const last = this.now.options.length - 1;
    const to = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active < 0 ? last : this.active - 1,
      PageDown: this.active + 8,
      PageUp: this.active - 8,
      Home: this.free ? NaN : 0,
      End: this.free ? NaN : last,
    }[event.key];
    if (to !== undefined && !Number.isNaN(to)) {
      event.preventDefault();
      if (!this.isOpen) this.open();
      else this.move(Math.max(0, Math.min(last, to)));
    } else if (event.key === 'Enter') {
      if (this.isOpen && this.active >= 0) this.choose(this.active);
      else if (this.free) {
        this.close();
        this.take();
      } else this.toggle();
      event.preventDefault();
    } else if (event.key === ' ' && !this.free) {
      event.preventDefault();
      if (this.isOpen && this.active >= 0) this.choose(this.active);
      else this.open();
    } else if (event.key === 'Escape') {
      if (this.isOpen) event.stopPropagation();
      this.close();
      this.input.value = this.text;
    } else if (!this.free && event.key.length === 1 && !event.ctrlKey && !event.metaKey)
      this.letter(event.key);
  }

  move(/** @type {number} */ i) {
    this.mark(i);
    this.list.children[i]?.scrollIntoView({ block: 'nearest' });
  }

  /** Go to the next option that begins with what was typed within a second. */
  letter(/** @type {string} */ key) {
    clearTimeout(this.forget);
    this.forget = setTimeout(() => {
      this.typed = '';
    }, 1000);
    this.typed += key.toLowerCase();
    const { options } = this.now,
      start = this.active + (this.typed.length === 1 ? 1 : 0);
    const order = options.map((_, i) => (start + i + options.length) % options.length);
    const found = order.find((i) => options[i].label.toLowerCase().startsWith(this.typed));
    if (found === undefined) return;
    this.open();
    this.move(found);
  }
}
