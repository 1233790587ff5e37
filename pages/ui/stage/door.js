// All that Streamlit itself loads: the modules behind it are files of their own, which the browser keeps.
// `module` is a file below `pages/ui/` that exports `mount(component)`.
export default function (component) {
  const { files, module = 'stage/stage.js' } = component.data;
  import(`${location.origin}${files}/${module}`).then((page) => page.mount(component));
}
