// The way through the step: one mark for each station, and the buttons that go along it.
import { make } from './arrays.js';

export const STAGES = { forward: 'Forward', cost: 'Cost', backward: 'Backward', update: 'Update' };

/** @param {any[]} stations @param {number} at @param {boolean} playing
 * @param {{go(by: number): void, jump(at: number): void, toggle(): void}} acts @returns {HTMLElement[]} */
export function way(stations, at, playing, acts) {
  const button = (text, tells, act) => {
    const found = make('button', 'mi-move', text);
    found.title = tells;
    found.addEventListener('click', act);
    return found;
  };
  const out = [
    button('‹', 'Station before.  Key: ←', () => acts.go(-1)),
    button('›', 'Next station.  Key: →', () => acts.go(1)),
    button(playing ? '❚❚ Stop' : '▶ Slow motion', 'Walk through the stations.  Key: Space', acts.toggle),
  ];
  /** @type {Map<string, HTMLElement>} */
  const groups = new Map();
  stations.forEach((station, i) => {
    if (!groups.has(station.stage)) {
      const group = make('span', 'mi-stage');
      group.append(make('span', 'mi-stage-name', STAGES[station.stage] ?? station.stage));
      groups.set(station.stage, group);
    }
    const dot = make('button', 'mi-stop');
    dot.title = station.title;
    dot.setAttribute('aria-label', station.title);
    if (i === at) dot.setAttribute('aria-current', 'step');
    dot.addEventListener('click', () => acts.jump(i));
    groups.get(station.stage)?.append(dot);
  });
  return [...out, ...groups.values(), make('span', 'mi-count', `${at + 1} / ${stations.length}`)];
}
