// The keys of a page that may hold several stages: they go to the one in use, and there to the first part
// that wants them.
import { TYPING } from './template.js';

// By Space, where Tab has led there.
const WORKED = 'button, a, summary, [role=button], [role=radio], [type=checkbox]';
const MARK = 'used'; // data-used: the stage in use

export class Keys {
  /** @param {HTMLElement} el @param {() => import('./part.js').Part[]} parts those asked, in this order */
  constructor(el, parts) {
    this.el = el;
    this.parts = parts;
    this.tabbed = false; // what the keyboard has come to is worked by it; after a click, Space plays
    this.down = (e) => this.press(e);
    this.use = () => this.take();
    this.clicked = () => {
      this.tabbed = false;
    };
    addEventListener('keydown', this.down);
    addEventListener('pointerdown', this.clicked, true);
    for (const event of ['pointerdown', 'focusin']) el.addEventListener(event, this.use);
    if (!document.querySelector(`.dn[data-${MARK}]`)) this.take();
  }

  /** From now on keys come here. */
  take() {
    for (const other of document.querySelectorAll(`.dn[data-${MARK}]`)) {
      delete (/** @type {HTMLElement} */ (other).dataset[MARK]);
    }
    this.el.dataset[MARK] = '';
  }

  /** @param {KeyboardEvent} e */
  press(e) {
    if (e.key === 'Tab') this.tabbed = true;
    const target = /** @type {Element} */ (e.target);
    if (!(MARK in this.el.dataset) || target.closest?.(TYPING)) return;
    if (e.key.startsWith('Arrow') && target.matches?.('.dn-value input')) return; // a held value's own
    const inside = this.el.contains(target);
    if (e.key === ' ' && target.closest?.(WORKED) && (this.tabbed || !inside)) return;
    if ((e.ctrlKey || e.metaKey || e.altKey) && !/^[zy]$/i.test(e.key)) return;
    if (this.parts().some((part) => part.key(e))) e.preventDefault();
  }

  leave() {
    removeEventListener('keydown', this.down);
    removeEventListener('pointerdown', this.clicked, true);
    if (!(MARK in this.el.dataset)) return;
    delete this.el.dataset[MARK];
    const other = [...document.querySelectorAll('.dn')].find((el) => el !== this.el);
    if (other) /** @type {HTMLElement} */ (other).dataset[MARK] = '';
  }
}
