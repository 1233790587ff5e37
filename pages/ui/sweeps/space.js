// Space plays and pauses, wherever on the page it is pressed, unless what has the focus wants it.
const WANTS = 'input:not([type=range]), textarea, select, button, [contenteditable]';

/** @param {() => boolean} ready whether there is anything to play @param {() => void} toggle
 * @returns {() => void} what ends it, when the view leaves */
export function onSpace(ready, toggle) {
  const listen = (event) => {
    if (event.code !== 'Space' || event.target.closest?.(WANTS) || !ready()) return;
    event.preventDefault();
    toggle();
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}
