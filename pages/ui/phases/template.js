// The elements of the phase map.
export const HTML = `
<div class="df-main">
  <canvas class="df-map" tabindex="0" role="img"
    aria-label="What became of a network for each pair of settings"></canvas>
  <div class="df-side">
    <div class="df-legend">
      <span><i class="df-learns"></i><span>learns, the darker the better:<br>cost
        <b class="df-range"></b></span></span>
      <span><i class="df-stalled"></i>stalled: its cost hardly moved</span>
      <span><i class="df-thrown"></i>worse than at the start</span>
      <span><i class="df-diverged"></i>diverged, the darker the sooner</span>
      <span class="df-line"><i>╌╌</i>2/sharpness at the start</span>
    </div>
    <label class="df-when">After step <b class="df-step"></b>
      <input class="df-time" type="range" min="0" value="0" aria-label="After so many steps"></label>
    <div class="df-cell">
      <canvas class="df-place" width="48" height="48" role="img"
        aria-label="What the network of the cell answers"></canvas>
      <div class="df-said" aria-live="polite"></div>
    </div>
    <canvas class="df-curve" role="img" aria-label="Training cost of the cell, among others"></canvas>
    <div class="df-acts">
      <button class="df-open" title="Enter">Open it on the playground</button>
      <button class="df-zoom" title="Key: +">Zoom in here</button>
      <button class="df-out" title="Key: −" hidden>Zoom out</button>
      <button class="df-whole" hidden>Whole map</button>
    </div>
    <p class="df-silent" role="alert" hidden></p>
    <small>Point at a cell, or move with the arrow keys; a click holds it. Drag a box, or spread two
      fingers, to zoom in: what is new is trained, so that it stays sharp.</small>
  </div>
</div>`;
