// The elements of the stage, and what a learner is told about each.

/** Where keys are the element's own. */
export const TYPING =
  'input:not([type=checkbox]):not([type=range]), textarea, select, dialog, details[open], ' +
  '[contenteditable], [role=combobox], [role=slider], [role=dialog], [role=listbox], [role=menu]';

const TELLS = {
  play: 'Train continuously, or stop where it is.  Key: Space',
  step: 'One parameter update: one mini-batch forward, backward, and every weight moves once.  Key: →',
  look: 'This step under the microscope: every number of it, and what it is made of.  Key: M',
  follow: 'How the next step changes it, under the microscope: every number, down to the inputs.',
  epoch: 'One pass over the training set, batch after batch.  Key: E',
  reset: 'Back to step 0 with the same initial weights.  Key: R',
  weights: 'Start over from other random weights on the same data: shows how much was luck.',
  speed: 'How much is trained between two pictures. Slow shows each update; fast shows where it ends.',
  time: 'Go back to any step. Every view follows; Play goes on from there.',
  branch: 'Continue from here: a run of its own goes on from this step, and the present one stays as it is.',
  goto: 'Type a step to go to it exactly. A click on the cost curve goes to the step under the pointer.',
  present: 'The stage alone, in large type, with scenes to go through.  Key: P',
  describe: 'What every picture shows, in words',
  test: 'Hollow marks: points it never trains on. They show whether it learned the pattern or the points.',
  wrong: 'A ring around every point that gets the wrong answer at this step.',
  hard: 'Only the decision, without the confidence: the border is where it changes its mind.',
  batch:
    'A wide ring around every row that the next step learns from: its batch. The button ¶ lists them, ' +
    'the microscope walks them.',
  change: 'Set the inputs that the plane does not show, and watch the picture follow',
  log: 'Equal factors take equal heights: late progress becomes visible.',
  smooth: 'A mean over the steps before, with what was measured pale behind it.',
  kind: 'How the values of a layer are spread: now, layer by layer; or one layer over all steps.',
  penalty:
    'What the regularizer adds for large weights. Training lowers the cost and this together; ' +
    'the curve shows the cost alone.',
};
const button = (name, text, more = '') =>
  `<button class="dn-${name}${more}" title="${TELLS[name]}">${text}</button>`;
const check = (name, text, more = '') =>
  `<label class="dn-${name}s" title="${TELLS[name]}">` +
  `<input type="checkbox" class="dn-${name}"${more}>${text}</label>`;

const FRAME =
  '<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path fill="none" ' +
  'stroke="currentColor" stroke-width="1.8" d="M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4"/></svg>';

