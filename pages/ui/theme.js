// Tells the page when the visitor switches between light and dark.
/** @type {boolean | undefined} */
let asked;

/** @param {any} component */
export default function ({ data, setTriggerValue }) {
  const look = () => {
    const app = document.querySelector('[data-testid=stApp]');
    const dark = app !== null && getComputedStyle(app).colorScheme === 'dark';
    if (dark === data.dark) asked = undefined;
    else if (dark !== asked) {
      asked = dark;
      setTriggerValue('switched', Date.now());
    }
  };
  const clock = setInterval(look, 300);
  return () => clearInterval(clock);
}
