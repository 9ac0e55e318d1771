import type { AssessOutput } from '../steps/assess.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';

type Switch = Extract<AssessOutput, { decision: 'switch' }>;

/** What a request does to the schedules; null for one that asks for something else. */
export function requestedSwitch({ mode, reason }: Pick<RetrainRequest, 'mode' | 'reason'>): Switch | null {
  const decision = 'switch';
  if (mode === 'pause') return { decision, outcome: 'paused', reason: reason ?? 'somebody paused them' };
  if (mode === 'resume') return { decision, outcome: 'resumed', reason: reason ?? 'the schedules may run again' };
  return null;
}
