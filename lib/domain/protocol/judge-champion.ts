import { probationVerdict } from '../decisions/probation-verdict.ts';
import { readCounts } from '../decisions/settled-minutes.ts';
import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { Release } from '../ledger/release.ts';
import type { ReleaseMetrics } from '../ports/release-metrics.ts';
import { milliseconds, secondsAfter, type Timestamp } from '../time.ts';
import type { ReleasePorts } from './release-ports.ts';
import { type AliasAlarmPorts, alarmEvidence, ringingAlarms } from './ringing-alarms.ts';

export interface WatchPorts extends ReleasePorts, AliasAlarmPorts {
  readonly metrics: ReleaseMetrics;
}

/** How far back the reconciler judges, so that a long good start does not hide a bad end. */
const JUDGED_SECONDS = 3600;

export interface WatchedChampion {
  readonly release: Release;
  /** When it got the traffic. */
  readonly since: Timestamp;
  /** Such as `in probation`. */
  readonly period: string;
  /** False beside a canary: an alarm on the whole alias cannot tell the two apart. */
  readonly alone: boolean;
}

interface ChampionFinding {
  /** What speaks against it; null when nothing does. */
  readonly cause: 'alarm' | 'probation-verdict' | null;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

/** How a champion does that has not had the traffic for long: what the alarms say, and its counts under the limits. */
export async function judgeChampion(
  ports: WatchPorts,
  { release, since, period, alone }: WatchedChampion,
  limits: LimitEnvelope,
): Promise<ChampionFinding> {
  const now = ports.clock.now();
  const age = (milliseconds(now) - milliseconds(since)) / 1000;
  const ringing = alone ? await ringingAlarms(ports, since) : [];
  if (ringing.length > 0) {
    const reason = `the champion fails ${period}: in ALARM are ${ringing.join(', ')}`;
    return { cause: 'alarm', reason, evidence: ringing.map(alarmEvidence) };
  }
  const { modelName, functionName } = ports;
  const version = { modelName, functionName, functionVersion: release.functionVersion };
  const from = age > JUDGED_SECONDS ? secondsAfter(now, -JUDGED_SECONDS) : since;
  const counts = await readCounts(ports.metrics, version, from, now);
  const { rollBack, reason, evidence } = probationVerdict(counts, limits, period);
  return { cause: rollBack ? 'probation-verdict' : null, reason, evidence };
}
