// The elements of the wall.
export const HTML = `
<div class="dw-bar">
  <button class="dw-play" title="Space">▶ Play</button>
  <input class="dw-time" type="range" min="0" max="1" value="0" aria-label="Step of all networks">
  <span class="dw-count">step <b class="dw-step">0</b></span>
  <select class="dw-rate" aria-label="Speed">
    <option value="4">slow</option><option value="16" selected>normal</option><option value="40">fast</option>
  </select>
  <select class="dw-seed" aria-label="Seed shown" hidden></select>
</div>
<p class="dw-silent" role="alert" hidden></p>
<div class="dw-status">
  <progress class="dw-progress" max="1" value="0"></progress>
  <b class="dw-preview" title="Trained in float32; a tile that you open is the exact run" hidden>Preview</b>
  <span class="dw-state"></span>
  <button class="dw-stop">Stop</button>
  <span class="dw-lost" hidden></span>
  <span class="dw-legend">frame: test cost
    <i class="dw-best"></i><i class="dw-ramp"></i><i class="dw-worst"></i></span>
</div>
<div class="dw-main">
  <canvas class="dw-tiles" tabindex="0" role="img" aria-label="The wall, still empty"></canvas>
  <aside class="dw-side">
    <canvas class="dw-large" role="img" aria-label="The chosen tile, enlarged"></canvas>
    <div class="dw-read">
      <div class="dw-figures"></div>
      <small class="dw-note"></small>
    </div>
    <div class="dw-told">
      <label><span class="dw-xname">Column</span><input class="dw-x" type="range" min="0" value="0"></label>
      <label><span class="dw-yname">Row</span><input class="dw-y" type="range" min="0" value="0"></label>
      <button class="dw-open" title="Enter, or a click on the tile">Open it on the playground</button>
      <div class="dw-pair">
        <button class="dw-a" title="A, of the two that are compared with many seeds">Take as A</button>
        <button class="dw-b" title="B, of the two that are compared with many seeds">Take as B</button>
        <button class="dw-luck" disabled title="Take one tile as A and another as B">Better, or luck?</button>
      </div>
    </div>
    <canvas class="dw-curves" role="img" 
      aria-label="Test costs of all networks; the chosen one in front"></canvas>
    <small class="dw-tells"></small>
  </aside>
</div>`;
