import { absoluteLogRatios, logEvidence, logMean } from '../../statistics/canary/e-process.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { secondsAfter } from '../time.ts';
import { accuracyDrop, LEAST_LABELS } from './accuracy-drop.ts';
import { brokenEntry, brokenText, evidenceText, rateText, rounded, shareOf } from './canary-text.ts';
import { evidenceLevels } from './canary-verdict.ts';
import { hardBreaker } from './hard-breaker.ts';
import { errorMetric, type JudgedMetric, wrongMetric } from './judged-metrics.ts';
import { rightOf } from './label-evidence.ts';
import { dropEntry, dropText } from './label-text.ts';
import { type ArmTotal, armTotal, eValue } from './metric-evidence.ts';
import type { ProbationQuestion } from './probation-question.ts';
import { type CanaryMinute, noCounts } from './release-counts.ts';
import { dispersionAlone } from './traffic-dispersion.ts';

export interface ProbationVerdict {
  readonly rollBack: boolean;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

const HOUR_SECONDS = 3600;

/**
 * Whether a champion keeps to the limits; response times are the alias-wide alarm's business. Nothing serves beside it any
 * more, so that errors go by the limit alone, and accuracy by that of its predecessor on the day before. The evidence is the mean of E processes of which one begins in
 * every hour of the period, so that a good beginning hides no bad end; being a mean of such, it is one, and rolls a
 * champion within its limit back with a chance of 1 in 100 at most over the whole period. The breaker, which is asked at
 * every look besides, begins at twice the limit.
 */
export function probationVerdict(question: ProbationQuestion): ProbationVerdict {
  const errors = errorVerdict(question);
  const lost = lostAccuracy(question);
  if (lost === null) return errors;
  const { drop, labels } = lost;
  const text = dropText(drop, labels);
  const entry = dropEntry(drop, labels.judged);
  if (!errors.rollBack && drop.tooLow) {
    const reason = `the champion fails ${question.period}: ${text}`;
    return { rollBack: true, reason, evidence: [entry, ...errors.evidence] };
  }
  const reason = errors.rollBack ? errors.reason : `${errors.reason}; ${text}`;
  return { ...errors, reason, evidence: [...errors.evidence, entry] };
}

/** What the champion's labels say beside its predecessor's; null where either has too few, or no drop is too large. */
function lostAccuracy({ limits, predecessor, minutes }: ProbationQuestion) {
  const { maximumAccuracyDrop } = limits;
  if (maximumAccuracyDrop === null || predecessor === null) return null;
  const own = armTotal(minutes.map(besideNothing), 'challenger', wrongMetric);
  if (Math.min(own.total, predecessor.total) < LEAST_LABELS) return null;
  const labels = { judged: own.total, other: predecessor.total, whose: 'its predecessor' };
  return { drop: accuracyDrop(rightOf(own), rightOf(predecessor), maximumAccuracyDrop), labels };
}

function errorVerdict({ limits, period, ...question }: ProbationQuestion): ProbationVerdict {
  const metric = errorMetric(limits);
  const starts = startsOf(metric, question);
  const worst = starts.reduce((one, other) => (other.log > one.log ? other : one));
  const e = eValue(logMean(starts.map(({ log }) => log)));
  const broken = hardBreaker(metric, question.minutes.map(besideNothing), question.background);
  const fails = e >= evidenceLevels.rollBack;
  // a good end would not show what went before, nor a good beginning what is wrong now
  const shown = (fails ? worst : starts[0]).counts;
  const n = shown.total;
  const entries = [
    { metric: metric.name, value: shareOf(shown), threshold: metric.limit, n, interval: null },
    { metric: `evidence against its ${metric.name}`, value: e, threshold: evidenceLevels.rollBack, n, interval: null },
  ];
  const spoken = `${rateText(metric.name, shown)}, limit ${rounded(metric.limit)}; evidence ${evidenceText(e)} of ${evidenceLevels.rollBack}`;
  if (fails) return { rollBack: true, reason: `the champion fails ${period}: ${spoken}`, evidence: entries };
  if (broken !== null) {
    const reason = `the champion fails ${period}: ${brokenText(broken)}`;
    return { rollBack: true, reason, evidence: [brokenEntry(broken), ...entries] };
  }
  const holds = n === 0 ? 'had no traffic to be judged by' : 'holds';
  return { rollBack: false, reason: `the champion ${holds} ${period}: ${spoken}`, evidence: entries };
}

interface Start {
  readonly counts: ArmTotal;
  /** ln of the E value of the process that began then. */
  readonly log: number;
}

type Watched = Pick<ProbationQuestion, 'since' | 'seconds' | 'background' | 'minutes'>;

/** One process an hour of the period, the first over all of it; those that begin later than now have seen nothing. */
function startsOf(metric: JudgedMetric, question: Watched): [Start, ...Start[]] {
  const dispersion = dispersionAlone(metric, question.minutes, question.background);
  const startAt = (hour: number): Start => {
    const from = secondsAfter(question.since, hour * HOUR_SECONDS);
    const counts = { bad: 0, total: 0 };
    for (const { minute, champion } of question.minutes) {
      if (minute < from) continue;
      const { bad, total } = metric.countsOf(champion);
      counts.bad += bad;
      counts.total += total;
    }
    // the logarithms are linear in the counts, so those of the sum are the sum of the minutes'
    const sums = absoluteLogRatios(
      { canaryBad: counts.bad, canaryTotal: counts.total, baselineBad: 0, baselineTotal: 0 },
      metric.limit,
    );
    return { counts, log: logEvidence(sums, dispersion) };
  };
  const later = Math.max(0, Math.ceil(question.seconds / HOUR_SECONDS) - 1);
  return [startAt(0), ...Array.from({ length: later }, (_, index) => startAt(index + 1))];
}

function besideNothing({ minute, champion }: ProbationQuestion['minutes'][number]): CanaryMinute {
  return { minute, challenger: champion, champion: noCounts };
}
