import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NotLeaseHolder } from '../ledger/ledger-errors.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { Actor } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import { askVersion, type VersionAnswer } from './ask-version.ts';
import type { PublishingPorts } from './publish-version.ts';
import type { ReleasePorts } from './release-ports.ts';

export interface ServabilityCheck {
  readonly check: EventOf<'servability-checked'>['check'];
  readonly release: Pick<Release, 'functionVersion' | 'modelVersion'>;
  readonly actor: Actor;
  /** ARN of the execution that asks; null outside of one. */
  readonly execution: string | null;
}

/** Asks a function version for its model and keeps the answer in the head, where a rollback finds it without a call. */
export async function checkServability(
  ports: Pick<ReleasePorts, 'ledger' | 'modelName'> & PublishingPorts,
  { check, release, actor, execution }: ServabilityCheck,
): Promise<VersionAnswer> {
  const { functionVersion } = release;
  const answer = await askVersion(ports, release);
  await recordDecision(ports.ledger, ports.clock, ports.modelName, (_head, at) => ({
    type: 'servability-checked',
    at,
    actor,
    execution,
    reason: `${check} of ${release.modelVersion} on function version ${functionVersion}`,
    evidence: [{ metric: 'servable', value: answer.servable ? 1 : 0, threshold: 1, n: 1, interval: null }],
    check,
    functionVersion,
    servable: answer.servable,
    detail: answer.detail,
  }));
  return answer;
}

/** The state of the execution that holds the lease. Throws `NotLeaseHolder` for any other. */
export function leaseHoldersState(head: LedgerEntry | null, arn: string): LedgerEntry['state'] {
  if (head?.state.lease?.execution === arn) return head.state;
  throw new NotLeaseHolder(
    `this execution should hold the lease, which ${head?.state.lease?.execution ?? 'nobody'} holds`,
  );
}
