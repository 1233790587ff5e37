// What Streamlit calls at each run of a page: the first call on an element makes its view, later ones update
// it.  A view that has left calls `forget`, so that the element can be given another.

/** @param {new (root: any, component: any) => {update(component: any): void}} View
 * @returns {((component: any) => void) & {forget: (root: Element) => void}} */
export function mounting(View) {
  const views = new WeakMap();
  const mount = (component) => {
    const root = component.parentElement;
    if (views.has(root)) views.get(root).update(component);
    else views.set(root, new View(root, component));
  };
  return Object.assign(mount, { forget: (root) => void views.delete(root) });
}

/** Have `view.tick` called at each turn of the display while its element is on the page, then `view.leave`.
 * @param {{el: Element, tick(time: number): void, leave(): void}} view */
export function atEachTurn(view) {
  const loop = (time) => {
    if (!view.el.isConnected) return view.leave();
    requestAnimationFrame(loop);
    view.tick(time);
  };
  requestAnimationFrame(loop);
}
