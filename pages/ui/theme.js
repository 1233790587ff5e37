// Tells the page when the visitor switches between light and dark, where it draws in one of them, and lets what
// stands outside the app's own element, dialogs and menus, have the same.
/** @type {boolean | undefined} */
let asked;

/** @param {any} component */
export default function ({ data, setTriggerValue }) {
  const look = () => {
    const app = document.querySelector('[data-testid=stApp]');
    const dark = app !== null && getComputedStyle(app).colorScheme === 'dark';
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    if (!('dark' in data)) return;
    if (dark === data.dark) asked = undefined;
    else if (dark !== asked) {
      asked = dark;
      setTriggerValue('switched', Date.now());
    }
  };
  const clock = setInterval(look, 300);
  look();
  return () => clearInterval(clock);
}
