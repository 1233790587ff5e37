// Questions and answers on the wall's socket: it asks for what is new as soon as it has the last answer.
import { Events } from '../stage/events.js';
import { BROWSER, Line } from '../stage/player/line.js';

export class Feed {
  /** heard: {scene, more, lost, unanswered}; each is called with a message, the last one with a sentence. */
  constructor(url, heard) {
    this.heard = heard;
    this.log = 0;
    this.known = false;
    const events = new Events();
    events.on('lost', () => heard.lost());
    events.on('unanswered', (text) => heard.unanswered(text));
    this.line = new Line(url, BROWSER, events, {
      began: () => {},
      opened: () => this.ask(this.known ? { kind: 'more', since: this.log } : { kind: 'scene' }),
      heard: (message) => this.answer(message),
    });
    this.line.open();
  }

  ask(question) {
    if (this.line.ready) this.line.send(question);
  }

  answer(message) {
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
    this.line.close();
  }
}
