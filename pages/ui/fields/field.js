// One control with its label and its help, by the kind that the server tells.
import { beside, make } from './elements.js';
import { Menu } from './menu.js';

/** @typedef {{value: string, label: string, tells?: string}} Option */
/**
 * @typedef {object} Described
 * @property {string} name
 * @property {'menu'|'number'|'marks'|'range'} kind
 * @property {string} label
 * @property {string} help
 * @property {string} idle why it does nothing at present, '' if it does something
 * @property {string|string[]} value as it is written
 * @property {Option[]} [options]
 * @property {string} [card] the table whose cards tell more of its options
 * @property {boolean} [free] a menu also takes what is typed
 * @property {number} [number] what `value` stands for
 * @property {number} [step] @property {number} [low] @property {number} [high] @property {string} [unit]
 */

const KINDS = {
  menu: (described) => new Menu(described),
  number: () => new Amount(),
  marks: () => new Marks(),
  range: () => new Range(),
};

/** @param {Described} described @param {(value: string|string[]) => void} commit
 * @param {(kind: string, value: string) => void} explain opens the card of an option */
export function makeField(described, commit, explain = () => {}) {
  const { name, kind } = described,
    id = `fd-${name.replaceAll('.', '-')}`;
  const control = KINDS[kind](described);
  control.commit = commit;
  control.input.id = id;
  const words = make('label', { htmlFor: id });
  const help = new Help(explain);
  const element = make(
    'div',
    { className: `fd-field fd-${kind} st-key-settings-${name.replaceAll('.', '-')}` },
    make('div', { className: 'fd-label' }, words, help.button, help.box),
    control.element,
  );
  return {
    kind,
    element,
    show(/** @type {Described} */ now, /** @type {boolean} */ waits) {
      words.textContent = now.label;
      element.classList.toggle('fd-idle', Boolean(now.idle));
      element.dataset.search = [now.label, now.help, ...(now.options ?? []).map((o) => o.label)]
        .join(' ')
        .toLowerCase();
      help.show(now);
      control.input.setAttribute('aria-label', now.label);
      control.able(!now.idle);
      if (!waits) control.show(now);
    },
  };
}

/** The button behind a label, and what it opens: what the setting does, and each of its choices. */
class Help {
  constructor(explain) {
    this.explain = explain;
    this.box = make('div', { className: 'fd-tells', popover: 'auto' });
    this.button = make('button', { type: 'button', className: 'fd-help', textContent: '?' });
    this.button.popoverTargetElement = this.box;
    this.box.addEventListener('beforetoggle', (event) => {
      if (event.newState === 'open') this.open();
    });
    this.box.addEventListener('toggle', (event) => {
      if (event.newState === 'open') beside(this.box, this.button);
    });
  }

  show(/** @type {Described} */ now) {
    this.now = now;
    this.button.setAttribute('aria-label', `What is ${now.label}?`);
    this.button.title = now.idle ? `Not in use: ${now.idle}` : '';
  }

  open() {
    const { now, box } = this,
      told = (now.options ?? []).filter((option) => option.tells);
    this.box.replaceChildren(
      ...(now.idle ? [make('p', {}, make('b', { textContent: 'Not in use: ' }), now.idle)] : []),
      make('p', { textContent: now.help }),
      ...(now.card ? [this.more(now)] : []),
      ...(told.length
        ? [
            make(
              'dl',
              {},
              ...told.flatMap((option) => [
                make('dt', { textContent: option.label }),
                make('dd', { textContent: option.tells }),
              ]),
            ),
          ]
        : []),
    );
    box.scrollTop = 0;
  }

  /** To the card of the choice in force. */
  more(/** @type {Described} */ { card = '', value }) {
    const button = make('button', {
      type: 'button',
      className: 'fd-card',
      textContent: 'Formula, picture and source ›',
    });
    button.onclick = () => {
      this.box.hidePopover();
      this.explain(card, String(value));
    };
    return button;
  }
}

