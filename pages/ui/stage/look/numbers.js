// How numbers are written, everywhere in the browser: −1,234.5, 66.7 %, 2.50·10⁻⁷, > 10³⁰. Python writes them
// the same way (`deepnet/numerals.py`): `tests/numbers.json` holds both to it.
const PLAIN = [1e-4, 1e7]; // between these a number is written out, beyond with a power of ten
const MOST = 1e30; // larger numbers travel as this one
const SUPERSCRIPTS = { '-': '⁻' };
[...'⁰¹²³⁴⁵⁶⁷⁸⁹'].forEach((c, i) => {
  SUPERSCRIPTS[i] = c;
});

/** Digits and a sign, raised. @param {number | string} n */
export const raised = (n) => [...String(n)].map((c) => SUPERSCRIPTS[c] ?? '').join('');

const minus = (/** @type {string} */ text) => text.replace(/-/g, '−');
/** Thousands apart, from 1,000 on. @param {string} text of a number */
function apart(text) {
  const [whole, part] = text.split('.');
  return minus(whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part === undefined ? '' : `.${part}`));
}
const missing = (v) => v === null || v === undefined || Number.isNaN(v);

/** m·10ᵉ. @param {number} v @param {number} digits after the point */
function scientific(v, digits) {
  const [m, e] = v.toExponential(digits).split('e');
  return `${minus(m)}·10${raised(+e)}`;
}

/** A number to so many digits after the point; tiny and huge ones as a power of ten.
 * @param {number | null | undefined} v */
export function number(v, digits = 4) {
  if (missing(v)) return '–';
  const size = Math.abs(/** @type {number} */ (v));
  if (size >= 0.999 * MOST) return `${/** @type {number} */ (v) < 0 ? '< −' : '> '}10³⁰`;
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return scientific(/** @type {number} */ (v), 2);
  return fixed(/** @type {number} */ (v), digits);
}

/** A number to so many digits after the point. @param {number} v */
export function fixed(v, digits = 0) {
  const text = v.toFixed(digits);
  return apart(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A number as short as `digits` figures allow, as on an axis. @param {number} v */
export function short(v, digits = 3) {
  const size = Math.abs(v);
  if (size !== 0 && (size < PLAIN[0] || size >= PLAIN[1])) {
    const [m, e] = v.toExponential(digits - 1).split('e');
    const lead = Number(m);
    return Math.abs(lead) === 1
      ? `${lead < 0 ? '−' : ''}10${raised(+e)}`
      : `${minus(String(lead))}·10${raised(+e)}`;
  }
  return apart(String(Number(v.toPrecision(digits))));
}

/** What is known in size alone: one figure, and a power of ten far from 1. @param {number} v */
export const magnitude = (v) => (v >= 0.1 && v < 100 ? short(v, 1) : scientific(v, 0));

/** What a hover box says of the points of a curve: their values in words only where Plotly would write them
 * another way, since there are thousands of them.
 * @param {number[]} values @returns {{customdata: any[], hovertemplate: string}} */
export function hover(values) {
  const plain = values.every((v) => v === 0 || (v >= PLAIN[0] && v < PLAIN[1]));
  if (plain) return { customdata: values, hovertemplate: '%{customdata:,.4~g}' };
  return { customdata: values.map((v) => short(v, 4)), hovertemplate: '%{customdata}' };
}

/** A share of 1 as percent. @param {number} v */
export const percent = (v, digits = 1) => (missing(v) ? '–' : `${fixed(100 * v, digits)} %`);

/** A whole number with its thousands apart. @param {number} v */
export const thousands = (v) => apart(String(Math.round(v)));

/** Round numbers between low and high, about `count` of them, as [value, text].
 * @param {number} low @param {number} high @returns {[number, string][]} */
export function ticks(low, high, count = 4) {
  const raw = (high - low) / count;
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const unit = /** @type {number} */ ([1, 2, 5, 10].find((u) => u * power >= raw)) * power;
  const values = [];
  for (let k = Math.ceil(low / unit); k * unit <= high + 1e-9 * unit; k++) values.push(k * unit);
  return values.map((v) => (Math.abs(v) < 1e-9 * unit ? [0, '0'] : [v, short(v, 6)]));
}

/** The next 1, 1.5, 2, 3, 5, 7 × 10^k. @param {number} v */
export function nice(v) {
  if (!(v > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(v));
  return /** @type {number} */ ([1, 1.5, 2, 3, 5, 7, 10].find((u) => u * power >= v * 0.9999)) * power;
}
