// What a number is made of, and what it goes into: read from the sums that are shown.
import { short as written } from '../stage/look/numbers.js';

/** @typedef {[string, number, number]} Ref array, row, column */
/** @typedef {{parts: (string | [string, Ref | null, string])[], result: string}} Sum */

/** @param {Ref} ref */
export const keyOf = (ref) => ref.join(':');

/** @param {string} key @returns {Ref} */
export function refOf(key) {
  const [, name, r, c] = key.match(/^(.*):(\d+):(\d+)$/);
  return [name, Number(r), Number(c)];
}

/** The places that a sum reads. @param {Sum | undefined} sum @returns {string[]} */
export function madeOf(sum) {
  const found = [];
  for (const part of sum?.parts ?? []) if (Array.isArray(part) && part[1]) found.push(keyOf(part[1]));
  return [...new Set(found)];
}

/** For each place, the sums that read it. @param {Record<string, Sum>} sums @returns {Map<string, string[]>} */
export function goesInto(sums) {
  const found = new Map();
  for (const [key, sum] of Object.entries(sums)) {
    for (const from of madeOf(sum)) {
      if (!found.has(from)) found.set(from, []);
      found.get(from).push(key);
    }
  }
  return found;
}

/** A number with four digits, short. @param {number | string | null} value */
export function short(value) {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '–';
  return written(value, 4);
}

/** How strongly a value of at most `top` colours its cell, −1 … 1. */
export function tint(value, top) {
  if (typeof value !== 'number' || !top) return 0;
  return Math.max(-1, Math.min(1, value / top));
}

/** The layer of an array: 1 of dZ1 and of v⁺(W1), −1 where it has none. @param {string} name */
export function layerOf(name) {
  const found = name.replace('²', '').match(/\d+/);
  return found ? Number(found[0]) : -1;
}
