// The browser's history: a change of a setting replaces the address, opening other data or a whole setup
// makes an entry, and going back opens what stood there.  Streamlit makes an entry of every change, each a
// dead press of Back.

const SEVERAL = 3; // settings that change at once where a whole setup is opened

/** Whether the way from one address to another opens something. @param {string} before
 * @param {string} after */
export function opens(before, after) {
  const [old, now] = [new URLSearchParams(before), new URLSearchParams(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const changed = [...names].filter((name) => old.get(name) !== now.get(name));
  return changed.includes('data') || changed.length >= SEVERAL;
}

/** Whose `pushState` is ours already. @type {WeakSet<object>} */
const ours = new WeakSet();

/** From now on the address of a page changes in its place, unless something is opened.
 * @param {History} history @param {Pick<Location, 'pathname' | 'search' | 'href'>} location */
export function quieten(history, location) {
  if (ours.has(history)) return;
  ours.add(history);
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const to = new URL(String(url ?? ''), location.href);
    const same = to.pathname === location.pathname;
    if (same && !opens(location.search, to.search)) history.replaceState(state, unused, url);
    else push(state, unused, url);
  };
}
