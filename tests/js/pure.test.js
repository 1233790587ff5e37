import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { near, previewed } from '../../pages/ui/stage/drawing/preview.js';
import { Events } from '../../pages/ui/stage/events.js';
import { colours, contrast, css, readable, rgb } from '../../pages/ui/stage/look/colours.js';
import {
  fixed,
  hover,
  magnitude,
  nice,
  number,
  percent,
  short,
  thousands,
  ticks,
} from '../../pages/ui/stage/look/numbers.js';
import { mounting } from '../../pages/ui/stage/mounting.js';
import {
  decades,
  drawable,
  extent,
  logHelps,
  plainTop,
  stepsShown,
} from '../../pages/ui/stage/parts/curve.js';
import { squareIn, toPixels, toPlane } from '../../pages/ui/stage/parts/ground.js';
import { column, heightOf, layout, offsets, threshold } from '../../pages/ui/stage/parts/nodes.js';
import * as scenes from '../../pages/ui/stage/parts/scenes.js';
import { neighbour } from '../../pages/ui/stage/parts/walk.js';
import { MOST, Series } from '../../pages/ui/stage/player/series.js';
import { near as nearest, SPEEDS } from '../../pages/ui/stage/player/speeds.js';
import { frames, unpack } from '../../pages/ui/stage/player/wire.js';
import { framesAt, pack } from './messages.js';

const NUMBERS = JSON.parse(readFileSync(new URL('../numbers.json', import.meta.url), 'utf8'));
const RANGE = [-6, 6, -6, 6];
const LIGHT = { background: rgb('#fff'), text: rgb('#1b2530'), middle: rgb('#f0f1f2') };
const THEME = { ...LIGHT, negative: rgb('#f59322'), positive: rgb('#0877bd') };

test('a message is taken apart into views of its bytes', () => {
  const message = unpack(pack({ kind: 'x', name: 'é' }, { a: ['f4', [1.5, 2.5]], b: ['u1', [7]] }));
  assert.equal(message.name, 'é');
  assert.deepEqual([...message.arrays.a], [1.5, 2.5]);
  assert.deepEqual([...message.arrays.b], [7]);
});

test('a frame sees its own part of each array', () => {
  const [, second] = frames(unpack(framesAt([3, 5])));
  assert.equal(second.step, 5);
  assert.deepEqual([...second.cost], [1 / 6, 2 / 6]);
  assert.equal(second.get('nothing'), null);
});

test('the curve keeps its ends and its order, however long it gets', () => {
  const series = new Series({ step: 0, arrays: {} });
  for (let step = 0; step < 3 * MOST; step++) series.push({ step, cost: [1, 1], metric: [0, 0] });
  assert.ok(series.step.length <= MOST);
  assert.equal(series.step[0], 0);
  assert.equal(series.last, 3 * MOST - 1);
  assert.ok(series.step.every((s, i) => i === 0 || s > series.step[i - 1]));
});

test('the curve has a point at every step as long as there is room', () => {
  const series = new Series({ step: 0, arrays: {} });
  for (let step = 0; step < 1000; step++) series.push({ step, cost: [1, 1], metric: [0, 0] });
  assert.equal(series.step[100], 100);
});

test('the speed nearest to so many updates a frame', () => {
  assert.equal(nearest(1), 'one');
  assert.equal(nearest(12), 'ten');
  assert.equal(nearest(0), 'most');
  assert.equal(new Set(SPEEDS.map((s) => s.key)).size, SPEEDS.length);
});

test('the nodes of a layer stand inside their room and never on each other', () => {
  for (const n of [1, 2, 7, 12, 25, 64]) {
    for (const height of [120, 300, 700]) {
      for (const across of [30, 60, 150]) {
        const nodes = column(n, 200, { top: 60, height, across });
        assert.equal(nodes.length, n);
        for (const { x, y, size } of nodes) {
          assert.ok(y - size / 2 >= 60 - 1e-9 && y + size / 2 <= 60 + height + 1e-9);
          assert.ok(Math.abs(x - 200) <= across / 2);
        }
        for (const [i, a] of nodes.entries()) {
          for (const b of nodes.slice(i + 1)) {
            const apart = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
            assert.ok(apart >= a.size - 1e-9, `${n} nodes in ${height} × ${across}`);
          }
        }
      }
    }
  }
});

