// The pointer on the diagram: a neuron under it becomes the large picture, a weight or bias clicked can be set.
import * as describe from './describe.js';

export function pointer(stage) {
  const canvas = stage.$('diagram'), tip = stage.$('tip'), form = stage.$('edit');
  const where = e => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
  const name = h => h.kind === 'weight' ? `w${describe.raised(h.layer)}[${h.row + 1}, ${h.col + 1}]` : `b${describe.raised(h.layer)}[${h.row + 1}]`;
  const place = (box, h) => Object.assign(box.style, {left: `${Math.min(h.x + 10, canvas.clientWidth - 190)}px`, top: `${canvas.offsetTop + Math.max(0, h.y - 42)}px`});
  canvas.onpointermove = e => {
    const h = stage.hover = stage.scene ? stage.diagram.at(...where(e)) : null;
    tip.hidden = !(h && (h.kind === 'weight' || h.kind === 'bias'));
    if (!tip.hidden) { tip.textContent = `${name(h)} = ${h.value.toFixed(4).replace('-', '−')}, click to change`; place(tip, h); }
    canvas.style.cursor = h && h.kind !== 'neuron' ? 'pointer' : 'default';
    stage.focus(h?.kind === 'neuron' ? [h.layer, h.row] : null);
    stage.dirty.add('picture');
  };
  canvas.onpointerleave = () => { stage.hover = null; tip.hidden = true; if (stage.scene) stage.focus(null); stage.dirty.add('picture'); };
  canvas.onclick = e => {
    const h = stage.scene && stage.diagram.at(...where(e));
    form.hidden = !(h && (h.kind === 'weight' || h.kind === 'bias'));
    if (form.hidden) return;
    tip.hidden = true;
    stage.player.pause();
    stage.edited = h;
    form.querySelector('label').textContent = name(h) + ' =';
    const input = form.querySelector('input');
    input.value = +h.value.toFixed(6);
    input.setAttribute('aria-label', `New value of ${name(h)}`);
    place(form, h);
    input.focus();
    input.select();
  };
  form.onsubmit = e => {
    e.preventDefault();
    form.hidden = true;
    const {layer, row, kind, col} = stage.edited, value = +form.querySelector('input').value;
    stage.player.act('edit', {layer, row, col: kind === 'bias' ? null : column(stage, layer, col), value});
  };
  form.onkeydown = e => { if (e.key === 'Escape') form.hidden = true; };
}

function column(stage, layer, col) { return layer === 1 ? stage.scene.shown_inputs[col] : col; }   // an input drawn at `col` may be a later column of W1
