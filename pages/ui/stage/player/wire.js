// The bytes of one message: header length, JSON header, arrays on 8-byte borders.
const TYPES = { u1: Uint8Array, u2: Uint16Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };
const text = new TextDecoder();

/** A message as the server packed it, its arrays as views. @param {ArrayBuffer} buffer @returns {any} */
export function unpack(buffer) {
  const n = new DataView(buffer).getUint32(0, true);
  const message = JSON.parse(text.decode(new Uint8Array(buffer, 4, n)));
  message.bytes = buffer.byteLength;
  message.arrays ??= {};
  for (const [name, [type, at, size]] of Object.entries(message.arrays)) {
    message.arrays[name] = new TYPES[type](buffer, 4 + n + at, size);
  }
  return message;
}

/** One step of training as the stage draws it: a view into the message it came with. */
export class Frame {
  /** @param {any} message @param {number} j */
  constructor(message, j) {
    this.message = message;
    this.j = j;
    this.count = message.count;
    this.step = message.arrays.step[j];
    this.bytes = message.bytes / this.count;
  }

  /** This frame's part of an array, null where the message has none. @param {string} name @returns {any} */
  get(name) {
    const a = this.message.arrays[name];
    if (!a) return null;
    const k = a.length / this.count;
    return a.subarray(this.j * k, (this.j + 1) * k);
  }

  get epoch() {
    return this.message.arrays.epoch[this.j];
  }
  /** What it answers to the row chosen, and whether that is right. @returns {[string, boolean | null]} */
  get said() {
    return this.message.said?.[this.j];
  }
  /** The training rows of the step that follows, where they were asked for. @returns {number[]} */
  get batch() {
    return this.message.batches?.[this.j] ?? [];
  }
  /** Whether its costs are those of this very step; else of one a little before. */
  get scored() {
    return this.get('scored')?.[0] !== 0;
  }
  get cost() {
    return this.get('cost');
  }
  get metric() {
    return this.get('metric');
  }
}

/** All frames of a message. @param {any} message @returns {Frame[]} */
export const frames = (message) => Array.from({ length: message.count }, (_, j) => new Frame(message, j));
