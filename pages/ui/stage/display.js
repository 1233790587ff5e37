// When each part is drawn: light ones with the picture they belong to, at most as often as they ask for; the
// charts, which take several milliseconds each, one at a time and only as often as leaves room for the rest.

const STILL_EVERY = 250; // milliseconds between pictures for those who ask for less motion
const SLOWEST_CHART = 1000;
const SHARE = 15; // of its own time a chart waits before it is drawn again

/** @typedef {import('./part.js').Part} Part */

export class Display {
  /** @param {Part[]} parts @param {import('./player/player.js').Player} player
   * @param {Part} first what is waited for most: once drawn, the charts come a moment later */
  constructor(parts, player, first) {
    this.parts = parts;
    this.player = player;
    this.first = first;
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.charting = false;
    /** @type {number | undefined} */ this.pace = undefined; // milliseconds between two charts
  }

  /** Draw what is due. @param {number} time in milliseconds @param {any} frame @param {any} Plotly */
  tick(time, frame, Plotly) {
    const { playing, speed } = this.player;
    const still = playing && this.still.matches;
    let drawn = false;
    for (const part of this.parts) {
      if (part.heavy || !part.dirty) continue;
      const every = playing ? Math.max(part.every, still ? STILL_EVERY : 0) : 0;
      if (time - part.drawnAt < every) continue;
      this.draw(part, time, frame);
      drawn ||= part === this.first;
    }
    if (drawn && !playing) return;
    if (Plotly && !this.charting) this.chart(time, playing && !still && !speed.wait, frame, Plotly);
  }

  draw(part, time, frame, Plotly = undefined) {
    part.dirty = false;
    part.drawnAt = time;
    return part.draw(frame, Plotly);
  }

  /** Never two in one picture. @param {number} time @param {boolean} moving */
  chart(time, moving, frame, Plotly) {
    const due = (/** @type {Part} */ part) =>
      !this.player.playing || time - part.drawnAt > (moving ? (this.pace ?? part.every) : part.every);
    const part = this.parts.find((each) => each.heavy && each.dirty && due(each));
    if (!part) return;
    const start = performance.now();
    this.charting = true;
    this.draw(part, time, frame, Plotly).finally(() => {
      this.charting = false;
    });
    this.pace = Math.min(SLOWEST_CHART, Math.max(part.every, SHARE * (performance.now() - start)));
  }
}
