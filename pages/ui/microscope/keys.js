// Which keys are meant for the walk: not those that go into a text, a menu, a slider or a button in focus.

const TYPING = 'input, textarea, select, [contenteditable], [role=slider], [role=combobox], [role=dialog]';

/** What a key is to do, if it is meant. @param {any} e @param {Record<string, () => void>} acts by key
 * @returns {(() => void) | undefined} */
export function meant(e, acts) {
  if (e.target.closest?.(TYPING) || e.ctrlKey || e.metaKey || e.altKey) return undefined;
  const pressed = e.target.closest?.('button, a, summary');
  if ((e.key === ' ' || e.key === 'Enter') && pressed && !pressed.matches('.mi-cell')) return undefined;
  return acts[e.key];
}
