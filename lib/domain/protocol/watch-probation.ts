import type { ModelDefinition } from '../definition/model-definition.ts';
import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NoStableVersion } from '../ledger/ledger-errors.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { phaseOf } from '../ledger/ledger-state.ts';
import { milliseconds, type Timestamp } from '../time.ts';
import { type ChampionFinding, judgeChampion, type WatchedChampion, type WatchPorts } from './judge-champion.ts';
import { moveTraffic } from './move-traffic.ts';
import { RECONCILER } from './reconcile-alias.ts';

/**
 * Gives the traffic back when the new champion fails in probation. Alarms are read and not only listened to: one that was
 * on before causes no event. Returns what was done, or null.
 */
export async function watchProbation(ports: WatchPorts, definition: ModelDefinition): Promise<string | null> {
  const head = await ports.ledger.readHead(ports.modelName);
  const champion = inProbation(head, ports.clock.now());
  if (champion === null || !definition.rollback.automatic) return null;
  const { look, cause, ...finding } = await judgeChampion(ports, champion, definition.limits.promoted);
  return cause === null ? null : rollBack(ports, champion, { cause, ...finding }, look);
}

function inProbation(head: LedgerEntry | null, now: Timestamp): WatchedChampion | null {
  if (head === null || phaseOf(head.state, now) !== 'probation') return null;
  const { champion, routing, probationEnd, previousChampions } = head.state;
  if (champion === null || routing === null || probationEnd === null) return null;
  const predecessor = previousChampions[0] ?? null;
  return {
    release: champion,
    since: routing.movedAt,
    seconds: (milliseconds(probationEnd) - milliseconds(routing.movedAt)) / 1000,
    before: predecessor?.functionVersion ?? null,
    isOtherModel: predecessor !== null && predecessor.modelVersion !== champion.modelVersion,
    period: 'in probation',
    alone: true,
  };
}

async function rollBack(
  ports: WatchPorts,
  { release }: WatchedChampion,
  finding: Pick<EventOf<'rolled-back'>, 'cause' | 'reason' | 'evidence'>,
  look: ChampionFinding['look'],
): Promise<string | null> {
  try {
    const { appended } = await moveTraffic(ports, (head, at) => {
      // somebody else may have rolled it back, or probation may have ended, since it was judged
      if (inProbation(head, at)?.release.functionVersion !== release.functionVersion) return null;
      return { type: 'rolled-back', at, actor: RECONCILER, execution: null, target: null, ...finding };
    });
    if (appended === null) return null;
    // the traffic comes first: no record may delay a rollback, or keep it from happening
    if (look !== null) await ports.looks.keep({ ...look, entry: appended });
    return `rolled back ${release.modelVersion}: ${finding.reason}`;
  } catch (error) {
    if (!(error instanceof NoStableVersion)) throw error;
    return recordStranded(ports, error);
  }
}

/** There is nowhere to go back to. It is told once, and not every five minutes. */
async function recordStranded(ports: WatchPorts, error: NoStableVersion): Promise<string | null> {
  await recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) => {
    const told = head?.event.type === 'failed' && head.event.error === error.name;
    if (told) return null;
    return {
      type: 'failed',
      at,
      actor: RECONCILER,
      execution: null,
      reason: error.message,
      evidence: [],
      error: error.name,
    };
  });
  return `could not roll back: ${error.message}`;
}
