// Cost and weight histograms: real Plotly charts, updated in place a few times a second so that zoom and hover survive.
import {css, sizeOf} from './palette.js';

let library;
export const plotly = url => library ??= new Promise((resolve, reject) => {
  if (globalThis.Plotly) return resolve(globalThis.Plotly);
  const script = document.createElement('script');
  script.src = url;
  script.onload = () => resolve(globalThis.Plotly);
  script.onerror = () => { library = null; reject(new Error('The charts could not be loaded.')); };
  document.head.append(script);
});

const nice = v => {                                           // the next 1, 1.5, 2, 3, 5, 7 × 10^k
  if (!(v > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(v));
  return [1, 1.5, 2, 3, 5, 7, 10].find(u => u * power >= v * .9999) * power;
};
const LARGEST = 1e12;                                         // cost that is drawn; a diverging run goes beyond what a picture can hold
const CONFIG = {displaylogo: false, responsive: false, displayModeBar: 'hover',
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'zoomIn2d', 'zoomOut2d']};

function look(k, font) {
  const axis = {gridcolor: css(k.faint), zerolinecolor: css(k.faint), linecolor: css(k.muted), tickfont: {size: 13}, fixedrange: false};
  return {axis, layout: {paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: {family: font, size: 13, color: css(k.text)},
    hoverlabel: {font: {size: 14}}, showlegend: false, dragmode: 'zoom', hovermode: 'x unified', transition: {duration: 0}}};
}

let drawings = 0;
async function react(Plotly, element, {data, layout}) {
  [layout.width, layout.height] = sizeOf(element);
  layout.datarevision = ++drawings;                           // the arrays grow in place, which Plotly does not see
  if (layout.width > 40 && layout.height > 40) await Plotly.react(element, data, layout, CONFIG);
}

export class CostChart {
  constructor(element, colours) {
    this.element = element;
    this.colours = colours;
    this.log = false;
    this.zoom = {};
  }

  adopt() { this.top = this.floor = this.wide = 0; this.zoom = {}; }

  // The ranges grow with the run, and Plotly keeps a visitor's zoom only while the ranges it is given stay the same.
  listen() {
    if (this.listening || !this.element.on) return;
    this.listening = true;
    this.element.on('plotly_relayout', change => {
      for (const name of ['xaxis', 'yaxis']) {
        const from = change[`${name}.range[0]`], to = change[`${name}.range[1]`];   // a whole `range` is our own change, told back
        if (from !== undefined && to !== undefined) this.zoom[name] = [from, to];
        if (change[`${name}.autorange`]) delete this.zoom[name];
      }
    });
    this.element.on('plotly_doubleclick', () => { this.zoom = {}; });
  }

  figure(player) {
    const s = player.series, k = this.colours, {axis, layout} = look(k, this.font), now = player.step;
    let top = 0, floor = Infinity;
    for (const list of [s.train, s.test]) for (const v of list) if (v < LARGEST) { if (v > top) top = v; if (v > 0 && v < floor) floor = v; }
    this.top = Math.max(this.top ?? 0, nice(top * 1.05));
    const low = Math.floor(Math.log10(Math.max(1e-12, Math.min(floor, 1))) * 2) / 2;
    this.floor = Math.min(this.floor || low, low);
    this.wide = Math.max(this.wide ?? 0, nice(Math.max(100, s.last)));
    const line = (name, y, dash, colour) => ({type: 'scatter', mode: 'lines', name, x: s.step, y: top < LARGEST / 10 ? y : y.map(v => v < LARGEST ? v : null), line: {color: css(colour), width: dash ? 2 : 2.6, dash},
      hovertemplate: '%{y:.5g}'});
    return {data: [line('train', s.train, undefined, k.positive), line('test', s.test, 'dot', k.negative)],
      layout: {...layout, margin: {l: 58, r: 14, t: 6, b: 38}, xaxis: {...axis, range: this.zoom.xaxis ?? [0, this.wide], title: {text: 'step', standoff: 4}, hoverformat: ',d'},
        yaxis: {...axis, type: this.log ? 'log' : 'linear', range: this.zoom.yaxis ?? (this.log ? [this.floor, Math.log10(this.top)] : [0, this.top]), title: {text: 'cost', standoff: 4}, ...(this.log ? {dtick: this.top / 10 ** this.floor > 1e3 ? 1 : undefined} : {})},
        shapes: [...player.events.map(([step]) => ({type: 'line', x0: step, x1: step, y0: 0, y1: 1, yref: 'paper', line: {color: css(k.muted), width: 1, dash: 'dash'}})),
          ...(now < s.last ? [{type: 'line', x0: now, x1: now, y0: 0, y1: 1, yref: 'paper', line: {color: css(k.text), width: 2}}] : [])],
        annotations: player.events.slice(-40).map(([step, sentence]) => ({x: step, y: 1, yref: 'paper', text: '✎', hovertext: sentence, showarrow: false, yanchor: 'top', font: {size: 13}}))}};
  }

