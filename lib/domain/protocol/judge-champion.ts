import { errorMetric, metricBackground } from '../canary/judged-metrics.ts';
import { probationVerdict } from '../canary/probation-verdict.ts';
import { countsOf } from '../canary/release-counts.ts';
import { readWithDayBefore } from '../canary/settled-minutes.ts';
import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { Release } from '../ledger/release.ts';
import type { ReleaseMetrics } from '../ports/release-metrics.ts';
import type { Timestamp } from '../time.ts';
import type { ReleasePorts } from './release-ports.ts';
import { type AliasAlarmPorts, alarmEvidence, ringingAlarms } from './ringing-alarms.ts';

export interface WatchPorts extends ReleasePorts, AliasAlarmPorts {
  readonly metrics: ReleaseMetrics;
}

export interface WatchedChampion {
  readonly release: Release;
  /** When it got the traffic. */
  readonly since: Timestamp;
  /** How long it is watched from then on. */
  readonly seconds: number;
  /** Function version that had the traffic before; null where none is known. */
  readonly before: string | null;
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
  { release, since, seconds, before, period, alone }: WatchedChampion,
  limits: LimitEnvelope,
): Promise<ChampionFinding> {
  const ringing = alone ? await ringingAlarms(ports, since) : [];
  if (ringing.length > 0) {
    const reason = `the champion fails ${period}: in ALARM are ${ringing.join(', ')}`;
    return { cause: 'alarm', reason, evidence: ringing.map(alarmEvidence) };
  }
  const { modelName, functionName, metrics, clock } = ports;
  const arm = (functionVersion: string) => ({ modelName, functionName, functionVersion });
  const now = clock.now();
  const own = await readWithDayBefore(metrics, arm(release.functionVersion), since, now);
  const isOwn = before === release.functionVersion;
  const other = before === null || isOwn ? own : await readWithDayBefore(metrics, arm(before), since, since);
  const { rollBack, reason, evidence } = probationVerdict({
    limits,
    period,
    since,
    seconds,
    background: metricBackground(errorMetric(limits), before === null ? [] : other.dayBefore),
    minutes: own.minutes.map((counts) => ({ minute: counts.minute, champion: countsOf(counts) })),
  });
  return { cause: rollBack ? 'probation-verdict' : null, reason, evidence };
}
