// What every part of a stage is.  A part draws into its own element, keeps its own state, calls the player's
// verbs, and tells others by events (`place.events`); it never writes into another part or into the stage.
//
// To add a part: write a class like those in `parts/`, and put it into PARTS in `parts/all.js`, behind those
// it is drawn over. Diagram, Boundary, Chart and HistogramChart want nothing but an element of their own:
// other pages import them (`../stage/parts/boundary.js`), call `adopt(scene)`, `restyle({colours, font})` and
// `draw(frame)`, and have them as well.

/** @typedef {import('./look/colours.js').Colours} Colours */
/** @typedef {{colours: Colours, font: string, scale?: number}} Look scale: of type, against that of a page */
/** @typedef {{el: HTMLElement, find: (name: string) => any, player: import('./player/player.js').Player,
 *   events: import('./events.js').Events, told: () => any, tell: (name: string, value: any) => void}} Place
 * */

export class Part {
  constructor() {
    this.every = 0; // milliseconds between two drawings while it plays
    this.heavy = false; // two heavy parts are never drawn in one picture
    this.dirty = true;
    this.drawnAt = -1e9;
    /** @type {any} */
    this.scene = null;
    /** @type {any} */
    this.colours = null;
    this.font = 'sans-serif';
    this.scale = 1;
  }

  /** Another scene: other data, another network, or the same after a change. @param {any} scene */
  adopt(scene) {
    this.scene = scene;
    this.touch();
  }

  /** The scene has turned its plane: other places of the points, other axes. @param {any} _scene */
  turned(_scene) {}

  /** Draw this frame. @param {import('./player/wire.js').Frame} _frame @returns {Promise<any> | void} */
  draw(_frame) {}

  /** Other colours or another font. @param {Look} look */
  restyle({ colours, font, scale = 1 }) {
    this.colours = colours;
    this.font = font;
    this.scale = scale;
    this.touch();
  }

  /** The element has another size. */
  resize() {
    this.touch();
  }

  /** A key went down while this stage is the one in use. @param {KeyboardEvent} _event
   * @returns {boolean | void}
   * whether it was for this part */
  key(_event) {}

  /** What of its state outlives the page being left for another one; null where there is none.
   * @returns {any} */
  kept() {
    return null;
  }

  /** Take up what `kept` gave. @param {any} _kept */
  restore(_kept) {}

  /** The stage goes: stop whatever would go on. */
  leave() {}

  /** The picture is no longer right: draw it anew with the next one. */
  touch() {
    this.dirty = true;
  }
}
