import type { LedgerState } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import { milliseconds, type Timestamp } from '../time.ts';
import { checkServability } from './check-servability.ts';
import type { PublishingPorts } from './publish-version.ts';
import { RECONCILER } from './reconcile-alias.ts';
import type { ReleasePorts } from './release-ports.ts';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Calls the champion and its predecessor once a day by their numbers: Lambda lets an idle version sleep, and the first
 * call then fails. The answers stand in the head, where a rollback finds them. Returns what was done.
 */
export async function keepWarm(ports: ReleasePorts & PublishingPorts): Promise<string[]> {
  const head = await ports.ledger.readHead(ports.modelName);
  const done: string[] = [];
  for (const release of head === null ? [] : coldReleases(head.state, ports.clock.now())) {
    const check = { check: 'warm-up', release, actor: RECONCILER, execution: null } as const;
    const { servable, detail } = await checkServability(ports, check);
    done.push(`${servable ? 'warmed' : 'could not warm'} function version ${release.functionVersion}: ${detail}`);
  }
  return done;
}

/** Those that a rollback may need and that nobody has asked for a day. */
export function coldReleases({ champion, previousChampions }: LedgerState, now: Timestamp): Release[] {
  return [champion, previousChampions[0]].filter((release): release is Release => {
    if (!release) return false;
    const { servability } = release;
    return servability === null || milliseconds(now) - milliseconds(servability.checkedAt) >= DAY_MILLISECONDS;
  });
}
