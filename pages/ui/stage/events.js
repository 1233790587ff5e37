// How the parts of a stage speak with each other: whoever has something to tell emits it, whoever cares
// listens.

/** @typedef {(detail: any) => void} Listener */

export class Events {
  constructor() {
    /** @type {Map<string, Set<Listener>>} */
    this.listeners = new Map();
  }

  /** Call `listener` at each event of this name. @param {string} name @param {Listener} listener
   * @returns {() => void} to stop listening */
  on(name, listener) {
    const listening = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listening.add(listener));
    return () => void listening.delete(listener);
  }

  /** Tell all who listen, at once. @param {string} name @param {any} [detail] */
  emit(name, detail) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(detail);
  }
}
