// The parts of a stage, in one list.  How a part is made and added: see `part.js`.

import { Strokes } from '../drawing/strokes.js';
import { Tools } from '../drawing/tools.js';
import { Bar } from './bar.js';
import { Boundary } from './boundary.js';
import { Chart } from './chart.js';
import { Course } from './course.js';
import { Cursor } from './cursor.js';
import { Diagram } from './diagram.js';
import { Findings } from './findings.js';
import { Hand } from './hand.js';
import { Held } from './held.js';
import { HistogramChart } from './histogram.js';
import { History } from './history.js';
import { Layers } from './layers.js';
import { Legend } from './legend.js';
import { Marks } from './marks.js';
import { Message } from './message.js';
import { Plane } from './plane.js';
import { Presenter } from './presenter.js';
import { Readings } from './readings.js';
import { Row } from './row.js';
import { Runs } from './runs.js';
import { Spoken } from './spoken.js';
import { Spread } from './spread.js';
import { Tree } from './tree.js';

const COARSE = matchMedia('(pointer: coarse)'); // buttons are as large as a finger

/** The parts in the order in which they are told, asked for keys and drawn; a later one may use an earlier
 * one.
 * @type {Record<string, (place: import('../part.js').Place, made: any) => import('../part.js').Part>} */
export const PARTS = {
  presenter: (place) => new Presenter(place), // asked for keys before the tools, which want digits, too
  message: (place) => new Message(place),
  diagram: (place) => new Diagram(place.find('diagram'), { top: COARSE.matches ? 106 : 62 }),
  hand: (place, { diagram }) => new Hand(place, diagram),
  layers: (place, { diagram }) => new Layers(place, diagram),
  boundary: (place) => new Boundary(place.find('plane')),
  tools: (place) => new Tools(place),
  strokes: (place, { boundary }) => new Strokes(place, boundary),
  legend: (place) => new Legend(place),
  plane: (place) => new Plane(place),
  row: (place, { boundary }) => new Row(place, boundary),
  held: (place) => new Held(place),
  cursor: (place, { boundary, strokes, row }) => new Cursor(place, boundary, strokes, row),
  readings: (place) => new Readings(place),
  chart: ({ find, player }) => new Chart(find('costs'), player, (step) => player.seek(step, true)),
  course: (place, { chart }) => new Course(place, chart),
  hist: (place) => new HistogramChart(place.find('hists')),
  history: ({ find, player }) => new History(find('history'), player, (step) => player.seek(step, true)),
  spread: (place, { hist, history }) => new Spread(place, hist, history),
  spoken: (place) => new Spoken(place),
  bar: (place) => new Bar(place),
  marks: (place) => new Marks(place),
  tree: (place) => new Tree(place),
  runs: (place, { tree }) => new Runs(place, tree),
  findings: (place) => new Findings(place),
};
