// The elements of the stage, and what a learner is told about each.
export const TYPING = 'input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable], [role=combobox], [role=slider], [role=dialog]';   // keys go there

export const HTML = `
<div class="dn-bar" role="toolbar" aria-label="Training">
  <button class="dn-play dn-primary" title="Train continuously, or stop where it is.  Key: Space">▶ Play</button>
  <button class="dn-step" title="One parameter update: one mini-batch forward, backward, and every weight moves once.  Key: →">Step</button>
  <button class="dn-epoch" title="One pass over the training set, batch after batch.  Key: E">Epoch</button>
  <button class="dn-reset" title="Back to step 0 with the same initial weights: the same run again.  Key: R">↺ Reset</button>
  <button class="dn-weights" title="Start over from other random weights on the same data: shows how much was luck.">New weights</button>
  <select class="dn-speed" aria-label="Speed" title="How much is trained between two pictures. Slow shows each update; fast shows where it ends."></select>
  <input class="dn-time" type="range" min="0" max="0" step="1" value="0" aria-label="Time: step shown" title="Go back to any step. Every view follows; Play goes on from there.">
  <output class="dn-count" aria-live="off">step <b></b> epoch <b></b></output>
</div>
<p class="dn-message" role="alert" hidden></p>
<div class="dn-main">
  <section class="dn-net" aria-label="Network">
    <div class="dn-layers"></div>
    <canvas class="dn-diagram" role="img" tabindex="0"></canvas>
    <div class="dn-tip" hidden></div>
    <form class="dn-edit" hidden><label></label><input type="number" step="any" required><button>Set</button></form>
  </section>
  <aside class="dn-side" hidden>
    <div class="dn-row" role="group" aria-label="The row chosen" hidden></div>
    <div class="dn-values" role="group" aria-label="Values of the inputs held" hidden></div>
  </aside>
  <section class="dn-out" aria-label="Output">
    <header><b class="dn-what"></b><span class="dn-legend"></span></header>
    <div class="dn-field">
      <div class="dn-tools" role="toolbar" aria-label="Draw points" hidden></div>
      <div class="dn-ground"><canvas class="dn-plane" role="img" tabindex="-1"></canvas><p class="dn-hint" role="status" hidden></p></div>
    </div>
    <footer>
      <div class="dn-toggles">
        <label title="Hollow marks: points the network never trains on. They show whether it learned the pattern or the points."><input type="checkbox" class="dn-test" checked>test points</label>
        <label class="dn-wrongs" title="A ring around every point that gets the wrong answer at this step."><input type="checkbox" class="dn-wrong" checked>mistakes</label>
        <label class="dn-hards" title="Only the decision, without the confidence: the border is where it changes its mind."><input type="checkbox" class="dn-hard">hard classes</label>
        <span class="dn-axes"></span>
      </div>
      <small class="dn-held"><span></span> <button class="dn-change" hidden title="Set the inputs that the plane does not show, and watch the picture follow">Change</button> <span></span></small>
    </footer>
  </section>
</div>
<div class="dn-charts">
  <section aria-label="Cost">
    <header><span class="dn-figures"><span class="dn-train">train cost <b></b></span><span class="dn-tests">test <b></b></span><span><i></i> train <b></b></span><span>test <b></b></span></span><label title="Equal factors take equal heights: late progress becomes visible."><input type="checkbox" class="dn-log">log</label></header>
    <div class="dn-plot dn-costs" role="img"></div>
  </section>
  <section aria-label="Weight histograms">
    <header><b>Weights per layer</b><small>outline: initial weights</small></header>
    <div class="dn-plot dn-hists" role="img"></div>
    <div class="dn-readout"></div>
  </section>
</div>`;
