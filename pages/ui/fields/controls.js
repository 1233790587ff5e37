// The controls of the settings: a row, and a panel beside the stage that can stay open while it plays.
// What a person does is sent as a change; what nobody touched is never sent, so it can change nothing.
import { place } from './elements.js';
import { makeField } from './field.js';
import { Panel } from './panel.js';

/** @typedef {import('./field.js').Described} Described */
/**
 * @typedef {object} Data what the server tells
 * @property {number} seen the number of the last change that it has dealt with
 * @property {Described[]} row
 * @property {{title: string, fields: Described[]}[]} [groups] what the panel shows, where there is one
 * @property {string} [price]
 */

const mounted = new WeakMap();

/** @param {{parentElement: HTMLElement, data: Data, setTriggerValue: Function}} component */
export function mount(component) {
  const root = component.parentElement;
  if (!mounted.has(root)) mounted.set(root, new Controls(root));
  mounted.get(root).adopt(component.data, component.setTriggerValue);
}

/** Changes that the server has not dealt with yet, the last one of each field. */
export class Changes {
  constructor() {
    this.waiting = [];
    this.last = 0;
  }

  /** @param {number} seen */
  adopt(seen) {
    this.last = Math.max(this.last, seen);
    this.waiting = this.waiting.filter(([n]) => n > seen);
  }

  /** @param {string} name @param {string|string[]} value */
  add(name, value) {
    this.waiting = this.waiting.filter(([, other]) => other !== name);
    this.waiting.push([++this.last, name, value]);
    return this.waiting;
  }

  /** @param {string} name */
  has(name) {
    return this.waiting.some(([, other]) => other === name);
  }
}

class Controls {
  /** @type {Panel | undefined} */
  panel;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.fields = new Map();
    this.changes = new Changes();
    /** @type {Panel | null} */
    this.panel = null;
    this.row = document.createElement('div');
    this.row.className = 'fd fd-row';
    root.append(this.row);
    this.root = root;
  }

  /** @param {Data} data @param {Function} setTriggerValue */
  adopt(data, setTriggerValue) {
    this.send = setTriggerValue;
    this.changes.adopt(data.seen);
    const kept = new Set();
    const show = (/** @type {Described} */ described) => {
      kept.add(described.name);
      return this.shown(described);
    };
    const row = data.row.map(show);
    if (data.groups) {
      this.panel ??= new Panel(this.root);
      row.push(this.panel.button);
      this.panel.adopt(
        data.price ?? '',
        data.groups.map((group) => ({ ...group, elements: group.fields.map(show) })),
      );
    }
    place(this.row, row);
    for (const name of this.fields.keys()) if (!kept.has(name)) this.fields.delete(name);
  }

  /** The element of a field, as the server tells it; what waits to be sent is not overwritten. */
  shown(/** @type {Described} */ described) {
    let field = this.fields.get(described.name);
    if (!field || field.kind !== described.kind) {
      const { name } = described;
      field = makeField(
        described,
        (value) => this.send('changed', { changes: this.changes.add(name, value) }),
        (kind, value) => this.send('card', { kind, name: value }),
      );
      this.fields.set(name, field);
    }
    field.show(described, this.changes.has(described.name));
    return field.element;
  }
}
