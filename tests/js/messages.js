// Messages as the server packs them, made for tests.
const TYPES = { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };

/** The bytes of a message: what `deepnet/lab/stage/wire.py` does.
 * @param {any} meta @param {Record<string, [string, number[]]>} arrays name: [type, values] */
export function pack(meta, arrays) {
  const table = {};
  const parts = [];
  let offset = 0;
  for (const [name, [type, values]] of Object.entries(arrays)) {
    const data = new TYPES[type](values);
    table[name] = [type, offset, data.length];
    parts.push(new Uint8Array(data.buffer));
    offset += Math.ceil(data.byteLength / 8) * 8;
  }
  let header = JSON.stringify({ ...meta, arrays: table });
  const size = new TextEncoder().encode(header).length;
  header += ' '.repeat((8 - ((4 + size) % 8)) % 8);
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(4 + head.length + offset);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  Object.values(table).forEach(([, at], i) => {
    bytes.set(parts[i], 4 + head.length + at);
  });
  return bytes.buffer;
}

/** Frames at these steps. @param {number[]} steps @param {any} [more] @param {number} [scored] with costs */
export const framesAt = (steps, more = {}, scored = 1) =>
  pack(
    { kind: 'frames', rev: 1, count: steps.length, focused: null, halt: null, events: [], ...more },
    { ...arraysAt(steps), scored: ['u1', steps.map(() => scored)] },
  );

/** A scene that stands at a step. @param {number} step @param {any} [more] */
export const sceneAt = (step, more = {}) =>
  pack(
    { kind: 'scene', rev: 1, step, stood: null, count: 1, halt: null, events: [], plane: {}, ...more },
    arraysAt([step]),
  );

const arraysAt = (steps) => ({
  step: /** @type {[string, number[]]} */ (['i4', steps]),
  epoch: /** @type {[string, number[]]} */ (['f4', steps.map((s) => s / 10)]),
  cost: /** @type {[string, number[]]} */ (['f8', steps.flatMap((s) => [1 / (s + 1), 2 / (s + 1)])]),
  metric: /** @type {[string, number[]]} */ (['f4', steps.flatMap(() => [0.5, 0.5])]),
});
