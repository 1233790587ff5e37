// The ranges that a person keeps along the axes of a chart of parallel coordinates, told to its page: Streamlit
// itself tells of points and boxes alone.  What the chart shows counts, also after it has been mounted anew.

import { atEachTurn, mounting } from '../stage/mounting.js';

/** The ranges kept on a chart, by the names of their axes, which can be moved.
 * @param {{name: string, constraintrange?: any}[]} dimensions @returns {Record<string, number[][]>} */
export function kept(dimensions) {
  const found = {};
  for (const { name, constraintrange } of dimensions) {
    if (!constraintrange?.length) continue;
    found[name] = Array.isArray(constraintrange[0]) ? constraintrange : [constraintrange];
  }
  return found;
}

class Brush {
  constructor(root, component) {
    this.root = root;
    this.el = root;
    /** @type {any} */ this.chart = null;
    this.told = '{}';
    this.update(component);
    atEachTurn(this);
  }

  update(component) {
    this.component = component;
  }

  leave() {
    mount.forget(this.root);
  }

  tick() {
    const chart = document.querySelector(`.st-key-${this.component.data.chart} .js-plotly-plot`);
    if (chart === this.chart || !(/** @type {any} */ (chart)?.on)) return;
    this.chart = chart;
    this.chart.on('plotly_restyle', () => this.tell());
    this.tell();
  }

  tell() {
    const ranges = kept(this.chart.data?.[0]?.dimensions ?? []);
    if (JSON.stringify(ranges) === this.told) return;
    this.told = JSON.stringify(ranges);
    this.component.setStateValue('ranges', JSON.parse(this.told));
  }
}

export const mount = mounting(Brush);
