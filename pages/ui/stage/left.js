// How the stage of each bench looked when its page was left: the tab keeps it, also over a reload.
const NAME = 'deepnet.stage';

/** @type {Map<string, any>} */
const here = new Map(); // where the browser keeps nothing

/** @param {string} socket @param {any} look */
export function leave(socket, look) {
  here.set(socket, look);
  try {
    sessionStorage.setItem(NAME, JSON.stringify([socket, look]));
  } catch {
    // it is lost with the page
  }
}

/** @param {string} socket @returns {any} what was left there, or undefined */
export function found(socket) {
  if (here.has(socket)) return here.get(socket);
  try {
    const [was, look] = JSON.parse(sessionStorage.getItem(NAME) ?? '[]');
    return was === socket ? look : undefined;
  } catch {
    return undefined;
  }
}
