import { probationVerdict } from '../decisions/probation-verdict.ts';
import { readCounts } from '../decisions/settled-minutes.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NoStableVersion } from '../ledger/ledger-errors.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { phaseOf } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import type { Alarms, ReleaseMetrics } from '../ports/release-metrics.ts';
import { milliseconds, secondsAfter, type Timestamp } from '../time.ts';
import { moveTraffic } from './move-traffic.ts';
import { RECONCILER } from './reconcile-alias.ts';
import type { ReleasePorts } from './release-ports.ts';

export interface ProbationPorts extends ReleasePorts {
  readonly metrics: ReleaseMetrics;
  readonly alarms: Alarms;
  readonly probationAlarmNames: readonly string[];
}

/** An alarm looks back over minutes of the former champion for so long, and says nothing about the new one. */
const ALARM_LOOKS_BACK_SECONDS = 300;
/** How far back the reconciler judges, so that a long good start does not hide a bad end. */
const JUDGED_SECONDS = 3600;

interface Finding {
  readonly cause: 'alarm' | 'probation-verdict';
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

/**
 * Gives the traffic back when the new champion fails in probation. Alarms are read and not only listened to: one that was
 * on before causes no event. Returns what was done, or null.
 */
export async function watchProbation(ports: ProbationPorts, definition: ModelDefinition): Promise<string | null> {
  const head = await ports.ledger.readHead(ports.modelName);
  const champion = inProbation(head, ports.clock.now());
  if (champion === null || !definition.rollback.automatic) return null;
  const finding = await findingOf(ports, champion, definition);
  return finding === null ? null : rollBack(ports, champion, finding);
}

interface InProbation {
  readonly release: Release;
  readonly since: Timestamp;
}

function inProbation(head: LedgerEntry | null, now: Timestamp): InProbation | null {
  if (head === null || phaseOf(head.state, now) !== 'probation') return null;
  const { champion, routing } = head.state;
  return champion && routing && { release: champion, since: routing.movedAt };
}

async function findingOf(
  ports: ProbationPorts,
  { release, since }: InProbation,
  { limits }: ModelDefinition,
): Promise<Finding | null> {
  const now = ports.clock.now();
  const age = (milliseconds(now) - milliseconds(since)) / 1000;
  const states = age < ALARM_LOOKS_BACK_SECONDS ? {} : await ports.alarms.readStates(ports.probationAlarmNames);
  const ringing = Object.keys(states).filter((name) => states[name] === 'ALARM');
  if (ringing.length > 0) {
    const evidence = ringing.map((name) => ({
      metric: `alarm ${name}`.slice(0, 80),
      value: 1,
      threshold: 0,
      n: null,
      interval: null,
    }));
    return { cause: 'alarm', reason: `in ALARM within probation: ${ringing.join(', ')}`, evidence };
  }
  const version = {
    modelName: ports.modelName,
    functionName: ports.functionName,
    functionVersion: release.functionVersion,
  };
  const from = age > JUDGED_SECONDS ? secondsAfter(now, -JUDGED_SECONDS) : since;
  const verdict = probationVerdict(await readCounts(ports.metrics, version, from, now), limits.promoted);
  return verdict.rollBack ? { cause: 'probation-verdict', ...verdict } : null;
}

async function rollBack(ports: ProbationPorts, { release }: InProbation, finding: Finding): Promise<string | null> {
  const { cause, reason, evidence } = finding;
  try {
    const { appended } = await moveTraffic(ports, (head, at) => {
      // somebody else may have rolled it back, or probation may have ended, since it was judged
      if (inProbation(head, at)?.release.functionVersion !== release.functionVersion) return null;
      return { type: 'rolled-back', at, actor: RECONCILER, execution: null, reason, evidence, cause, target: null };
    });
    return appended === null ? null : `rolled back ${release.modelVersion}: ${reason}`;
  } catch (error) {
    if (!(error instanceof NoStableVersion)) throw error;
    return recordStranded(ports, error);
  }
}

/** There is nowhere to go back to. It is told once, and not every five minutes. */
async function recordStranded(ports: ProbationPorts, error: NoStableVersion): Promise<string | null> {
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
