// Which way the arrow keys go: to the right, and up.

export const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The cell that a move leads to, on a board of so many. @param {[number, number]} cell
 * @param {number[]} move one of MOVES @param {{columns: number, rows: number}} board
 * @returns {[number, number]} */
export function moved([x, y], [dx, dy], { columns, rows }) {
  const within = (v, n) => Math.min(n - 1, Math.max(0, v));
  return [within(x + dx, columns), within(y + dy, rows)];
}
