// Questions and answers on a view's socket: one at a time, the most pressing first.
import { Events } from '../stage/events.js';
import { BROWSER, Line } from '../stage/player/line.js';

export class Talk {
  /** @param {string} url
   * @param {{next(): any, heard(message: any): void, lost(): void, say(text: string): void}} view next: what it would know, or null */
  constructor(url, view) {
    this.view = view;
    this.busy = true;
    const events = new Events();
    events.on('lost', () => view.lost());
    events.on('unanswered', (text) => view.say(text));
    this.line = new Line(url, BROWSER, events, {
      began: () => {},
      opened: () => this.go(true),
      heard: (message) => {
        view.heard(message);
        this.go(true);
      },
    });
    this.line.open();
  }

  /** Ask what there is to ask, unless an answer is awaited. */
  go(free = !this.busy) {
    if (!free || !this.line.ready) return;
    const question = this.view.next();
    this.busy = !!question;
    if (question) this.line.send(question);
  }

  close() {
    this.line.close();
  }
}
