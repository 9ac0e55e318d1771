import { readFileSync } from 'node:fs';

/** Labels, scores and what the metrics of `sklearn.metrics` make of them. */
interface BinaryCase {
  readonly name: string;
  readonly y: readonly number[];
  readonly score: readonly number[];
  readonly weight: readonly number[] | null;
  readonly expected: Readonly<Record<string, number>>;
}

interface MulticlassCase {
  readonly name: string;
  readonly y: readonly number[];
  readonly proba?: readonly (readonly number[])[];
  readonly pred?: readonly number[];
  readonly expected: Readonly<Record<string, number>>;
}

const file = new URL('../../vectors/01_offline_metrics.json', import.meta.url);
const vectors: { binary: BinaryCase[]; multiclass: MulticlassCase[] } = JSON.parse(readFileSync(file, 'utf8'));

export const binaryCases = vectors.binary;
export const unweightedCases = vectors.binary.filter(({ weight }) => weight === null);
export const multiclassCases = vectors.multiclass.flatMap(({ proba, ...rest }) =>
  proba === undefined ? [] : [{ ...rest, proba }],
);
export const predictedCases = vectors.multiclass.flatMap(({ pred, ...rest }) =>
  pred === undefined ? [] : [{ ...rest, pred }],
);

/** Digits to which `toBeCloseTo` compares: a difference below 5e-11. */
export const DIGITS = 10;
