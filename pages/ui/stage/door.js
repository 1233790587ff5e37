// All that Streamlit itself loads: the modules behind it are files of their own, which the browser keeps.
// `module` is a file below `pages/ui/` that exports `mount(component)`.

/** What each element is to show: two imports of one module need not arrive in the order of their calls. */
const latest = /** @type {any} */ (globalThis).deepnetLatest ?? new WeakMap();
/** @type {any} */ (globalThis).deepnetLatest = latest;

// The page's own address says where the app is: a proxy may have put it below a path, of which the server
// knows nothing.
function base() {
  for (const { src } of document.scripts) {
    const end = src.lastIndexOf('/static/');
    if (end > 0) return src.slice(0, end);
  }
  return location.origin;
}

export default function (component) {
  const [data] = component.data;
  const { files, module } = data;
  const url = `${base()}${files}/${module}`;
  latest.set(component.parentElement, { ...component, data });
  import(url).then(
    (page) => page.mount(latest.get(component.parentElement)),
    () => {
      component.parentElement.textContent =
        `This part of the page could not be fetched from ${url}. Does a proxy stand in between that does ` +
        'not pass on all paths? Reload the page, or see “Behind a proxy” in the README.';
    },
  );
}
