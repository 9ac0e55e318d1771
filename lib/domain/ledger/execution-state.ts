import { RatchetError } from '../errors.ts';

/** How far an execution of Retrain has come. */
export type ExecutionState = 'pending' | 'running' | 'validation' | 'deploying' | 'completed' | 'failed';

/** What brings it on. */
export type ExecutionMove = 'start' | 'validate' | 'deploy' | 'complete' | 'fail';

/** An execution cannot go from the state it is in by that move. */
export class IllegalExecutionState extends RatchetError {
  override readonly name = 'IllegalExecutionState';
}

/** Every legal move. A release without a training has nothing to validate, and a skipped execution nothing to deploy. */
export const executionMoves: Readonly<Record<ExecutionState, Partial<Record<ExecutionMove, ExecutionState>>>> = {
  pending: { start: 'running', fail: 'failed' },
  running: { validate: 'validation', deploy: 'deploying', complete: 'completed', fail: 'failed' },
  validation: { deploy: 'deploying', complete: 'completed', fail: 'failed' },
  deploying: { complete: 'completed', fail: 'failed' },
  completed: {},
  failed: {},
};

/** The state after a move. Throws `IllegalExecutionState`. */
export function advance(state: ExecutionState, move: ExecutionMove): ExecutionState {
  const next = executionMoves[state][move];
  if (next !== undefined) return next;
  const legal = Object.keys(executionMoves[state]).join(' or ') || 'nothing, as it has ended';
  throw new IllegalExecutionState(`an execution that is ${state} can ${legal}, got '${move}'`);
}
