import { type Comparison, LONGEST_REASON } from '../artifacts/comparison.ts';
import type { Snapshot } from '../artifacts/snapshot.ts';
import { canonicalJson } from '../canonical-json.ts';
import { findingEvidence } from '../data-gate/data-gate.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { EventOf, LedgerEvent } from '../ledger/ledger-event.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import type { ReleaseOrder } from '../steps/execution.ts';
import type { RegisterOutput } from '../steps/register.ts';
import { requestActor } from '../steps/request-actor.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import type { StepInput } from '../steps/step-contracts.ts';
import type { Timestamp } from '../time.ts';

const MOST_EVIDENCE = 50;
/** Code of the end of an execution that trained a model which is there already. */
const ALREADY_REGISTERED = 'AlreadyRegistered';

type Registered = EventOf<'registered'>;
type Verdict = Pick<Registered, 'verdict' | 'reason' | 'evidence'>;

/** The verdict of a comparison with the numbers it rests on, and with what its reader has to know besides, of the data too. */
export function verdictOf(
  { verdict, reason, rules, warnings }: Comparison,
  { findings = [] }: Pick<Snapshot, 'findings'> = {},
): Verdict {
  const ofRules = rules.map(({ metric, value, threshold, n, interval }) => ({
    metric,
    value,
    threshold,
    n,
    interval,
  }));
  const evidence = [...ofRules, ...findingEvidence(findings)];
  const all = [...warnings, ...findings.map((finding) => finding.reason)];
  const told = [reason, ...all.map((warning) => `warning: ${warning}`)].join('; ');
  return { verdict, reason: told.slice(0, LONGEST_REASON).toWellFormed(), evidence: evidence.slice(0, MOST_EVIDENCE) };
}

export function registeredEvent(
  { modelVersion, model }: Pick<VersionRecord, 'modelVersion' | 'model'>,
  verdict: Verdict,
  { execution, request }: StepInput<'register'>,
  at: Timestamp,
): Registered {
  const decided = { at, actor: requestActor(request), execution: execution.arn, ...verdict };
  return { type: 'registered', ...decided, modelVersion, modelSha256: model.sha256 };
}

/**
 * Whether an entry is this very registration: an execution that compares again, with another champion, registers its
 * candidate again.
 */
export function isRegistration({ event }: LedgerEntry, wanted: LedgerEvent): boolean {
  return event.type === 'registered' && canonicalJson({ ...event, at: wanted.at }) === canonicalJson(wanted);
}

export function alreadyRegisteredEvent(
  { modelVersion, execution: other }: VersionRecord,
  { execution, request }: StepInput<'register'>,
  at: Timestamp,
): EventOf<'skipped'> {
  const by = other === null ? '' : ` by ${other}`;
  return {
    type: 'skipped',
    at,
    actor: requestActor(request),
    execution: execution.arn,
    reason: `the same model is registered already${by} as ${modelVersion}: no data or parameter is new`,
    evidence: [],
    code: ALREADY_REGISTERED,
  };
}

export function isAlreadyRegistered({ event }: LedgerEntry): boolean {
  return event.type === 'skipped' && event.code === ALREADY_REGISTERED;
}

/** What follows from the verdict on a registered candidate; `sequence` is that of its entry. */
export function afterRegistration(
  { modelVersion, model }: Pick<VersionRecord, 'modelVersion' | 'model'>,
  { request, comparison }: Pick<StepInput<'register'>, 'request' | 'comparison'>,
  approval: ModelDefinition['gate']['approval'],
  sequence: number,
): RegisterOutput {
  const { verdict, reason, compared } = comparison;
  const stop = (why: string) => ({ decision: 'stop', modelVersion, verdict, reason: why }) as const;
  const grounds = groundsFor(request, verdict, sequence);
  if (grounds === null)
    return stop(verdict === 'a-b-test' ? `${reason}; held, as there are no experiments yet` : reason);
  if (!request.autoDeploy) return stop(`${reason}; not released, as the request asks`);
  if (approval === 'always' || (approval === 'critical' && request.trigger === 'manual')) {
    const how = `{"mode": "version", "modelVersion": "${modelVersion}"}`;
    return stop(`${reason}; it waits for a person, who releases it by starting Retrain with ${how}`);
  }
  const order = { candidate: { modelVersion, model }, compared, grounds };
  return { decision: 'release', order, reason: grounds.kind === 'forced' ? grounds.reason : reason };
}

function groundsFor(
  { force, reason }: RetrainRequest,
  verdict: Registered['verdict'],
  sequence: number,
): ReleaseOrder['grounds'] | null {
  if (verdict === 'promote') return { kind: 'comparison', verdict, sequence };
  return force && reason !== null ? { kind: 'forced', reason } : null;
}
