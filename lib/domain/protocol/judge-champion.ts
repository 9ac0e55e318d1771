import { errorMetric, metricBackground, wrongMetric } from '../canary/judged-metrics.ts';
import { totalOf } from '../canary/metric-evidence.ts';
import type { ProbationQuestion } from '../canary/probation-question.ts';
import { type ProbationVerdict, probationVerdict } from '../canary/probation-verdict.ts';
import { countsOf } from '../canary/release-counts.ts';
import { readWithDayBefore } from '../canary/settled-minutes.ts';
import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { Release } from '../ledger/release.ts';
import type { LookRecords } from '../ports/look-records.ts';
import type { ReleaseMetrics } from '../ports/release-metrics.ts';
import type { Timestamp } from '../time.ts';
import type { ReleasePorts } from './release-ports.ts';
import { type AliasAlarmPorts, alarmEvidence, ringingAlarms } from './ringing-alarms.ts';

export interface WatchPorts extends ReleasePorts, AliasAlarmPorts {
  readonly metrics: ReleaseMetrics;
  readonly looks: LookRecords;
}

export interface WatchedChampion {
  readonly release: Release;
  /** When it got the traffic. */
  readonly since: Timestamp;
  /** How long it is watched from then on. */
  readonly seconds: number;
  /** Function version that had the traffic before; null where none is known. */
  readonly before: string | null;
  /** Whether that was another model, whose accuracy can be compared. */
  readonly isOtherModel: boolean;
  /** Such as `in probation`. */
  readonly period: string;
  /** False beside a canary: an alarm on the whole alias cannot tell the two apart. */
  readonly alone: boolean;
}

export interface ChampionFinding {
  /** What speaks against it; null when nothing does. */
  readonly cause: 'alarm' | 'probation-verdict' | null;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
  /** What was asked and answered when its counts speak against it; null when they do not, or were not asked. */
  readonly look: { readonly question: ProbationQuestion; readonly verdict: ProbationVerdict } | null;
}

/** How a champion does that has not had the traffic for long: what the alarms say, and its counts under the limits. */
export async function judgeChampion(
  ports: WatchPorts,
  { release, since, seconds, before, isOtherModel, period, alone }: WatchedChampion,
  limits: LimitEnvelope,
): Promise<ChampionFinding> {
  const ringing = alone ? await ringingAlarms(ports, since) : [];
  if (ringing.length > 0) {
    const reason = `the champion fails ${period}: in ALARM are ${ringing.join(', ')}`;
    return { cause: 'alarm', reason, evidence: ringing.map(alarmEvidence), look: null };
  }
  const { modelName, functionName, metrics, clock } = ports;
  const arm = (functionVersion: string) => ({ modelName, functionName, functionVersion });
  const now = clock.now();
  const own = await readWithDayBefore(metrics, arm(release.functionVersion), since, now);
  const isOwn = before === release.functionVersion;
  const other = before === null || isOwn ? own : await readWithDayBefore(metrics, arm(before), since, since);
  const question: ProbationQuestion = {
    limits,
    period,
    since,
    seconds,
    background: metricBackground(errorMetric(limits), before === null ? [] : other.dayBefore),
    predecessor: isOtherModel ? totalOf(other.dayBefore, wrongMetric) : null,
    minutes: own.minutes.map((counts) => ({ minute: counts.minute, champion: countsOf(counts) })),
  };
  const verdict = probationVerdict(question);
  const { rollBack, reason, evidence } = verdict;
  const common = { reason, evidence };
  // looks that change nothing are many, and the next one rests on all that they saw
  return rollBack
    ? { ...common, cause: 'probation-verdict', look: { question, verdict } }
    : { ...common, cause: null, look: null };
}
