import type { CanaryPlan } from '../definition/canary-plan.ts';
import { type Ledger, recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { CodeRejected, CodeReleasePending, NoChange, NotBootstrapped } from '../ledger/ledger-errors.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { LedgerState } from '../ledger/ledger-state.ts';
import { type CodePair, sameCode } from '../ledger/release.ts';
import type { Clock } from '../ports/clock.ts';
import type { Execution, ReleaseOrder } from '../steps/execution.ts';
import { requestActor } from '../steps/request-actor.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import { secondsAfter, type Timestamp } from '../time.ts';
import { leaseSeconds } from './shift-weight.ts';

export interface LeaseRequest {
  readonly execution: Execution;
  readonly request: RetrainRequest;
  readonly order: ReleaseOrder;
  readonly canary: CanaryPlan;
  /** What is deployed now. */
  readonly deployed: CodePair;
}

/**
 * Takes the sole right to release for the execution, in the name of whoever asked for it, or finds that the execution has
 * it. Throws the `IllegalTransition` that refuses it: `LeaseHeld`, `HeldByProbation`, `ChampionChanged`, or, before
 * anything is written, what the deployed code forbids: `NoChange`, `CodeReleasePending`, `CodeRejected`.
 */
export async function takeLease(
  ports: { readonly ledger: Ledger; readonly clock: Clock; readonly modelName: string },
  wanted: LeaseRequest,
): Promise<LedgerState> {
  let seen: LedgerEntry | null = null;
  const appended = await recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) => {
    seen = head;
    return decideLease(head, at, wanted);
  });
  const entry: LedgerEntry | null = appended ?? seen;
  if (entry === null) throw new NotBootstrapped("there is no champion; deploy the model's stack first");
  return entry.state;
}

function decideLease(head: LedgerEntry | null, at: Timestamp, wanted: LeaseRequest): LedgerEvent | null {
  const { execution, request, order, canary } = wanted;
  if (head?.state.lease?.execution === execution.arn) return null;
  if (head !== null) requireReleasableCode(head.state, wanted);
  const { candidate, compared, grounds } = order;
  return {
    type: 'lease-acquired',
    at,
    actor: requestActor(request),
    execution: execution.arn,
    reason: leaseReason(wanted),
    evidence: [],
    mode: request.mode,
    plan: canary.enabled ? 'canary' : 'immediate',
    modelVersion: candidate.modelVersion,
    modelSha256: candidate.model.sha256,
    grounds,
    until: secondsAfter(at, leaseSeconds(canary, canary.steps[0]?.bakeSeconds ?? 0)),
    compared,
    formerStatus: null,
  };
}

function leaseReason({ request: { mode, reason }, order: { candidate, compared } }: LeaseRequest): string {
  const what = `${mode} release of ${candidate.modelVersion}, compared with ${compared.modelVersion}`;
  // a trained model is released for its verdict, and code because it changed
  return mode === 'version' && reason !== null ? `${what}: ${reason}` : what;
}

/** Code and model never change in the same canary, and code that failed is not tried again. */
function requireReleasableCode({ champion, rejectedCode }: LedgerState, { request, deployed }: LeaseRequest): void {
  if (champion === null) return;
  const unchanged = sameCode(champion, deployed);
  if (request.mode === 'code' && unchanged) throw new NoChange("the deployed code is the champion's already");
  if (unchanged) return;
  if (rejectedCode !== null && sameCode(rejectedCode, deployed)) {
    throw new CodeRejected('the deployed code failed its release: deploy other code first');
  }
  if (request.mode !== 'code') {
    throw new CodeReleasePending("the deployed code is not the champion's: it has to be released on its own first");
  }
}
