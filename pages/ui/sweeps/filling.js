// A view that reaches down to the lower edge of the window.
const NARROW = 900; // pixels of width, up to which the page is one column that is scrolled
const EDGE = 10; // pixels that stay free

/** Give an element the height that is left below it, at least `least`; whether that is another one.
 * @param {HTMLElement} element @param {number} least */
export function fillWindow(element, least) {
  const main = element.closest('[data-testid=stMain]');
  const top = element.getBoundingClientRect().top + (main ? main.scrollTop : 0);
  const room = Math.max(least, Math.round(innerHeight - top - EDGE));
  const height = innerWidth > NARROW ? `${room}px` : '';
  if (element.style.height === height) return false;
  element.style.height = height;
  return true;
}
