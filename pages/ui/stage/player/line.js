// The line to the server: one socket, opened again when it is lost, and what is said when it stays away. It
// emits lost (no such run) and unanswered (why nothing comes from the server, in a sentence; '' once it
// does).
import { unpack } from './wire.js';

const UNKNOWN_BENCH = 4404;
const AGAIN = 700; // milliseconds until a lost socket is opened again
const AGAIN_UNKNOWN = 2000;
const FOREIGN_PAGE = 4403;
const PATIENCE = 2; // attempts in vain before it is said
const REFUSED =
  'The server does not take this page for its own, so nothing can be played: the name in its address is not' +
  ' the one that reaches the server. Open the page by the usual address, or let the proxy pass the name on ' +
  '(“Behind a proxy” in the README).';
const SILENT =
  'The server does not answer; it is asked again every second. If this stays, it was stopped, or a proxy ' +
  'does not let WebSockets through (“Behind a proxy” in the README).';

/** What the player needs of the browser; tests give it others.
 * @typedef {{socket: (url: string) => any, now: () => number, later: (act: () => void, ms: number) => any,
 *   hidden: () => boolean}} World */

/** @type {World} */
export const BROWSER = {
  socket: (url) => new WebSocket(url),
  now: () => performance.now(),
  later: (act, ms) => setTimeout(act, ms),
  hidden: () => document.hidden,
};

export class Line {
  /** @param {string} url @param {World} world @param {import('../events.js').Events} events
   * @param {{began: () => void, opened: () => void, heard: (message: any) => void}} owner began: nothing
   * that was asked before will be answered */
  constructor(url, world, events, owner) {
    this.url = url;
    this.world = world;
    this.events = events;
    this.owner = owner;
    this.attempts = 0; // to open the socket, in vain
    this.closed = false;
  }

  get ready() {
    return !this.closed && this.socket.readyState === 1;
  }

  open() {
    const socket = this.world.socket(this.url);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    this.owner.began();
    socket.onopen = () => this.owner.opened();
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      if (this.attempts >= PATIENCE) this.events.emit('unanswered', '');
      this.attempts = 0;
      this.owner.heard(unpack(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.socket && !this.closed) this.lose(event.code);
    };
  }

  /** The socket is gone: say so when that lasts, and open another. @param {number} code */
  lose(code) {
    const gone = this.socket;
    const unknown = code === UNKNOWN_BENCH; // the page has to make another run
    if (unknown) this.events.emit('lost');
    else if (++this.attempts === PATIENCE) {
      this.events.emit('unanswered', code === FOREIGN_PAGE ? REFUSED : SILENT);
    }
    const again = () => {
      if (gone === this.socket && !this.closed) this.open();
    };
    this.world.later(again, unknown ? AGAIN_UNKNOWN : AGAIN);
  }

  close() {
    this.closed = true;
    this.socket.close();
  }

  /** Show another run. @param {string} url */
  reopen(url) {
    this.url = url;
    const old = this.socket;
    this.open();
    old.close();
  }

  /** @param {object} question */
  send(question) {
    this.socket.send(JSON.stringify(question));
  }
}
