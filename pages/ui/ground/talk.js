// Questions and answers on the valley's socket: one at a time, the most pressing first.
import { unpack } from '../stage/player/wire.js';

const UNKNOWN = 4404; // the server does not know this valley any more

export class Talk {
  /** @param {string} url
   * @param {{next(): any, heard(message: any): void, lost(): void}} view next: what it would know, or null */
  constructor(url, view) {
    this.url = url;
    this.view = view;
    this.busy = true;
    this.closed = false;
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.go(true);
    socket.onmessage = (event) => {
      this.view.heard(unpack(event.data));
      this.go(true);
    };
    socket.onclose = (event) => {
      if (this.closed) return;
      if (event.code === UNKNOWN) this.view.lost();
      else setTimeout(() => this.closed || this.open(), 700);
    };
  }

  /** Ask what there is to ask, unless an answer is awaited. */
  go(free = !this.busy) {
    if (!free || this.socket.readyState !== WebSocket.OPEN) return;
    const question = this.view.next();
    this.busy = !!question;
    if (question) this.socket.send(JSON.stringify(question));
  }

  close() {
    this.closed = true;
    this.socket.close();
  }
}
