// Elements of the controls: made, put in order, and set beside one another.

/** An element with its properties, and what is in it. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('aria') || name === 'role') element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Make these the children of an element, without taking away the focus from those that are there. */
export function place(/** @type {HTMLElement} */ parent, /** @type {HTMLElement[]} */ children) {
  children.forEach((child, i) => {
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
  });
  while (parent.children.length > children.length) parent.lastElementChild?.remove();
}

/** Put an open popover below an element, or above it where there is more room. */
export function beside(/** @type {HTMLElement} */ box, /** @type {HTMLElement} */ anchor) {
  const at = anchor.getBoundingClientRect(),
    below = innerHeight - at.bottom - 12,
    above = at.top - 12;
  const up = below < Math.min(box.scrollHeight, 220) && above > below;
  box.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = up ? `${at.top - 4 - box.offsetHeight}px` : `${at.bottom + 4}px`;
}
