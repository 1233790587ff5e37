// Where two networks answer alike: pure functions of their frames.

/** For each place of the picture, how much two frames differ, 0 … 255, and the share of it where they
 * disagree: on the class, or for a quantity by more than a tenth of its range.
 * @param {any} a @param {any} b frames @param {string} kind of the data */
export function disagreement(a, b, kind) {
  const [one, other] = [a.get('boundary'), b.get('boundary')];
  const winners = kind === 'multi-class' ? [a.get('winner'), b.get('winner')] : null;
  const map = new Uint8Array(one.length);
  let differ = 0;
  for (let i = 0; i < one.length; i++) {
    const apart = winners
      ? winners[0][i] !== winners[1][i]
      : kind === 'binary'
        ? one[i] > 127 !== other[i] > 127
        : Math.abs(one[i] - other[i]) > 25;
    const size = Math.abs(one[i] - other[i]);
    map[i] = apart ? Math.max(96, size) : winners ? 0 : size >> 2;
    if (apart) differ++;
  }
  return { map, share: differ / one.length };
}

/** Of the points that both were asked: how many only the first, only the second gets right, and which.
 * @param {any} a @param {any} b frames */
export function onlyOne(a, b) {
  const [one, other] = [a.get('wrong'), b.get('wrong')];
  const marks = new Uint8Array(one?.length ?? 0);
  const counts = [0, 0];
  for (let i = 0; i < marks.length; i++) {
    if (one[i] === other[i]) continue;
    marks[i] = one[i] ? 2 : 1;
    counts[marks[i] - 1]++;
  }
  return { marks, counts };
}
