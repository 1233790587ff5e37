// Where the app is served, by the address of this very file: a proxy may have put it below a path of its own.
export const base = import.meta.url.split('/stage/files/')[0];

/** The address of a socket of the app. @param {string} path as the server has it */
export const socketAt = (path, start = base) => start.replace(/^http/, 'ws') + path;
