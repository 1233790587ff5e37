// What the page tells the stage to do: one value, done once.  An order has an id of its own, and the browser
// notes the last one done for each stage, so that neither a second run of the page nor a reload does it
// again.
import { near } from './player/speeds.js';

/** @typedef {{id: string, play?: boolean, speed?: number, step?: number, neuron?: [number, number], tool?:
 * string}} Order */

const DONE = 'deepnet.order';

export class Orders {
  /** @param {import('./player/player.js').Player} player @param {import('./events.js').Events} events
   * @param {{getItem: (name: string) => string | null, setItem: (name: string, value: string) => void}}
   * [memory] */
  constructor(player, events, memory = sessionStorage) {
    this.player = player;
    this.events = events;
    this.memory = memory;
    /** @type {Order | null} */ this.open = null;
    this.rev = 0;
  }

  /** @param {Order | null | undefined} order @param {number} rev of the run that it is meant for */
  take(order, rev) {
    if (!order || order.id === this.memory.getItem(DONE)) return;
    this.open = order;
    this.rev = rev;
    const { scene, fresh } = this.player;
    if (scene && fresh) this.adopted(scene);
  }

  /** @param {{rev: number}} scene */
  adopted(scene) {
    if (!this.open || scene.rev < this.rev) return;
    const order = this.open;
    this.open = null;
    this.memory.setItem(DONE, order.id);
    queueMicrotask(() => this.carryOut(order));
  }

  /** @param {Order} order */
  carryOut({ play, speed, step, neuron, tool }) {
    const { player, events } = this;
    if (speed !== undefined) player.setSpeed(near(speed));
    if (step !== undefined) player.seek(step, true);
    if (neuron) events.emit('neuron', neuron);
    if (tool) events.emit('choose', tool);
    if (play) player.play();
    else if (play === false) player.pause();
  }
}
