import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NotLeaseHolder } from '../ledger/ledger-errors.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { Actor } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import { askVersion, type VersionAnswer } from './ask-version.ts';
import type { PublishingPorts } from './publish-version.ts';
import type { ReleasePorts } from './release-ports.ts';

type Check = EventOf<'servability-checked'>;

export interface ServabilityCheck {
  readonly check: Check['check'];
  readonly release: Pick<Release, 'functionVersion' | 'modelVersion'>;
  readonly actor: Actor;
  /** ARN of the execution that asks; null outside of one. */
  readonly execution: string | null;
}

/** Why a champion that cannot serve may be replaced all the same, and what shows it. */
export interface Excuse {
  readonly excuse: Check['excuse'];
  readonly evidence: Check['evidence'];
}

export type CheckPorts = Pick<ReleasePorts, 'ledger' | 'modelName'> & PublishingPorts;

const NO_EXCUSE: Excuse = { excuse: null, evidence: [] };

/** Asks a function version for its model and keeps the answer in the head, where a rollback finds it without a call. */
export async function checkServability(
  ports: CheckPorts,
  { check, release, actor, execution }: ServabilityCheck,
  /** Asked only where it does not serve. */
  excuseIt: () => Promise<Excuse> = async () => NO_EXCUSE,
): Promise<VersionAnswer & Excuse> {
  const { functionVersion } = release;
  const answer = await askVersion(ports, release);
  const { excuse, evidence } = answer.servable ? NO_EXCUSE : await excuseIt();
  await recordDecision(ports.ledger, ports.clock, ports.modelName, (_head, at) => ({
    type: 'servability-checked',
    at,
    actor,
    execution,
    reason: `${check} of ${release.modelVersion} on function version ${functionVersion}`,
    evidence: [{ metric: 'servable', value: answer.servable ? 1 : 0, threshold: 1, n: 1, interval: null }, ...evidence],
    check,
    functionVersion,
    servable: answer.servable,
    detail: answer.detail,
    excuse,
  }));
  return { ...answer, excuse, evidence };
}

/** The state of the execution that holds the lease. Throws `NotLeaseHolder` for any other. */
export function leaseHoldersState(head: LedgerEntry | null, arn: string): LedgerEntry['state'] {
  if (head?.state.lease?.execution === arn) return head.state;
  throw new NotLeaseHolder(
    `this execution should hold the lease, which ${head?.state.lease?.execution ?? 'nobody'} holds`,
  );
}