export const HTML = `
<div class="dn-bar" role="toolbar" aria-label="Training">
  ${button('play', '▶ Play', ' dn-primary')}
  ${button('step', 'Step')}
  ${button('look', 'Microscope')}
  ${button('epoch', 'Epoch')}
  ${button('reset', '↺<span> Reset</span>')}
  ${button('weights', '<span>New weights</span>')}
  <select class="dn-speed" aria-label="Speed" title="${TELLS.speed}"></select>
  <span class="dn-when">
    <input class="dn-time" type="range" min="0" max="0" step="1" value="0" aria-label="Time: step shown"
      title="${TELLS.time}">
    <span class="dn-count">
      <label title="${TELLS.goto}">step
        <input class="dn-goto" inputmode="numeric" size="7" autocomplete="off"></label>
      <span>epoch <b class="dn-passes"></b></span>
    </span>
    <button class="dn-more" aria-label="To the settings" title="To the settings">⚙</button>
    <button class="dn-present" title="${TELLS.present}" aria-label="Presenter's view">
      ${FRAME}</button>
    <button class="dn-describe" title="${TELLS.describe}" aria-label="The pictures in words">¶</button>
  </span>
</div>
<div class="dn-runs" role="group" aria-label="Runs kept" hidden></div>
<div class="dn-tree" hidden></div>
<div class="dn-main">
  <div class="dn-message" role="alert" hidden></div>
  <button class="dn-branch" title="${TELLS.branch}" hidden>↳ Continue from here</button>
  <section class="dn-net" aria-label="Network">
    <div class="dn-layers"></div>
    <canvas class="dn-diagram" role="application" aria-roledescription="network diagram"
      tabindex="0"></canvas>
    <div class="dn-tip" hidden></div>
    <div class="dn-findings" role="status" aria-label="Findings" hidden></div>
    <form class="dn-edit" hidden>
      <label></label><input type="number" step="any" required><button>Set</button>
      <button type="button" class="dn-follow" title="${TELLS.follow}">Its update</button></form>
  </section>
  <aside class="dn-side" aria-label="Held values" hidden>
    <div class="dn-row" role="group" aria-label="The row chosen" hidden></div>
    <div class="dn-values" role="group" aria-label="Values of the inputs held" hidden></div>
  </aside>
  <section class="dn-out" aria-label="Output">
    <header><b class="dn-what"></b><span class="dn-legend"></span></header>
    <div class="dn-field">
      <div class="dn-tools" role="toolbar" aria-label="Draw points" hidden></div>
      <div class="dn-ground">
        <canvas class="dn-plane" role="application" aria-roledescription="picture of the answers"
          tabindex="0"></canvas>
        <p class="dn-hint" role="status" hidden></p>
      </div>
    </div>
    <footer>
      <div class="dn-toggles">
        ${check('test', 'test points', ' checked')}
        ${check('wrong', 'mistakes', ' checked')}
        ${check('hard', 'hard classes')}
        ${check('batch', 'batch')}
        <span class="dn-axes"></span>
      </div>
      <small class="dn-held"><span></span>
        <button class="dn-change" hidden title="${TELLS.change}">Change</button> <span></span></small>
    </footer>
  </section>
  <div class="dn-charts">
    <section class="dn-curve" aria-label="The run over its steps">
      <header>
        <select class="dn-measure" aria-label="What the chart shows"></select>
        <select class="dn-of" aria-label="Of which layer" hidden></select>
        <select class="dn-smooth" aria-label="Smoothing" title="${TELLS.smooth}"></select>
        <span class="dn-figures">
          <span>
            <span class="dn-train">train cost <b></b></span>
            <span class="dn-tests">test <b></b></span>
            <span class="dn-penalty" title="${TELLS.penalty}" hidden>+ penalty <b></b></span>
          </span>
          <span>
            <span><i></i> <u>train</u> <b></b></span>
            <span>test <b></b></span>
          </span>
        </span>
        <label class="dn-logs" title="${TELLS.log}"><input type="checkbox" class="dn-log">log</label>
      </header>
      <div class="dn-plot dn-costs" role="img"></div>
    </section>
    <section class="dn-weight" aria-label="Weight histograms">
      <header><select class="dn-kind" aria-label="What is counted" title="${TELLS.kind}"></select>
        <select class="dn-layer" aria-label="Of which layer" hidden></select>
        <small>outline: initial weights</small></header>
      <div class="dn-plot dn-hists" role="img"></div>
      <div class="dn-plot dn-history" role="img" hidden></div>
      <div class="dn-readout"></div>
    </section>
  </div>
</div>
<div class="dn-scenes" role="toolbar" aria-label="Scenes" hidden>
  <button class="dn-scene-back" title="The scene before.  Key: PageUp" aria-label="Previous scene">◀</button>
  <select aria-label="Scene"></select>
  <button class="dn-scene-forth" title="The next scene.  Key: PageDown" aria-label="Next scene">▶</button>
  <button class="dn-scene-keep" title="What is on the screen becomes a scene of the list">
    Keep as a scene</button>
  <button class="dn-scene-edit" title="Order, names, what goes">Arrange</button>
  <button class="dn-scene-leave" title="The page again, as it was.  Key: P">Leave</button>
</div>
<dialog class="dn-arrange" aria-label="The scenes"><b>The scenes</b><ol></ol>
  <button class="dn-shut">Close</button></dialog>
<p class="dn-spoken dn-unseen" role="status" aria-live="polite"></p>
<dialog class="dn-words" aria-label="The pictures in words"><dl></dl><button>Close</button></dialog>`;
