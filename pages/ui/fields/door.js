// All that Streamlit itself loads: the modules behind it are files of their own, which the browser keeps.
export default function (component) {
  import(location.origin + component.data.files + '/controls.js').then(controls => controls.mount(component));
}