test('columns of layers go from left to right, inside the canvas', () => {
  const scene = { layer_dims: [2, ...Array(8).fill(64), 1], shown_inputs: [0, 1], inputs: ['a', 'b'] };
  for (const w of [240, 500, 1200]) {
    const { columns, nodes } = layout(scene, w, 300, { top: 60, bottom: 20 });
    assert.ok(columns.every((x, i) => (i === 0 || x > columns[i - 1]) && x > 0 && x < w));
    assert.equal(nodes.flat().length, 2 + 8 * 64 + 1);
  }
});

test('weights and biases lie where the frame has them', () => {
  // 3 inputs drawn, layers of 4 and 2 neurons, 1 output: 12 + 8 + 2 weights
  assert.deepEqual(offsets([5, 4, 2, 1], 3), {
    offsets: [
      [0, 0],
      [0, 0],
      [12, 4],
      [20, 6],
    ],
    total: 22,
  });
});

test('about as many weights are drawn as are wanted', () => {
  const edges = Float32Array.from({ length: 5000 }, (_, i) => (i * 37) % 5000);
  const floor = threshold(edges, 1000);
  const drawn = edges.filter((v) => v >= floor).length;
  assert.ok(drawn > 900 && drawn < 1100, String(drawn));
  assert.equal(threshold(edges.subarray(0, 10), 1000), 0);
});

test('the curve of a weight begins and ends at its neurons, and is half-way up in the middle', () => {
  for (const [u, y] of [
    [0, 10],
    [0.5, 30],
    [1, 50],
  ]) {
    assert.ok(Math.abs(heightOf(10, 50, u) - y) < 1e-6);
  }
});

test('a place of the plane and its pixel are the same place', () => {
  const square = squareIn(400, 300);
  const [px, py] = toPixels(RANGE, square.side, 1.5, -2);
  const p = toPlane(RANGE, square, square.left + px, square.top + py);
  assert.ok(Math.abs(p.x - 1.5) < 1e-9 && Math.abs(p.y + 2) < 1e-9 && p.inside);
  assert.equal(toPlane(RANGE, square, 0, 0).inside, false);
});

test('ticks are round numbers inside their range, in order', () => {
  for (const [low, high] of [
    [-6, 6],
    [0, 1e-7],
    [1e6, 1.2e6],
    [-0.3, 12],
  ]) {
    const found = ticks(low, high);
    assert.ok(found.length >= 2 && found.length <= 7, String(found));
    assert.ok(found.every(([v]) => v >= low && v <= high * (1 + 1e-9)));
    assert.equal(new Set(found.map(([, text]) => text)).size, found.length);
  }
  assert.deepEqual(ticks(3, 3), []);
});

test('numbers are written as Python writes them', () => {
  for (const [v, digits, text] of NUMBERS.number) assert.equal(short(v, digits), text);
  for (const [v, text] of NUMBERS.cost) assert.equal(number(v), text);
  for (const [v, digits, text] of NUMBERS.fixed) assert.equal(fixed(v, digits), text);
  for (const [v, digits, text] of NUMBERS.percent) assert.equal(percent(v, digits), text);
});

test('what the wire has cut is written as such, and what is missing as a dash', () => {
  assert.equal(number(1e30), '> 10³⁰');
  assert.equal(number(-1e30, 3), '< −10³⁰');
  assert.equal(number(Number.NaN), '–');
  assert.equal(thousands(1234567), '1,234,567');
  assert.equal(nice(0.36), 0.5);
});

test('a hover box gets values, or words where Plotly would write them another way', () => {
  assert.deepEqual(hover([0, 0.5]).customdata, [0, 0.5]);
  assert.deepEqual(hover([0.5, 2e-7, -3]).customdata, ['0.5', '2·10⁻⁷', '−3']);
});

