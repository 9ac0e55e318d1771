import type { LogisticProblem } from './logistic-problem.ts';

/** Every so many rows alone, each with the weight of all: what it is minimised by is close to what the whole problem is. */
export function thinnedProblem(problem: LogisticProblem, every: number): LogisticProblem {
  const { prepared, labels, classWeights } = problem;
  const rows = Math.floor(prepared.rows / every);
  return {
    ...problem,
    prepared: {
      ...prepared,
      rows,
      values: everyRow(
        prepared.values,
        prepared.valueColumns.length,
        new Float64Array(rows * prepared.valueColumns.length),
        every,
      ),
      ones: everyRow(prepared.ones, prepared.groups, new Int32Array(rows * prepared.groups), every),
    },
    labels: everyRow(labels, 1, new Int32Array(rows), every),
    classWeights: classWeights.map((weight) => weight * every),
  };
}

/** Fills the target, which is as long as the rows that are taken. */
function everyRow<Numbers extends Float64Array | Int32Array>(
  source: Numbers,
  width: number,
  target: Numbers,
  every: number,
): Numbers {
  for (let to = 0, from = 0; to < target.length; to += width, from += width * every) {
    target.set(source.subarray(from, from + width), to);
  }
  return target;
}
