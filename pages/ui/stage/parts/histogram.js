// Weight histograms of all layers side by side on one pair of axes: axes are what takes Plotly longest.
import { css } from '../look/colours.js';
import { nice, short } from '../look/numbers.js';
import { Part } from '../part.js';
import { look, react } from './plotly.js';

const HALF = 0.46; // width of half a layer's histogram, of the distance between two
const ROOMY = 110; // pixels of a layer in which both ends of its range are written

export class HistogramChart extends Part {
  /** @param {HTMLElement} element */
  constructor(element) {
    super();
    this.heavy = true;
    this.every = 500;
    this.element = element;
    this.revision = 0;
  }

  get size() {
    return 13 * this.scale;
  }

  adopt(scene) {
    super.adopt(scene);
    /** @type {number[]} */ this.high = [];
    /** @type {number[]} */ this.ranges = [];
    this.revision++;
  }

  /** All layers again. */
  reset() {
    this.revision++;
    this.touch();
  }

  /** @param {any} frame @param {any} [Plotly] */
  draw(frame, Plotly) {
    this.latest = frame;
    return react(Plotly, this.element, this.figure(frame));
  }

  figure(frame) {
    const L = this.scene.layer_dims.length - 1;
    const [counts, ghost, range] = [frame.get('hist'), frame.get('ghost'), frame.get('range')];
    const B = counts.length / L;
    const k = this.colours;
    const { axis, layout } = look(k, this.font, this.size);
    const bars = { x: [], y: [], customdata: [], colour: [] };
    const outline = { x: [], y: [] };
    const ticks = [[], []];
    const roomy = (this.element.clientWidth || 600) / L > ROOMY;
    for (let l = 0; l < L; l++) {
      const live = counts.subarray(l * B, (l + 1) * B);
      const first = ghost.subarray(l * B, (l + 1) * B);
      const highest = Math.max(...live, ...first);
      if (this.ranges[l] !== range[l] || highest > this.high[l]) this.high[l] = nice(highest * 1.1);
      this.ranges[l] = range[l];
      for (let i = 0; i < B; i++) {
        const middle = (2 * i + 1) / B - 1;
        const x = l + HALF * middle;
        bars.x.push(x);
        bars.y.push(live[i] / this.high[l]);
        bars.customdata.push([live[i], short(middle * range[l])]);
        bars.colour.push(css(k.sign(middle), 0.85));
        outline.x.push(x);
        outline.y.push(first[i] / this.high[l]);
      }
      outline.x.push(l + 0.5);
      outline.y.push(null);
      ticks[0].push(l); // one for each layer: at its ends they would meet those of the next
      ticks[1].push(roomy ? `${short(-range[l])} … ${short(range[l])}` : `±${short(range[l], 2)}`);
    }
    Object.assign(layout, {
      uirevision: this.revision,
      margin: { l: 26, r: 26, t: 4, b: 22 * this.scale },
      hovermode: 'closest',
      bargap: 0,
      barmode: 'overlay',
      xaxis: {
        ...axis,
        range: [-0.5, L - 0.5],
        tickvals: ticks[0],
        ticktext: ticks[1],
        tickangle: 0,
        showgrid: false,
        zeroline: false,
      },
      yaxis: { ...axis, range: [0, 1], showticklabels: false, showgrid: false },
    });
    const { x, y, customdata, colour } = bars;
    const marker = { color: colour, line: { width: 0 } };
    const hovertemplate = '%{customdata[0]} weights near %{customdata[1]}<extra></extra>';
    return {
      layout,
      data: [
        { type: 'bar', x, y, customdata, width: (2 * HALF) / B, marker, hovertemplate },
        {
          type: 'scatter',
          mode: 'lines',
          ...outline,
          line: { shape: 'hvh', color: css(k.text, 0.75), width: 1.4 },
          hoverinfo: 'skip',
        },
      ],
    };
  }

  /** Counts as a table: a row for each bar. */
  csv() {
    const frame = this.latest;
    const [counts, ghost, range] = [frame.get('hist'), frame.get('ghost'), frame.get('range')];
    const L = range.length;
    const B = counts.length / L;
    const rows = Array.from(counts, (count, j) => {
      const [l, i] = [Math.floor(j / B), j % B];
      return [l + 1, ((2 * i + 1) / B - 1) * range[l], count, ghost[j]].join();
    });
    return ['layer,weight,count,count_at_step_0', ...rows].join('\n');
  }
}
