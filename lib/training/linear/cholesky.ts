/**
 * Solves A x = b for a symmetric positive definite matrix, of which the lower triangle is given row by row and overwritten
 * by its factor (Golub and Van Loan, Matrix Computations, 4.2). Null where rounding has left it indefinite.
 */
export function solvePositiveDefinite(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  const solution = right.slice();
  for (let i = 0; i < size; i += 1) {
    if (!factorRow(matrix, size, i)) return null;
    const sum = (solution[i] as number) - dotRows(matrix, i * size, solution, 0, i);
    solution[i] = sum / (matrix[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const entry = (solution[i] as number) / (matrix[i * size + i] as number);
    solution[i] = entry;
    for (let k = 0; k < i; k += 1) solution[k] = (solution[k] as number) - entry * (matrix[i * size + k] as number);
  }
  return solution;
}

function factorRow(matrix: Float64Array, size: number, i: number): boolean {
  const row = i * size;
  for (let k = 0; k < i; k += 1) {
    const sum = (matrix[row + k] as number) - dotRows(matrix, row, matrix, k * size, k);
    matrix[row + k] = sum / (matrix[k * size + k] as number);
  }
  const pivot = (matrix[row + i] as number) - dotRows(matrix, row, matrix, row, i);
  matrix[row + i] = Math.sqrt(pivot);
  return pivot > 0;
}

function dotRows(one: Float64Array, oneStart: number, other: Float64Array, otherStart: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += (one[oneStart + i] as number) * (other[otherStart + i] as number);
  return sum;
}
