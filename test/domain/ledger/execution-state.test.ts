import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  type ExecutionMove,
  type ExecutionState,
  executionMoves,
  IllegalExecutionState,
} from '../../../lib/domain/ledger/execution-state.ts';

const states = Object.keys(executionMoves) as ExecutionState[];
const moves: ExecutionMove[] = ['start', 'validate', 'deploy', 'complete', 'fail'];

/** Every legal move, written out once more: S2-17. */
const legal: readonly (readonly [ExecutionState, ExecutionMove, ExecutionState])[] = [
  ['pending', 'start', 'running'],
  ['pending', 'fail', 'failed'],
  ['running', 'validate', 'validation'],
  ['running', 'deploy', 'deploying'],
  ['running', 'complete', 'completed'],
  ['running', 'fail', 'failed'],
  ['validation', 'deploy', 'deploying'],
  ['validation', 'complete', 'completed'],
  ['validation', 'fail', 'failed'],
  ['deploying', 'complete', 'completed'],
  ['deploying', 'fail', 'failed'],
];

describe('an execution', () => {
  test.each(legal)('that is %s can %s: it is %s then', (state, move, next) => {
    expect(advance(state, move)).toBe(next);
  });

  const illegal = states
    .flatMap((state) => moves.map((move) => [state, move] as const))
    .filter(([state, move]) => legal.every(([from, by]) => from !== state || by !== move));

  test.each(illegal)('that is %s cannot %s', (state, move) => {
    expect(() => advance(state, move)).toThrow(IllegalExecutionState);
  });

  test('is told what it can do instead', () => {
    expect(() => advance('deploying', 'validate')).toThrow(
      "an execution that is deploying can complete or fail, got 'validate'",
    );
    expect(() => advance('failed', 'complete')).toThrow(
      "an execution that is failed can nothing, as it has ended, got 'complete'",
    );
  });
});

test('an end is an end, and nobody comes back to where they were', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moves)), (tried) => {
      const visited: ExecutionState[] = ['pending'];
      for (const move of tried) {
        const state = visited.at(-1) ?? 'pending';
        const next = executionMoves[state][move];
        if (next !== undefined) visited.push(advance(state, move));
      }

      expect(new Set(visited).size).toBe(visited.length);
      const ends = visited.filter((state) => state === 'completed' || state === 'failed');
      expect(ends.length).toBeLessThanOrEqual(1);
      if (ends.length === 1) expect(visited.at(-1)).toBe(ends[0]);
    }),
  );
});
