// The menu of a chart: its values as CSV, its picture as PNG, the whole view again.
const NAMES = { csv: 'Values (CSV)', png: 'Picture (PNG)', reset: 'Whole view' };

/** @param {string} name @param {string} url */
function download(name, url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Put a menu into `host`.
 * @param {HTMLElement} host @param {string} of what the menu belongs to
 * @param {{csv: () => string, reset: () => void, element: HTMLElement}} chart @param {() => any} library */
export function menu(host, of, chart, library) {
  const { details, summary, list } = dropdown(`Menu of the ${of}`);
  const act = {
    csv: () => {
      const url = URL.createObjectURL(new Blob([chart.csv()], { type: 'text/csv' }));
      download(`${of}.csv`, url);
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    },
    png: async () => {
      const { clientWidth: width, clientHeight: height } = chart.element;
      const url = await library()?.toImage(chart.element, { format: 'png', width, height, scale: 2 });
      if (url) download(`${of}.png`, url);
    },
    reset: () => chart.reset(),
  };
  for (const [name, title] of Object.entries(NAMES)) {
    const button = document.createElement('button');
    button.textContent = title;
    button.onclick = () => {
      details.open = false;
      summary.focus();
      act[name]();
    };
    list.append(button);
  }
  host.append(details);
  return details;
}

/** A ⋯ that opens a list; Escape shuts it, and so does going elsewhere. @param {string} label */
export function dropdown(label) {
  const details = document.createElement('details');
  details.className = 'dn-menu';
  const summary = document.createElement('summary');
  summary.textContent = '⋯';
  summary.setAttribute('aria-label', label);
  const list = document.createElement('div');
  details.append(summary, list);
  details.onkeydown = (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  };
  details.addEventListener('focusout', (event) => {
    if (!details.contains(/** @type {Node | null} */ (event.relatedTarget))) details.open = false;
  });
  return { details, summary, list };
}
