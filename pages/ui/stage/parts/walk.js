// How arrow keys go through a network: up and down in a layer, left and right from layer to layer; on the way
// between two layers lie the weights of a neuron: Right from a neuron's bias, Down among its weights.

/** @typedef {{kind: 'neuron' | 'bias' | 'weight', layer: number, row: number, col?: number}} Stop */

const HOME = { kind: /** @type {const} */ ('neuron'), layer: 1, row: 0 };

/** Where a key leads from a stop; null where it leads nowhere.  The weights into a neuron follow its bias
 * with PageDown.
 * Left of a neuron of layer l is its bias, then its weights from the first to the last, then the layer
 * before.
 * @param {{length: number}[]} nodes by layer @param {any} from @param {string} key
 * @param {boolean} pictured weights of the first layer are pictures @returns {Stop | null} */
export function neighbour(nodes, from, key, pictured = false) {
  if (!key.startsWith('Arrow') && key !== 'Home' && key !== 'End') return null;
  if (!from || from.kind === 'input') return key === 'ArrowLeft' ? null : HOME;
  const { kind, layer, row, col = 0 } = from;
  const last = nodes.length - 1;
  if (key === 'Home') return HOME;
  if (key === 'End') return { kind: 'neuron', layer: last, row: 0 };
  const into = pictured && layer === 1 ? 0 : nodes[layer - 1].length;
  const turn = (k, n) => (k + n) % n;
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (by && kind === 'weight') return { kind, layer, row, col: turn(col + by, into) };
  if (by) return { kind, layer, row: turn(row + by, nodes[layer].length) };
  if (key === 'ArrowRight') {
    if (kind === 'weight') return { kind: 'bias', layer, row };
    if (kind === 'bias') return { kind: 'neuron', layer, row };
    return layer < last ? ahead(nodes, layer, row) : null;
  }
  if (kind === 'neuron') return { kind: 'bias', layer, row };
  if (kind === 'bias' && into) return { kind: 'weight', layer, row, col: Math.min(row, into - 1) };
  if (layer === 1) return null;
  return {
    kind: 'neuron',
    layer: layer - 1,
    row: kind === 'weight' ? col : Math.min(row, nodes[layer - 1].length - 1),
  };
}

/** From a neuron on: the first thing before the next layer's neurons is a weight out of it. */
function ahead(nodes, layer, row) {
  return /** @type {Stop} */ ({
    kind: 'weight',
    layer: layer + 1,
    row: Math.min(row, nodes[layer + 1].length - 1),
    col: row,
  });
}