test('colours are read as CSS writes them, and a word in a colour can be read on its ground', () => {
  assert.deepEqual(rgb('#0877bd'), [8, 119, 189]);
  assert.deepEqual(rgb('#fff'), [255, 255, 255]);
  assert.deepEqual(rgb('rgb(1, 2, 3)'), [1, 2, 3]);
  assert.equal(css([1, 2, 3], 0.5), 'rgba(1,2,3,0.5)');
  assert.ok(Math.abs(contrast(rgb('#000'), rgb('#fff')) - 21) < 1e-9);
  const orange = readable(rgb('#f59322'), rgb('#fff'), rgb('#1b2530'));
  assert.ok(contrast(orange, rgb('#fff')) >= 4.5);
});

test('on both themes words reach a contrast of 4.5', () => {
  const dark = { background: rgb('#12171d'), text: rgb('#edf1f5'), middle: rgb('#2c3038') };
  const themes = [THEME, { ...dark, negative: rgb('#ffa742'), positive: rgb('#3da5e8') }];
  for (const theme of themes) {
    const k = colours(theme);
    for (const word of [k.words.negative, k.words.positive, k.muted, k.text]) {
      assert.ok(contrast(word, theme.background) >= 4.5);
    }
  }
});

test('costs of exactly 0 lie on the lower edge of a log scale, and a huge one at its top', () => {
  const [low, high] = decades(extent([0, 0, 0.5]).floor, extent([0, 0, 0.5]).top);
  assert.deepEqual(drawable([0, 0.5], true, low), [10 ** low, 0.5]);
  assert.ok(low < Math.log10(0.5) && high >= Math.log10(0.5));
  const zeros = extent([0, 0]);
  assert.ok(decades(zeros.floor, zeros.top).every(Number.isFinite));
  assert.deepEqual(drawable([0, 1e30], false, 0), [0, 1e12]);
});

test('a cost that explodes leaves the chart at the top, and a log scale is offered', () => {
  const series = { train: [0.7, 0.9, 40, 1e30], test: [0.7, 0.8, 30, 1e30] };
  const { top, beyond } = plainTop(series);
  assert.ok(beyond && top > 0.7 && top < 40);
  assert.ok(logHelps(series));
  assert.ok(!logHelps({ train: [0.7, 0.5], test: [0.7, 0.6] }));
  assert.deepEqual(plainTop({ train: [0.7, 0.5], test: [0.7, 0.6] }), { top: 1, beyond: false });
});

test('a log scale reaches up to a cost that has exploded, and down to what came before', () => {
  const { top, floor } = extent([0.3, 0.2, 1e30], [0.3, 0.25, 1e30]);
  const [low, high] = decades(floor, top);
  assert.ok(low <= Math.log10(0.2) && high >= 12);
  assert.equal(Math.log10(drawable([1e30], true, low)[0]), 12);
});

test('sizes are told by one figure', () => {
  assert.deepEqual([0.0042, 0.94, 1, 2e9].map(magnitude), ['4·10⁻³', '0.9', '1', '2·10⁹']);
});

test('a run that ended after a few steps fills its chart', () => {
  assert.equal(stepsShown(12, true), 13);
  assert.equal(stepsShown(12, false), 100);
});

test('points that are only drawn differ from the scene by what was done to them', () => {
  const arrays = {
    points_x: Float32Array.of(0, 1, 2),
    points_y: Float32Array.of(0, 0, 0),
    points_label: Uint8Array.of(0, 1, 0),
    points_key: Uint16Array.of(10, 11, 12),
  };
  assert.equal(previewed(arrays, [{ stroke: 'add', points: [[1, 1]] }], 2), arrays);
  const parts = [
    { stroke: 'erase', keys: [10] },
    { stroke: 'flip', keys: [11] },
    { stroke: 'move', key: 12, to: [5, 6] },
  ];
  const data = previewed(arrays, parts, 2);
  assert.deepEqual([...data.points_gone], [1, 0, 0]);
  assert.deepEqual([...data.points_label], [0, 0, 0]);
  assert.deepEqual([data.points_x[2], data.points_y[2]], [5, 6]);
  assert.deepEqual([...arrays.points_x], [0, 1, 2]);
  assert.deepEqual(
    near(data, { x: 4.5, y: 6 }, 1).map(([, key]) => key),
    [12],
  );
});