  draw(Plotly, player) { return react(Plotly, this.element, this.figure(player)).then(() => this.listen()); }
}

// All layers side by side on one pair of axes: axes are what takes Plotly longest, and each layer has a range of its own.
export class HistogramChart {
  constructor(element, colours) {
    this.element = element;
    this.colours = colours;
    this.revision = 0;
  }

  adopt(scene) {
    this.scene = scene;
    this.high = [];
    this.ranges = [];
    this.revision++;
  }

  draw(Plotly, frame) { return react(Plotly, this.element, this.figure(frame)); }

  figure(frame) {
    const L = this.scene.layer_dims.length - 1, counts = frame.get('hist'), ghost = frame.get('ghost'), range = frame.get('range'), B = counts.length / L;
    const k = this.colours, {axis, layout} = look(k, this.font), half = .46, ticks = [[], []];
    const bars = {x: [], y: [], customdata: [], colour: []}, outline = {x: [], y: []};
    for (let l = 0; l < L; l++) {
      const r = range[l], live = counts.subarray(l * B, (l + 1) * B), first = ghost.subarray(l * B, (l + 1) * B), highest = Math.max(...live, ...first);
      if (this.ranges[l] !== r || highest > this.high[l]) this.high[l] = nice(highest * 1.1);
      this.ranges[l] = r;
      for (let i = 0; i < B; i++) {
        const middle = (2 * i + 1) / B - 1, x = l + half * middle;
        bars.x.push(x);
        bars.y.push(live[i] / this.high[l]);
        bars.customdata.push([live[i], middle * r]);
        bars.colour.push(css(k.sign(middle), .85));
        outline.x.push(x);
        outline.y.push(first[i] / this.high[l]);
      }
      outline.x.push(l + .5);
      outline.y.push(null);
      const name = v => (Math.abs(v) < 1e4 ? String(+v.toPrecision(3)) : v.toExponential(0).replace('e+', 'e')).replace('-', '−');
      ticks[0].push(l - half, l, l + half);
      ticks[1].push(L > 5 ? '' : name(-r), L > 5 ? `±${name(r)}` : '0', L > 5 ? '' : name(r));
    }
    Object.assign(layout, {uirevision: this.revision, margin: {l: 8, r: 8, t: 4, b: 22}, hovermode: 'closest', bargap: 0, barmode: 'overlay',
      xaxis: {...axis, range: [-.5, L - .5], tickvals: ticks[0], ticktext: ticks[1], tickangle: 0, showgrid: false, zeroline: false},
      yaxis: {...axis, range: [0, 1], showticklabels: false, showgrid: false}});
    return {layout, data: [
      {type: 'bar', x: bars.x, y: bars.y, customdata: bars.customdata, width: 2 * half / B, marker: {color: bars.colour, line: {width: 0}}, hovertemplate: '%{customdata[0]} weights near %{customdata[1]:.3g}<extra></extra>'},
      {type: 'scatter', mode: 'lines', x: outline.x, y: outline.y, line: {shape: 'hvh', color: css(k.text, .75), width: 1.4}, hoverinfo: 'skip'}]};
  }
}
