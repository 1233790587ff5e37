// Questions and answers on the wall's socket: it asks for what is new as soon as it has the last answer.
import { unpack } from '../stage/player/wire.js';

const UNKNOWN = 4404; // the server does not know this wall any more

export class Feed {
  /** heard: {scene, more, lost}; each is called with a message. */
  constructor(url, heard) {
    this.url = url;
    this.heard = heard;
    this.log = 0;
    this.bytes = 0;
    this.known = false;
    this.closed = false;
    this.open();
  }

  open() {
    const socket = (this.socket = new WebSocket(this.url));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.ask(this.known ? { kind: 'more', since: this.log } : { kind: 'scene' });
    socket.onmessage = (event) => {
      if (socket === this.socket) this.answer(event.data);
    };
    socket.onclose = (event) => {
      if (socket !== this.socket || this.closed) return;
      if (event.code === UNKNOWN) this.heard.lost();
      else
        setTimeout(() => {
          if (!this.closed) this.open();
        }, 700);
    };
  }

  ask(question) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(question));
  }

  answer(buffer) {
    const message = unpack(buffer);
    this.bytes += buffer.byteLength;
    if (message.kind === 'scene') {
      this.known = true;
      this.heard.scene(message);
    } else if (message.kind === 'more') {
      this.log = message.log;
      this.heard.more(message);
    }
    if (!message.over || message.waits) this.ask({ kind: 'more', since: this.log });
  }

  cancel() {
    this.ask({ kind: 'cancel' });
  }

  close() {
    this.closed = true;
    this.socket.close();
  }
}
