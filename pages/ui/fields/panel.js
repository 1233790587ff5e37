// The panel beside the stage: all settings that the row has not, in groups, with a search over them.
import { make, place } from './elements.js';

const OPEN = 'deepnet-more';

export class Panel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.button = make('button', {
      type: 'button',
      className: 'fd-more',
      textContent: 'More',
      title: 'Layers, loss, optimizer, schedule, stop rules, seeds',
    });
    this.search = make('input', { type: 'search', placeholder: 'Search the settings' });
    this.search.setAttribute('aria-label', 'Search the settings');
    this.close = make('button', { type: 'button', className: 'fd-close', textContent: '×' });
    this.close.setAttribute('aria-label', 'Close More');
    this.price = make('p', { className: 'fd-price' });
    this.nothing = make('p', {
      className: 'fd-nothing',
      textContent: 'No setting has these words.',
      hidden: true,
    });
    this.body = make('div', { className: 'fd-groups' });
    this.element = make(
      'aside',
      { className: 'fd fd-panel', hidden: true },
      make('header', {}, this.search, this.close),
      this.price,
      this.nothing,
      this.body,
    );
    this.element.setAttribute('aria-label', 'More settings');
    this.groups = new Map();
    root.append(this.element);
    this.button.onclick = () => this.turn(this.element.hidden);
    this.close.onclick = () => this.turn(false);
    this.search.oninput = () => this.filter();
    this.element.onkeydown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      if (this.search.value) {
        this.search.value = '';
        this.filter();
      } else this.turn(false);
    };
    this.turn(sessionStorage.getItem(OPEN) === 'yes', false);
  }

  /** Open or close it.  Whoever opens it is in it, whoever closes it is back where it was opened. */
  turn(/** @type {boolean} */ open, focus = true) {
    this.element.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    const bar = /** @type {HTMLElement | null} */ (document.querySelector('.dn-bar')); // on a phone it stays at the lower edge
    const fixed = bar && getComputedStyle(bar).position === 'fixed';
    this.element.style.setProperty('--fd-bar', `${fixed ? bar.offsetHeight : 0}px`);
    sessionStorage.setItem(OPEN, open ? 'yes' : 'no');
    if (focus) (open ? this.search : this.button).focus();
  }

  /** @param {string} price @param {{title: string, elements: HTMLElement[]}[]} groups */
  adopt(price, groups) {
    this.price.textContent = price;
    place(
      this.body,
      groups.map(({ title, elements }) => {
        if (!this.groups.has(title)) {
          const fields = make('div', { className: 'fd-fields' });
          const section = make('section', {}, make('h2', { textContent: title }), fields);
          this.groups.set(title, { section, fields });
        }
        const { section, fields } = this.groups.get(title);
        place(fields, elements);
        return section;
      }),
    );
    this.filter();
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = false;
    for (const [title, { section, fields }] of this.groups) {
      let some = false;
      for (const field of fields.children) {
        const text = `${title.toLowerCase()} ${field.dataset.search}`;
        field.hidden = !words.every((word) => text.includes(word));
        some ||= !field.hidden;
      }
      section.hidden = !some;
      found ||= some;
    }
    this.nothing.hidden = found;
  }
}
