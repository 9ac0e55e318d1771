import { watchedReason } from '../canary/probation-kind.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { phaseOf } from '../ledger/ledger-state.ts';
import { secondsAfter, type Timestamp } from '../time.ts';
import { judgeChampion, type WatchedChampion, type WatchPorts } from './judge-champion.ts';
import { RECONCILER } from './reconcile-alias.ts';

/**
 * Watches the champion that a rollback restored, also while another release is under way, and says once how it does: as
 * soon as it fails, else at the end of the watch. Nothing moves. Returns what was found, or null.
 */
export async function watchRollback(ports: WatchPorts, { rollback, limits }: ModelDefinition): Promise<string | null> {
  const now = ports.clock.now();
  const watched = underWatch(await ports.ledger.readHead(ports.modelName), now, rollback.watchSeconds);
  if (watched === null) return null;
  const { cause, reason: finding, evidence, look } = await judgeChampion(ports, watched, limits.promoted);
  const isOver = now >= secondsAfter(watched.since, rollback.watchSeconds);
  if (cause === null && !isOver) return null;

  const reason = watchedReason({ rollBack: cause !== null, reason: finding });
  const appended = await recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) => {
    // a newer release or another rollback is a watch of its own
    if (head?.state.watchedSince !== watched.since) return null;
    const common = { at, actor: RECONCILER, execution: null, reason, evidence };
    return { ...common, type: 'rollback-watched', healthy: cause === null };
  });
  if (appended === null) return null;
  if (look !== null) await ports.looks.keep({ ...look, entry: appended });
  return reason;
}

function underWatch(head: LedgerEntry | null, now: Timestamp, seconds: number): WatchedChampion | null {
  if (head === null) return null;
  const { champion, watchedSince } = head.state;
  if (champion === null || watchedSince === null) return null;
  const alone = phaseOf(head.state, now) !== 'canary';
  // after a canary it served on the day before as well; what was rolled back says nothing of how this one behaves
  const before = champion.functionVersion;
  const watch = { since: watchedSince, seconds, period: 'after the rollback', alone };
  return { ...watch, release: champion, before, isOtherModel: false };
}
