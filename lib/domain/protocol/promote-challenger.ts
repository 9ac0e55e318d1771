import type { Decide } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { type Execution, executionActor } from '../steps/execution.ts';
import { secondsAfter } from '../time.ts';
import { ownChallenger } from './stand-down.ts';

export interface PromotionRequest {
  readonly execution: Execution;
  readonly functionVersion: string;
  readonly reason: string;
  readonly evidence: EventOf<'promoted'>['evidence'];
}

/** Promotes the execution's own challenger; nothing when that is done already, or it is not its own any more. */
export function decidePromotion(probationSeconds: number, request: PromotionRequest): Decide {
  const { execution, functionVersion, reason, evidence } = request;
  return (head, at) => {
    if (ownChallenger(head, execution, functionVersion) === null) return null;
    return {
      type: 'promoted',
      at,
      actor: executionActor(execution),
      execution: execution.arn,
      reason,
      evidence,
      probationEnd: secondsAfter(at, probationSeconds),
    };
  };
}

/** The champion, if it is that function version and still in probation. */
export function promotedBy(
  { state: { champion, probationEnd } }: LedgerEntry,
  functionVersion: string,
): { modelVersion: string; probationEnd: string } | null {
  if (champion?.functionVersion !== functionVersion || probationEnd === null) return null;
  return { modelVersion: champion.modelVersion, probationEnd };
}
