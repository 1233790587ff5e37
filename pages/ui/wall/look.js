// The colours of the wall's frames and lines, on white and on near-black.
const GOOD = [23, 165, 137],
  BAD = [163, 62, 161]; // right and wrong, as everywhere in the app
const GOOD_DARK = [95, 201, 163],
  BAD_DARK = [217, 138, 215];
/** @param {number[]} colour */
const css = ([r, g, b]) => `rgb(${r},${g},${b})`;
const mix = (a, b, t) => a.map((v, i) => Math.round(v + (b[i] - v) * t));

function rgb(text) {
  if (text.startsWith('#')) return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  return (text.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}

export function look(element) {
  const style = getComputedStyle(element),
    read = (name, or) => style.getPropertyValue(name).trim() || or;
  const ground = rgb(read('--st-background-color', '#ffffff')),
    ink = rgb(read('--st-text-color', '#1b2530'));
  const dark = ground[0] + ground[1] + ground[2] < 384,
    middle = mix(ground, ink, 0.22);
  const good = dark ? GOOD_DARK : GOOD,
    bad = dark ? BAD_DARK : BAD;
  const blank = mix(ground, ink, 0.05);
  return {
    dark,
    ink: css(ink),
    paper: css(ground),
    muted: css(mix(ground, ink, 0.6)),
    faint: css(mix(ground, ink, 0.13)),
    line: css(mix(ground, ink, 0.16)),
    bad: css(bad),
    train: dark ? '#57b3ec' : '#0877bd',
    test: dark ? '#f9ab4b' : '#b25c04',
    font: style.fontFamily,
    blank: ((255 << 24) | (blank[2] << 16) | (blank[1] << 8) | blank[0]) >>> 0,
    rank: (t) => css(t < 0.5 ? mix(good, middle, 2 * t) : mix(middle, bad, 2 * t - 1)),
    key: [ground, ink].join(),
  };
}
