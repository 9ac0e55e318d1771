/**
 * The different features on the way to a node, with the share of all subsets of them that lead there, by size. From
 * Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles" (2018), algorithm 2, where
 * `zero` and `one` are z and o: the shares of rows that go on without and with the feature known.
 */
export interface FeaturePath {
  readonly features: Int32Array;
  readonly zero: Float64Array;
  readonly one: Float64Array;
  readonly weight: Float64Array;
  /** Room for weights without one of the features. */
  readonly unwound: Float64Array;
}

/** A path that has place for this many features beside the root. */
export function emptyPath(length: number): FeaturePath {
  return {
    features: new Int32Array(length + 1),
    zero: new Float64Array(length + 1),
    one: new Float64Array(length + 1),
    weight: new Float64Array(length + 1),
    unwound: new Float64Array(length + 1),
  };
}

/** Copies the first `length` elements of a path. */
export function copyPath(from: FeaturePath, to: FeaturePath, length: number): void {
  for (let i = 0; i < length; i += 1) {
    to.features[i] = from.features[i] as number;
    to.zero[i] = from.zero[i] as number;
    to.one[i] = from.one[i] as number;
    to.weight[i] = from.weight[i] as number;
  }
}

/** The paper's EXTEND: adds a feature behind the first `last` elements. */
export function extendPath(path: FeaturePath, last: number, feature: number, zero: number, one: number): void {
  const { weight } = path;
  path.features[last] = feature;
  path.zero[last] = zero;
  path.one[last] = one;
  weight[last] = last === 0 ? 1 : 0;
  for (let i = last - 1; i >= 0; i -= 1) {
    const before = weight[i] as number;
    weight[i + 1] = (weight[i + 1] as number) + (one * before * (i + 1)) / (last + 1);
    weight[i] = (zero * before * (last - i)) / (last + 1);
  }
}

/** The paper's UNWIND: takes out the element at a place, as if it had never been added; `last` is the last element. */
export function unwindPath(path: FeaturePath, last: number, place: number): void {
  const { features, zero, one } = path;
  unwindWeights(path, last, place, path.weight);
  for (let i = place; i < last; i += 1) {
    features[i] = features[i + 1] as number;
    zero[i] = zero[i + 1] as number;
    one[i] = one[i + 1] as number;
  }
}

/** The sum of the weights that would be left after unwinding. */
export function unwoundSum(path: FeaturePath, last: number, place: number): number {
  const { unwound } = path;
  unwindWeights(path, last, place, unwound);
  let sum = 0;
  for (let i = 0; i < last; i += 1) sum += unwound[i] as number;
  return sum;
}

/** Writes the weights without an element; the array may be that of the weights itself. */
function unwindWeights({ zero, one, weight }: FeaturePath, last: number, place: number, unwound: Float64Array): void {
  const zeroShare = zero[place] as number;
  const oneShare = one[place] as number;
  let next = weight[last] as number;
  for (let i = last - 1; i >= 0; i -= 1) {
    const current = weight[i] as number;
    if (oneShare === 0) {
      unwound[i] = (current * (last + 1)) / (zeroShare * (last - i));
      continue;
    }
    const without = (next * (last + 1)) / ((i + 1) * oneShare);
    next = current - (without * zeroShare * (last - i)) / (last + 1);
    unwound[i] = without;
  }
}
