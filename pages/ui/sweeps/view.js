// What the live views of the exploring pages have in common: an element of their own, drawn again where its
// size changes, and a place for what is said when nothing comes from the server.

export class View {
  /** @param {HTMLElement} root @param {string} prefix of the classes of its elements
   * @param {string} name under which its element has it, for a look from the console @param {string} html */
  constructor(root, prefix, name, html) {
    this.root = root;
    this.prefix = prefix;
    this.el = document.createElement('div');
    this.el.className = prefix;
    this.el.innerHTML = html;
    this.el[name] = this;
    root.append(this.el);
    /** @type {any} */ this.component = undefined;
    this.dirty = false;
    new ResizeObserver(() => {
      this.dirty = true;
    }).observe(this.el);
  }

  /** @param {string} name @returns {any} */
  $(name) {
    return this.el.querySelector(`.${this.prefix}-${name}`);
  }

  lost() {
    this.component.setTriggerValue('lost', Date.now());
  }

  /** Why nothing comes from the server; '' once it does. @param {string} text */
  say(text) {
    this.$('silent').textContent = text;
    this.$('silent').hidden = !text;
  }
}