/** A number to type, with two buttons and the arrow keys that move it by a step. */
class Amount {
  /** Tells of what a person has set. @type {(value: any) => void} */
  commit = () => {};

  constructor() {
    this.input = make('input', {
      type: 'text',
      inputMode: 'decimal',
      autocomplete: 'off',
      spellcheck: false,
    });
    this.less = make('button', { type: 'button', textContent: '−', tabIndex: -1 });
    this.more = make('button', { type: 'button', textContent: '+', tabIndex: -1 });
    this.element = make('div', { className: 'fd-box' }, this.input, this.less, this.more);
    this.less.onclick = () => this.move(-1);
    this.more.onclick = () => this.move(1);
    this.input.onfocus = () => this.input.select();
    this.input.onblur = () => this.take();
    this.input.onkeydown = (event) => {
      if (event.key === 'Enter') this.take();
      else if (event.key === 'Escape') this.input.value = this.value;
      else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault();
        this.move(event.key === 'ArrowUp' ? 1 : -1);
      }
    };
  }

  able(/** @type {boolean} */ able) {
    this.input.disabled = this.less.disabled = this.more.disabled = !able;
  }

  show(/** @type {Described} */ now) {
    this.now = now;
    const typing = document.activeElement === this.input && this.input.value !== this.value;
    this.number = now.number;
    this.value = now.value;
    if (!typing) this.input.value = now.value;
    this.less.setAttribute('aria-label', `${now.label}: less`);
    this.more.setAttribute('aria-label', `${now.label}: more`);
  }

  take() {
    if (this.input.value === this.value) return;
    this.value = this.input.value;
    this.commit(this.value);
  }

  move(/** @type {number} */ by) {
    this.number = stepped(this.number, by * this.now.step, this.now.low, this.now.high);
    this.input.value = String(this.number);
    this.take();
  }
}

/** value + step, within its limits and without the digits that binary numbers add. */
export function stepped(value, step, low, high) {
  return Math.min(high, Math.max(low, Number((value + step).toPrecision(12))));
}

/** Buttons of which any number are pressed. */
class Marks {
  /** Tells of what a person has set. @type {(value: any) => void} */
  commit = () => {};

  constructor() {
    this.element = this.input = make('div', { className: 'fd-marks', role: 'group' });
  }

  able(/** @type {boolean} */ able) {
    for (const button of this.element.children) button.disabled = !able;
  }

  show(/** @type {Described} */ now) {
    const pressed = new Set(now.value);
    while (this.element.children.length > now.options.length) this.element.lastElementChild.remove();
    now.options.forEach(({ value, label }, i) => {
      if (!this.element.children[i]) this.element.append(make('button', { type: 'button' }));
      const button = this.element.children[i];
      button.textContent = label;
      button.setAttribute('aria-pressed', pressed.has(value));
      button.onclick = () => {
        if (!pressed.delete(value)) pressed.add(value);
        button.setAttribute('aria-pressed', pressed.has(value));
        this.commit([...pressed]);
      };
    });
  }
}

/** A number to slide; it is taken when it is let go. */
class Range {
  /** Tells of what a person has set. @type {(value: any) => void} */
  commit = () => {};

  constructor() {
    this.input = make('input', { type: 'range' });
    this.output = make('output');
    this.element = make('div', { className: 'fd-slide' }, this.input, this.output);
    this.input.oninput = () => this.tell();
    this.input.onchange = () => this.commit(this.input.value);
  }

  able(/** @type {boolean} */ able) {
    this.input.disabled = !able;
  }

  show(/** @type {Described} */ now) {
    this.now = now;
    Object.assign(this.input, { min: now.low, max: now.high, step: now.step, value: now.number });
    if (this.input.valueAsNumber !== now.number) {
      this.input.step = 1;
      this.input.value = now.number;
    }
    this.tell();
  }

  tell() {
    const text = `${this.input.value}${this.now.unit ?? ''}`;
    this.output.textContent = text;
    this.input.setAttribute('aria-valuetext', text);
  }
}