test('from every stop of a network the keys lead to stops that exist, and all neurons are reached', () => {
  const nodes = [{ length: 2 }, { length: 3 }, { length: 2 }, { length: 1 }];
  const seen = new Set();
  const open = [neighbour(nodes, null, 'ArrowRight')];
  while (open.length) {
    const here = open.pop();
    const key = JSON.stringify(here);
    if (!here || seen.has(key)) continue;
    seen.add(key);
    const { kind, layer, row, col } = here;
    assert.ok(layer >= 1 && layer < nodes.length && row >= 0 && row < nodes[layer].length, key);
    if (kind === 'weight') assert.ok(col >= 0 && col < nodes[layer - 1].length, key);
    for (const arrow of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
      open.push(neighbour(nodes, here, arrow));
  }
  const kinds = [...seen].map((text) => JSON.parse(text).kind);
  assert.equal(kinds.filter((kind) => kind === 'neuron').length, 6);
  assert.equal(kinds.filter((kind) => kind === 'bias').length, 6);
  assert.equal(kinds.filter((kind) => kind === 'weight').length, 2 * 3 + 3 * 2 + 2 * 1);
});

test('whoever listens hears until it stops listening', () => {
  const events = new Events();
  const heard = [];
  const stop = events.on('a', (detail) => heard.push(detail));
  events.emit('a', 1);
  stop();
  events.emit('a', 2);
  assert.deepEqual(heard, [1]);
});

test('scenes are added, moved, renamed, taken out, and kept for the next visit', () => {
  const scene = (title) => ({ title, link: 'data=xor', speed: 10 });
  const memory = new Map();
  const store = {
    getItem: (name) => memory.get(name) ?? null,
    setItem: (name, text) => memory.set(name, text),
  };
  let list = scenes.read(store, [scene('a'), scene('b')]);
  list = scenes.added(list, scene('c'));
  list = scenes.moved(list, 2, -1);
  list = scenes.renamed(list, 0, '  first  ');
  list = scenes.removed(list, 2);
  scenes.keep(store, list);
  assert.deepEqual(
    scenes.read(store, []).map((s) => s.title),
    ['first', 'c'],
  );
  assert.equal(scenes.moved(list, 0, -1), list);
  memory.set('deepnet.scenes', '{"not": "a list"}');
  assert.deepEqual(scenes.read(store, [scene('a')]), [scene('a')]);
  memory.set('deepnet.scenes', 'nonsense');
  assert.deepEqual(scenes.read(store, []), []);
});

test('a remote goes through the scenes and stays at their ends', () => {
  assert.deepEqual(
    [scenes.next(3, -1, 1), scenes.next(3, 0, 1), scenes.next(3, 2, 1), scenes.next(3, 0, -1)],
    [0, 1, 2, 0],
  );
});

test('type that is read from 8 m on a picture 2 m wide has capitals of 23 mm', () => {
  for (const width of [1280, 1920]) {
    const pixels = scenes.readableType(width, 2, 8);
    const capital = (0.66 * pixels * 2000) / width; // millimetres on the wall
    assert.ok(Math.abs(capital - 8000 * Math.tan(Math.PI / 1080)) < 1e-6); // 10 minutes of arc
  }
});

test('an element has one view, made once and told of every later run of the page', () => {
  const told = [];
  class View {
    constructor(root, component) {
      told.push(['made', root.id, component.data]);
    }
    update(component) {
      told.push(['updated', component.parentElement.id, component.data]);
    }
  }
  const [one, other] = [{ id: 1 }, { id: 2 }];
  const mount = mounting(View);
  mount({ parentElement: one, data: 'a' });
  mount({ parentElement: other, data: 'b' });
  mount({ parentElement: one, data: 'c' });
  mount.forget(one);
  mount({ parentElement: one, data: 'd' });
  assert.deepEqual(told, [
    ['made', 1, 'a'],
    ['made', 2, 'b'],
    ['updated', 1, 'c'],
    ['made', 1, 'd'],
  ]);
});
