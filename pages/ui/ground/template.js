// The elements of the valley.
export const HTML = `
<div class="dv-bar">
  <button class="dv-play" title="Space">▶ Play</button>
  <input class="dv-time" type="range" min="0" max="1" value="0" aria-label="Step on the path">
  <span class="dv-count">step <b class="dv-step">0</b></span>
</div>
<p class="dv-silent" role="alert" hidden></p>
<div class="dv-main">
  <canvas class="dv-map" tabindex="0" role="img"
    aria-label="The cost on a plane of the weights, the run's path, and where it stands"></canvas>
  <div class="dv-side">
    <canvas class="dv-place" width="48" height="48" role="img" aria-label="What the network there answers"></canvas>
    <div class="dv-said" aria-live="polite"></div>
    <button class="dv-take" disabled>Become this network</button>
    <small class="dv-why" hidden></small>
    <div class="dv-scale"><span class="dv-low"></span><i class="dv-ramp"></i><span class="dv-high"></span></div>
    <small class="dv-words"></small>
    <small>Line: the path. Drag the point anywhere: the run becomes the network there, as a branch. Point or
      press arrow keys to look around.</small>
  </div>
</div>`;
