// Real Plotly charts, updated in place so that zoom and hover survive.  Nothing of them is ever sent
// anywhere: Plotly's own toolbar stays away, and what it was good for (values, picture, whole view) is in the
// chart's menu (`menu.js`).
import { sizeOf } from '../look/canvas.js';
import { css } from '../look/colours.js';

/** @type {Promise<any> | undefined} */
let library;

/** Plotly, loaded once for all charts of the page. @param {string} url @returns {Promise<any>} */
export function plotly(url) {
  library ??= new Promise((resolve, reject) => {
    const known = /** @type {any} */ (globalThis).Plotly;
    if (known) return resolve(known);
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve(/** @type {any} */ (globalThis).Plotly);
    script.onerror = () => {
      library = undefined;
      reject(new Error('The charts could not be loaded.'));
    };
    document.head.append(script);
  });
  return library;
}

const CONFIG = {
  displaylogo: false,
  displayModeBar: false,
  responsive: false,
  plotlyServerURL: '',
  showSendToCloud: false,
};

/** Axes and layout in the stage's colours. @param {any} k colours @param {string} font
 * @param {number} size */
export function look(k, font, size = 13) {
  const axis = {
    gridcolor: css(k.faint),
    zerolinecolor: css(k.faint),
    linecolor: css(k.muted),
    tickfont: { size },
    fixedrange: false,
  };
  const layout = {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: font, size, color: css(k.text) },
    hoverlabel: { font: { size: size + 1, color: css(k.text) }, bgcolor: css(k.background) },
    showlegend: false,
    dragmode: /** @type {string | false} */ ('zoom'),
    hovermode: 'x unified',
    transition: { duration: 0 },
  };
  return { axis, layout };
}

let drawings = 0;

/** Draw a figure, or the same one with other data. */
export async function react(Plotly, element, { data, layout }) {
  [layout.width, layout.height] = sizeOf(element);
  layout.datarevision = ++drawings; // the arrays grow in place, which Plotly does not see
  if (layout.width > 40 && layout.height > 40) await Plotly.react(element, data, layout, CONFIG);
}

/** As Plotly takes a text that is no tag. @param {string} text */
export const plain = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
