import type { CanaryPlan } from '../definition/canary-plan.ts';
import type { Decide } from '../ledger/ledger.ts';
import { type Execution, executionActor } from '../steps/execution.ts';
import { secondsAfter } from '../time.ts';
import { ownChallenger } from './stand-down.ts';

const HOUR_SECONDS = 3600;

export interface ShiftRequest {
  readonly execution: Execution;
  readonly functionVersion: string;
  /** The share that was judged last. */
  readonly fromWeight: number;
}

/** The step that follows a weight; the last one, if there is none. */
export function stepAfter({ steps }: CanaryPlan, weight: number): CanaryPlan['steps'][number] {
  const next = steps.find((step) => step.weight > weight) ?? steps.at(-1);
  if (next === undefined) throw new RangeError('a release without a canary has no step to shift to');
  return next;
}

/** How long a lease lasts at a step: its bake, the longest hold, and an hour for everything that comes between. */
export function leaseSeconds({ maximumHoldSeconds }: CanaryPlan, bakeSeconds: number): number {
  return bakeSeconds + maximumHoldSeconds + HOUR_SECONDS;
}

/** The next share for the execution's own challenger; nothing when it was raised already, or is not its own any more. */
export function decideShift(plan: CanaryPlan, { execution, functionVersion, fromWeight }: ShiftRequest): Decide {
  return (head, at) => {
    const challenger = ownChallenger(head, execution, functionVersion);
    if (head === null || challenger === null) return null;
    if ((head.state.routing?.canary?.weight ?? 0) > fromWeight) return null;
    const step = stepAfter(plan, fromWeight);
    return {
      type: 'shifted',
      at,
      actor: executionActor(execution),
      execution: execution.arn,
      reason: `${challenger.modelVersion} gets ${step.weight} of the traffic for at least ${step.bakeSeconds} seconds`,
      evidence: [],
      weight: step.weight,
      leaseUntil: secondsAfter(at, leaseSeconds(plan, step.bakeSeconds)),
    };
  };
}
