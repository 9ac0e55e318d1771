import { type Change, valueText, verifiedChanges } from '../decision-records/decision-kind.ts';
import { type GateNeed, gateNeeds } from './gate-needs.ts';
import { askGate, type GateQuestion } from './gate-question.ts';
import {
  isLowerBetter,
  type MeasuredMetric,
  measuredMetric,
  metricValueFor,
  withMetric,
  withRows,
} from './moved-candidate.ts';

type GateChange = Change<GateQuestion>;

/** Beyond a threshold by so much, where reaching it is not enough: well above the gate's tolerance. */
const BEYOND = 1e-6;

/** What would have made the candidate the challenger or, where it became one, what would have kept it from that. */
export function gateChanges(question: GateQuestion): GateChange[] {
  const promoted = askGate(question).verdict === 'promote';
  const proposed = promoted ? losses(question) : [...betterCandidate(question), ...moreRows(question)];
  return verifiedChanges(question, proposed, {
    decide: askGate,
    word: ({ verdict }) => String(verdict === 'promote'),
  });
}

/** What a metric of the candidate would have to be for one need. */
interface Wish {
  readonly metric: MeasuredMetric;
  readonly value: number;
  readonly need: GateNeed;
  /** What the need's measure would come to. */
  readonly target: number;
}

/** The least that satisfies rules and guardrails at once. */
function betterCandidate(question: GateQuestion): GateChange[] {
  const wishes = highest(gateNeeds(question).flatMap((need) => wishOf(question, need, neededValue(need))));
  if (wishes.some(({ metric, value }) => value < 0 || (value > 1 && metric !== 'log-loss'))) return [];
  const changed = wishes.reduce((one, { metric, value }) => withMetric(one, metric, value), question);
  const slices = failedSlices(question).map((slice) => JSON.stringify(slice));
  const texts = wishes.map((wish) => wishText(question, wish));
  if (slices.length > 0) texts.push(`no loss in ${slices.join(', ')}`);
  return [{ text: texts.join(' and '), question: withSlices(changed) }];
}

function wishOf(question: GateQuestion, need: GateNeed, target: number): Wish[] {
  const value = target <= need.value ? null : metricValueFor(need.measure, target, question);
  return value === null ? [] : [{ metric: measuredMetric(need.measure), value, need, target }];
}

/** Of each metric the wish that is hardest to satisfy. */
function highest(wishes: readonly Wish[]): Wish[] {
  const goodness = ({ metric, value }: Wish) => (isLowerBetter(metric) ? -value : value);
  const hardestFirst = wishes.toSorted((one, other) => goodness(other) - goodness(one));
  return wishes.filter((wish) => hardestFirst.find(({ metric }) => metric === wish.metric) === wish);
}

function neededValue({ minimum, strict, bound, value }: GateNeed): number {
  const byPoints = strict ? minimum + BEYOND : minimum;
  return bound === null ? byPoints : Math.max(byPoints, bound.above + BEYOND + (value - bound.lower));
}

function wishText({ candidate }: GateQuestion, { metric, value, need, target }: Wish): string {
  const instead = `${metric} ${valueText(value)} instead of ${valueText(candidate[metric] ?? 0)}`;
  const { measure, value: gain } = need;
  if (measure.mode === 'floor') return instead;
  return `${instead} (${measure.mode} gain ${valueText(target)} instead of ${valueText(gain)})`;
}

/** With the same numbers on more rows the intervals would have been narrow enough. */
function moreRows(question: GateQuestion): GateChange[] {
  const factors = gateNeeds(question).map(({ value, bound }) => {
    if (bound === null || bound.lower > bound.above) return 1;
    return value > bound.above ? ((value - bound.lower) / (value - bound.above)) ** 2 : Number.POSITIVE_INFINITY;
  });
  const { rows } = question.candidate;
  const needed = Math.ceil(rows * Math.max(1, ...factors) * (1 + BEYOND)) + 1;
  if (!Number.isSafeInteger(needed)) return [];
  return [{ text: `the same numbers on ${needed} rows instead of ${rows}`, question: withRows(question, needed) }];
}

/** One for every rule and guardrail: the least loss of its metric with which it no longer holds. */
function losses(question: GateQuestion): GateChange[] {
  return gateNeeds(question).flatMap((need) => {
    const { measure, value, minimum, strict, bound } = need;
    const byPoints = strict ? minimum : minimum - BEYOND;
    const target = bound === null ? byPoints : Math.max(byPoints, bound.above - BEYOND + (value - bound.lower));
    const changed = metricValueFor(measure, target, question);
    const metric = measuredMetric(measure);
    if (changed === null || changed < 0) return [];
    const text = wishText(question, { metric, value: changed, need, target });
    return [{ text, question: withMetric(question, metric, changed) }];
  });
}

function failedSlices({ evidence }: GateQuestion): string[] {
  return (evidence?.slices ?? []).flatMap(({ slice, passed }) => (passed === false ? [slice] : []));
}

function withSlices(question: GateQuestion): GateQuestion {
  const { evidence } = question;
  if (evidence === null) return question;
  const slices = evidence.slices.map((slice) => ({ ...slice, passed: slice.passed === null ? null : true }));
  return { ...question, evidence: { ...evidence, slices } };
}
