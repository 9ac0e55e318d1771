import type { Tree } from './tree-ensemble.ts';

const LARGEST_FLOAT = 3.4028234663852886e38;

/** Words of a node in the memory of the boosting kernel, in the order of assembly/parts/boosting/job.ts. */
const WORD = { feature: 0, bin: 1, missingLeft: 2, left: 3, value: 4, gain: 5, cover: 6 } as const;

/**
 * The tree whose nodes stand in the kernel's memory. `cuts` by column; a split after the last bin, which only parts the
 * present from the missing, has the largest finite threshold.
 */
export function grownTree(
  nodes: { readonly buffer: ArrayBuffer; readonly address: number; readonly count: number; readonly bytes: number },
  columnAt: Int32Array,
  cuts: readonly Float32Array[],
): Tree {
  const words = new Int32Array(nodes.buffer, nodes.address, (nodes.count * nodes.bytes) / 4);
  const floats = new Float32Array(nodes.buffer, nodes.address, words.length);
  const tree = emptyTree(nodes.count);
  for (let node = 0; node < nodes.count; node += 1) {
    const at = (node * nodes.bytes) / 4;
    tree.value[node] = floats[at + WORD.value] as number;
    tree.cover[node] = floats[at + WORD.cover] as number;
    const left = words[at + WORD.left] as number;
    if (left < 0) continue;
    const column = columnAt[words[at + WORD.feature] as number] as number;
    tree.feature[node] = column;
    tree.threshold[node] = cuts[column]?.[(words[at + WORD.bin] as number) - 1] ?? LARGEST_FLOAT;
    tree.left[node] = left;
    tree.right[node] = left + 1;
    tree.missingLeft[node] = words[at + WORD.missingLeft] as number;
    tree.gain[node] = floats[at + WORD.gain] as number;
  }
  return tree;
}

function emptyTree(nodes: number): Tree {
  return {
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    missingLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    cover: new Float32Array(nodes),
  };
}
