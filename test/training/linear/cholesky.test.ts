import fc from 'fast-check';
import { expect, test } from 'vitest';
import { solvePositiveDefinite } from '../../../lib/training/linear/cholesky.ts';

/** L Lᵀ of a lower triangle given row by row, as rows. */
function squareOf(triangle: readonly number[][]): number[][] {
  return triangle.map((row) =>
    triangle.map((other) => row.reduce((sum, entry, i) => sum + entry * (other[i] ?? 0), 0)),
  );
}

const triangles = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, row) =>
        fc
          .tuple(
            fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: row, maxLength: row }),
            fc.double({ min: 0.5, max: 2, noNaN: true }),
          )
          .map(([before, diagonal]) => [...before, diagonal, ...new Array<number>(size - row - 1).fill(0)]),
      ),
    ),
  );

test('the solution of a positive definite system is the one it was made of', () => {
  fc.assert(
    fc.property(triangles, (triangle) => {
      const matrix = squareOf(triangle);
      const wanted = matrix.map((_, i) => i - 1.5);
      const right = matrix.map((row) => row.reduce((sum, entry, i) => sum + entry * (wanted[i] ?? 0), 0));
      const solution = solvePositiveDefinite(Float64Array.from(matrix.flat()), Float64Array.from(right));
      wanted.forEach((entry, i) => {
        expect(solution?.[i]).toBeCloseTo(entry, 5);
      });
    }),
  );
});

test('only the lower triangle is read', () => {
  const matrix = Float64Array.of(4, Number.NaN, 2, 5);
  expect(solvePositiveDefinite(matrix, Float64Array.of(8, 12))).toEqual(Float64Array.of(1, 2));
});

test.each([
  ['is indefinite', [1, 2, 2, 1]],
  ['is singular', [1, 1, 1, 1]],
  ['is not a number', [Number.NaN, 0, 0, 1]],
])('a matrix that %s has no solution', (_name, entries) => {
  expect(solvePositiveDefinite(Float64Array.from(entries), Float64Array.of(1, 1))).toBeNull();
});
