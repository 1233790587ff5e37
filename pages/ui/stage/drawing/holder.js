// A part that has one of the tools for points in hand.
import { Part } from '../part.js';

export class Holder extends Part {
  constructor() {
    super();
    /** @type {import('./brushes.js').Tool} */ this.tool = { name: 'look', label: 0, brush: 0 };
  }

  /** Whether points can be drawn on these data. */
  get can() {
    return this.scene?.drawing && !this.scene.drawing.refused;
  }

  /** Whether the pointer draws, and does not just look. */
  get drawing() {
    return this.tool.name !== 'look';
  }
}
