import { wrongMetric } from '../../lib/domain/canary/judged-metrics.ts';
import { labelEvidence } from '../../lib/domain/canary/label-evidence.ts';
import { noCounts } from '../../lib/domain/canary/release-counts.ts';
import { timestamp } from '../../lib/domain/time.ts';
import { logEvidence, relativeLogRatios } from '../../lib/statistics/canary/e-process.ts';
import { type BenchRow, reference, rowBesidePeer } from '../bench-rows.ts';
import { CHAMPION_WRONG, type LabelledArm, type LateDay, LOOKS, lateDay, MINUTES_PER_LOOK } from './late-traffic.ts';
import { ALPHA } from './methods.ts';
import { type Summary, summaryOf } from './summary.ts';

/** Of accuracy, that a policy allows; the naive rule takes it for proof as soon as there is a label of either arm. */
const MAXIMUM_DROP = 0.05;
/** The product is asked where the plain sums come near to one of its rules; else the day would take minutes. */
const WORTH_ASKING = { evidence: 10, drop: 0.04 };
const ROLL_BACK = 1 / ALPHA;
const MOST_REPETITIONS = 500;
/** What is found is found nearly always, so that fewer say enough. */
const MOST_OF_WORSE = 100;
const worse = [0.15, 0.2] as const;

/** Minutes of the first rollback, infinite without one. */
interface FirstRollbacks {
  readonly evidence: number;
  /** By the evidence, or by a loss of accuracy, whichever comes first. */
  readonly both: number;
  readonly naive: number;
}

/**
 * Labels that come late change minutes that were looked at before, so the evidence is no sequence of which theory knows
 * that it holds at every look. How often it is wrong is measured.
 */
export function lateLabelRows(seed: number, repetitions: number): BenchRow[] {
  const equal = played(CHAMPION_WRONG, seed, Math.min(repetitions, MOST_REPETITIONS));
  return [
    rowBesidePeer('false rollbacks, late labels, evidence', equal.evidence.share, equal.naive.share, `<=${ALPHA}`),
    rowBesidePeer(
      'false rollbacks, late labels, with the loss of accuracy',
      equal.both.share,
      equal.naive.share,
      `<=${ALPHA}`,
    ),
    ...worse.flatMap((share) => {
      const { evidence, both, naive } = played(share, seed, Math.min(repetitions, MOST_OF_WORSE));
      const name = `late labels, ${share} wrong`;
      return [
        reference(`share rolled back, ${name}, evidence`, evidence.share, naive.share),
        reference(`share rolled back, ${name}, with the loss of accuracy`, both.share, naive.share),
        reference(`minutes to rollback, ${name}, evidence`, evidence.median, naive.median),
        reference(`minutes to rollback, ${name}, with the loss of accuracy`, both.median, naive.median),
      ];
    }),
  ];
}

function played(share: number, seed: number, count: number): Record<keyof FirstRollbacks, Summary> {
  const firsts = Array.from({ length: count }, (_, repetition) => firstRollbacks(lateDay(share, seed, repetition)));
  const of = (rule: keyof FirstRollbacks) => summaryOf(firsts.map((first) => first[rule]));
  return { evidence: of('evidence'), both: of('both'), naive: of('naive') };
}

/** Looks every five minutes of a day. */
function firstRollbacks(day: LateDay): FirstRollbacks {
  const first = { evidence: Number.POSITIVE_INFINITY, both: Number.POSITIVE_INFINITY, naive: Number.POSITIVE_INFINITY };
  for (let look = 0; look < LOOKS && !Object.values(first).every(Number.isFinite); look += 1) {
    day.nextLook();
    const held = rulesAt(day, (look + 1) * MINUTES_PER_LOOK);
    for (const rule of Object.keys(first) as (keyof FirstRollbacks)[]) {
      if (held[rule]) first[rule] = Math.min(first[rule], (look + 1) * MINUTES_PER_LOOK);
    }
  }
  return first;
}

function rulesAt(day: LateDay, end: number): Record<keyof FirstRollbacks, boolean> {
  const drop = shareWrong(day.canary) - shareWrong(day.champion);
  const naive = drop > MAXIMUM_DROP;
  if (!(drop > WORTH_ASKING.drop || plainEvidence(day) > WORTH_ASKING.evidence)) {
    return { evidence: false, both: false, naive };
  }
  const { rollBack, drop: lost } = askedProduct(day, end);
  const evidence = rollBack >= ROLL_BACK;
  return { evidence, both: evidence || lost?.tooLow === true, naive };
}

function shareWrong({ allLabelled, allWrong }: LabelledArm): number {
  return allWrong / allLabelled;
}

/** Of all minutes as if they were one: what it comes to where the canary has the same weight all day. */
function plainEvidence({ canary, champion }: LateDay): number {
  const all = {
    canaryBad: canary.allWrong,
    canaryTotal: canary.allLabelled,
    baselineBad: champion.allWrong,
    baselineTotal: champion.allLabelled,
  };
  return Math.exp(logEvidence(relativeLogRatios(all, wrongMetric.margin)));
}

function askedProduct({ canary, champion }: LateDay, end: number) {
  const minutes = Array.from({ length: end }, (_, minute) => ({
    minute: timestamp(minute * 60_000),
    challenger: countsAt(canary, minute),
    champion: countsAt(champion, minute),
  }));
  return labelEvidence(minutes, { share: CHAMPION_WRONG, variation: 0 }, MAXIMUM_DROP);
}

function countsAt({ answers, labelled, wrong }: LabelledArm, minute: number) {
  const [all, told, bad] = [answers[minute] ?? 0, labelled[minute] ?? 0, wrong[minute] ?? 0];
  return { ...noCounts, requests: all, answers: all, labelled: told, wrong: bad };
}
