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
 * @param {HTMLElement} host @param {() => string} of what is shown, as a file is to be called
 * @param {() => {csv: () => string, reset: () => void, element: HTMLElement}} shown the chart
 * @param {() => any} library @param {HTMLElement} [more] what else it has */
export function menu(host, of, shown, library, more) {
  const { details, summary, list } = dropdown(`Menu of the chart: ${host.parentElement?.ariaLabel ?? ''}`);
  const act = {
    csv: () => {
      const url = URL.createObjectURL(new Blob([shown().csv()], { type: 'text/csv' }));
      download(`${of()}.csv`, url);
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    },
    png: async () => {
      const { element } = shown();
      const { clientWidth: width, clientHeight: height } = element;
      const { data, layout } = /** @type {any} */ (element);
      const ground = getComputedStyle(element).getPropertyValue('--st-background-color'); // else none
      const figure = { data, layout: { ...layout, paper_bgcolor: ground } };
      const url = await library()?.toImage(figure, { format: 'png', width, height, scale: 2 });
      if (url) download(`${of()}.png`, url);
    },
    reset: () => shown().reset(),
  };
  if (more) list.append(more);
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

/** Let an open list stand on the window, where nothing around it cuts it off.
 * @param {HTMLElement} summary @param {HTMLElement} list */
export function hang(summary, list) {
  const { right, bottom, top } = summary.getBoundingClientRect();
  const up = bottom + list.offsetHeight > innerHeight;
  const beside =
    list.offsetWidth > right ? 'left:4px;right:auto;' : `right:${Math.max(4, innerWidth - right)}px;`;
  list.style.cssText = `position:fixed;${beside}${up ? `bottom:${innerHeight - top}px` : `top:${bottom}px`}`;
}
