import type { LogisticProblem } from './logistic-problem.ts';

const TAKEN = 32;
const OF = 256;

/**
 * The first 32 of every 256 rows alone, each with the weight of eight: it is minimised near to where the whole problem is.
 * The rows are taken from everywhere, since they may be in the order of time.
 */
export function thinnedProblem(problem: LogisticProblem): LogisticProblem {
  const { prepared, labels, classWeights } = problem;
  const { groups, valueColumns } = prepared;
  const blocks = Math.floor(prepared.rows / OF);
  const rows = blocks * TAKEN;
  const values = takeRows(prepared.values, new Float64Array(rows * valueColumns.length), valueColumns.length);
  const ones = takeRows(prepared.ones, new Int32Array(rows * groups), groups);
  return {
    ...problem,
    prepared: { ...prepared, rows, values, ones },
    labels: takeRows(labels, new Int32Array(rows), 1),
    classWeights: classWeights.map((weight) => weight * (OF / TAKEN)),
  };
}

function takeRows<Numbers extends Float64Array | Int32Array>(source: Numbers, target: Numbers, width: number): Numbers {
  for (let block = 0; block * TAKEN * width < target.length; block += 1) {
    const from = block * OF * width;
    target.set(source.subarray(from, from + TAKEN * width), block * TAKEN * width);
  }
  return target;
}
