import type { CanaryPlan } from '../definition/canary-plan.ts';
import { type Ledger, recordDecision } from '../ledger/ledger.ts';
import { type LedgerEntry, parseStoredEntry } from '../ledger/ledger-entry.ts';
import {
  CodeRejected,
  CodeReleasePending,
  NoChange,
  NotBootstrapped,
  NotLeaseHolder,
  ReleaseMismatch,
  RoleDiffers,
} from '../ledger/ledger-errors.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { readEntriesSince } from '../ledger/ledger-pages.ts';
import type { LedgerState } from '../ledger/ledger-state.ts';
import { sameCode } from '../ledger/release.ts';
import { isWonComparison } from '../ledger/won-comparison.ts';
import type { Clock } from '../ports/clock.ts';
import type { Execution, ReleaseOrder } from '../steps/execution.ts';
import { requestActor } from '../steps/request-actor.ts';
import { type RetrainRequest, releaseMode } from '../steps/retrain-request.ts';
import { milliseconds, secondsAfter, type Timestamp, timestamp } from '../time.ts';
import { leaseSeconds } from './shift-weight.ts';
import type { DeployedCode } from './superseded.ts';

export interface LeaseRequest {
  readonly execution: Execution;
  readonly request: RetrainRequest;
  readonly order: ReleaseOrder;
  readonly canary: CanaryPlan;
  /** What is deployed now. */
  readonly deployed: DeployedCode;
}

/**
 * Takes the sole right to release for the execution, in the name of whoever asked for it, or finds that the execution has
 * it. Throws the `IllegalTransition` that refuses it: `LeaseHeld`, `HeldByProbation`, `ChampionChanged`, or, before
 * anything is written, what the deployed code forbids: `NoChange`, `RoleDiffers`, `CodeReleasePending`, `CodeRejected`,
 * `NotLeaseHolder` where the execution had the lease before and has lost it, and `ReleaseMismatch` where the comparison
 * that it rests on was not won.
 */
export async function takeLease(
  ports: { readonly ledger: Ledger; readonly clock: Clock; readonly modelName: string },
  wanted: LeaseRequest,
): Promise<LedgerState> {
  let seen: LedgerEntry | null = null;
  const appended = await recordDecision(ports.ledger, ports.clock, ports.modelName, async (head, at) => {
    seen = head;
    const event = decideLease(head, at, wanted);
    if (event === null) return null;
    await requireFirstLease(ports, head, wanted);
    await requireWonComparison(ports, wanted.order);
    return event;
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
    mode: releaseMode(request),
    plan: canary.enabled ? 'canary' : 'immediate',
    modelVersion: candidate.modelVersion,
    modelSha256: candidate.model.sha256,
    grounds,
    until: secondsAfter(at, leaseSeconds(canary, canary.steps[0]?.bakeSeconds ?? 0)),
    compared,
    formerStatus: null,
  };
}

type LedgerPorts = { readonly ledger: Ledger; readonly modelName: string };

/** Who rolled a release back wants its execution to end, and not to begin another release when its step is repeated. */
async function requireFirstLease(
  { ledger, modelName }: LedgerPorts,
  head: LedgerEntry | null,
  { execution }: LeaseRequest,
): Promise<void> {
  const start = timestamp(milliseconds(execution.startedAt));
  const entries = await readEntriesSince(ledger, modelName, head, start);
  const lost = entries.find(({ event }) => event.type === 'lease-acquired' && event.execution === execution.arn);
  if (lost === undefined) return;
  throw new NotLeaseHolder(
    `this execution took the lease in entry ${lost.sequence} and has lost it since: start another`,
  );
}

/** The transition sees the head alone, so the entry that the release rests on is read here. */
async function requireWonComparison(
  { ledger, modelName }: LedgerPorts,
  { candidate: { modelVersion, model }, grounds }: ReleaseOrder,
): Promise<void> {
  if (grounds.kind !== 'comparison') return;
  const { sequence, verdict } = grounds;
  const entry = (await ledger.readFrom(modelName, sequence, 1)).map(parseStoredEntry)[0];
  const event = entry?.sequence === sequence ? entry.event : undefined;
  if (isWonComparison(event, { modelVersion, modelSha256: model.sha256 }, verdict)) return;
  const got = event?.type === 'registered' ? `${event.modelVersion} with '${event.verdict}'` : 'no such entry';
  throw new ReleaseMismatch(`entry ${sequence} should register ${modelVersion} with '${verdict}', got ${got}`);
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
  if (deployed.roleArn !== champion.roleArn) {
    const roles = `${champion.roleArn}, not ${deployed.roleArn}`;
    throw new RoleDiffers(`an alias splits traffic only between versions of one role: deploy with ${roles}`);
  }
  if (rejectedCode !== null && sameCode(rejectedCode, deployed)) {
    throw new CodeRejected('the deployed code failed its release: deploy other code first');
  }
  if (request.mode !== 'code') {
    throw new CodeReleasePending("the deployed code is not the champion's: it has to be released on its own first");
  }
}
