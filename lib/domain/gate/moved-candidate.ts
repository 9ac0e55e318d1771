import type { GateMetric } from '../definition/gate-rules.ts';
import type { GateQuestion } from './gate-question.ts';
import { ruleValue } from './rule-value.ts';
import { guardedMeasure, type Measure, measureKey } from './uncertainty.ts';

/** A metric that models are compared by and that each of them has by itself. */
export type MeasuredMetric = Exclude<GateMetric, 'failure-rate-reduction'>;

type Evidence = NonNullable<GateQuestion['evidence']>;
type Estimates = Evidence['estimates'];

export function measuredMetric({ metric }: Measure): MeasuredMetric {
  return metric === 'failure-rate-reduction' ? 'accuracy' : metric;
}

export function isLowerBetter(metric: MeasuredMetric): boolean {
  return metric === 'log-loss' || metric === 'brier';
}

/**
 * The value of its metric with which the candidate would come to a value of a measure; null where the champion has no
 * such number.
 */
export function metricValueFor(measure: Measure, target: number, { champion }: GateQuestion): number | null {
  if (measure.mode === 'floor') return target;
  const metric = measuredMetric(measure);
  const base = champion[metric];
  if (base === null) return null;
  const whole = measure.metric === 'failure-rate-reduction' ? 1 - base : base;
  const gain = measure.mode === 'absolute' ? target : target * whole;
  return isLowerBetter(metric) ? base - gain : base + gain;
}

/** The same question about a candidate with another value of one metric; its intervals move along. */
export function withMetric(question: GateQuestion, metric: MeasuredMetric, value: number): GateQuestion {
  const moved = { ...question, candidate: { ...question.candidate, [metric]: value } };
  return gateMeasures(question)
    .filter((measure) => measuredMetric(measure) === metric)
    .reduce<GateQuestion>((changed, measure) => {
      const [before, after] = [ruleValue(measure, question), ruleValue(measure, moved)];
      if (before === null || after === null || !Number.isFinite(after - before)) return changed;
      return withEstimate(changed, measure, ({ lower, upper, ...estimate }) => ({
        ...estimate,
        lower: typeof lower === 'number' ? lower + (after - before) : lower,
        upper: typeof upper === 'number' ? upper + (after - before) : upper,
      }));
    }, moved);
}

/** What rules and guardrails measure, each once. */
function gateMeasures({ rules, guardrails }: GateQuestion): Measure[] {
  const guarded = guardrails.flatMap(({ metric }) => (metric === 'slice-auc' ? [] : [guardedMeasure(metric)]));
  return [...new Map([...rules, ...guarded].map((measure) => [measureKey(measure), measure])).values()];
}

type Estimate = NonNullable<Estimates[string]>;

function withEstimate(
  question: GateQuestion,
  measure: Measure,
  change: (estimate: Estimate) => Estimate,
): GateQuestion {
  const { evidence } = question;
  const [key, estimate] = [measureKey(measure), evidence?.estimates[measureKey(measure)] ?? null];
  if (evidence === null || estimate === null) return question;
  return { ...question, evidence: { ...evidence, estimates: { ...evidence.estimates, [key]: change(estimate) } } };
}

/** The same question on so many rows: the same values, and narrower intervals around them. */
export function withRows(question: GateQuestion, rows: number): GateQuestion {
  const { evidence, candidate } = question;
  if (evidence === null) return question;
  const narrowing = Math.sqrt(candidate.rows / rows);
  const more = { ...question, candidate: { ...candidate, rows }, evidence: { ...evidence, rows } };
  return gateMeasures(question).reduce<GateQuestion>((changed, measure) => {
    const value = ruleValue(measure, question);
    const nearer = (bound: Estimate['lower']) =>
      typeof bound === 'number' && value !== null ? value + (bound - value) * narrowing : bound;
    return withEstimate(changed, measure, ({ lower, upper, standardError, ...estimate }) => ({
      ...estimate,
      standardError: typeof standardError === 'number' ? standardError * narrowing : standardError,
      lower: nearer(lower),
      upper: nearer(upper),
    }));
  }, more);
}
