// Keeps the key of this tab's bench in the tab alone, and hands it over when the page comes back.
const KEY = 'deepnet.bench';
const LEFT = 'deepnet.left'; // set while the page is away: a copy of an open tab does not have it
const PATIENCE = 3000; // milliseconds until the page is shown even if nobody answers

/** What the tab remembers, or null where it may not. */
const remembered = (/** @type {string} */ name) => {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
};

const remember = (/** @type {string} */ name, /** @type {string | null} */ value) => {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing: each load of the page begins anew
  }
};

let back = remembered(LEFT) !== null; // whether this tab is the one that had the key
let asked = '';
remember(LEFT, null);
addEventListener('pagehide', () => remember(LEFT, '1'));

const veil = (/** @type {boolean} */ on) => document.documentElement.classList.toggle('dn-returning', on);

/** What Streamlit calls at each run of the page.
 * @param {{data: {key: string, heard: boolean}, setTriggerValue: (name: string, value: any) => void}} component */
export function mount({ data, setTriggerValue }) {
  const had = remembered(KEY);
  if (!data.heard && had && had !== data.key) {
    if (asked === data.key) return; // the answer is on its way
    asked = data.key;
    veil(true);
    setTimeout(veil, PATIENCE, false);
    setTriggerValue('handed', { key: had, back });
    return;
  }
  remember(KEY, data.key);
  back = true;
  veil(false);
}
