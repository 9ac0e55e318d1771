import type { Tree, TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';

export interface RandomEnsembleSettings {
  readonly seed: number;
  readonly trees: number;
  readonly depth: number;
  readonly columns: number;
  readonly outputs?: number;
  readonly link?: TreeEnsemble['link'];
  /** Share of the nodes above the deepest level that split. */
  readonly splitShare?: number;
}

/** An ensemble of random trees whose branches end at different depths: the same for the same settings. */
export function randomEnsemble(settings: RandomEnsembleSettings): TreeEnsemble {
  const { seed, trees, columns, outputs = 1, link = outputs === 1 ? 'logistic' : 'softmax' } = settings;
  const random = seededRandom(seed);
  return {
    columns,
    baseMargins: Float32Array.from({ length: outputs }, () => random() - 0.5),
    link,
    trees: Array.from({ length: trees }, () => randomTree(settings, random)),
    outputOf: Int32Array.from({ length: trees }, (_, index) => index % outputs),
  };
}

/** Row-major values around the thresholds of random trees, a tenth of them missing. */
export function randomRows(seed: number, rows: number, columns: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: rows * columns }, () => (random() < 0.1 ? Number.NaN : random() * 4 - 2));
}

/** Uniform numbers from 0 to 1: a linear congruential generator with the constants of Numerical Recipes. */
function seededRandom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Node {
  readonly depth: number;
  readonly cover: number;
}

function randomTree({ depth, columns, splitShare = 0.9 }: RandomEnsembleSettings, random: () => number): Tree {
  const nodes: Node[] = [{ depth: 0, cover: 1000 }];
  const tree = emptyTree();
  for (let node = 0; node < nodes.length; node += 1) {
    const { depth: level, cover } = nodes[node] as Node;
    tree.value.push(random() - 0.5);
    tree.cover.push(cover);
    if (level === depth || random() >= splitShare) {
      fill(tree, { feature: -1, threshold: 0, left: -1, right: -1, missingLeft: 0, gain: 0 });
      continue;
    }
    const leftCover = cover * (0.2 + 0.6 * random());
    fill(tree, {
      feature: Math.floor(random() * columns),
      threshold: random() * 3 - 1.5,
      left: nodes.length,
      right: nodes.length + 1,
      missingLeft: random() < 0.5 ? 1 : 0,
      gain: random() * 100,
    });
    nodes.push({ depth: level + 1, cover: leftCover }, { depth: level + 1, cover: cover - leftCover });
  }
  return {
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    left: Int32Array.from(tree.left),
    right: Int32Array.from(tree.right),
    missingLeft: Uint8Array.from(tree.missingLeft),
    value: Float32Array.from(tree.value),
    gain: Float32Array.from(tree.gain),
    cover: Float32Array.from(tree.cover),
  };
}

type Lists = Record<keyof Tree, number[]>;

function emptyTree(): Lists {
  return { feature: [], threshold: [], left: [], right: [], missingLeft: [], value: [], gain: [], cover: [] };
}

function fill(tree: Lists, node: Readonly<Omit<Record<keyof Tree, number>, 'value' | 'cover'>>): void {
  for (const [name, value] of Object.entries(node)) tree[name as keyof Tree].push(value);
}
