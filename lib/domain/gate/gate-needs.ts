import { leastLowerBound } from './gate-doubt.ts';
import { type GateQuestion, gateInput } from './gate-question.ts';
import { ruleValue } from './rule-value.ts';
import { guardedMeasure, type Measure, measureKey } from './uncertainty.ts';

/** What a promotion asks of one measure. */
export interface GateNeed {
  readonly measure: Measure;
  readonly value: number;
  /** Least value by points; minus infinity for a guardrail, which knows none. */
  readonly minimum: number;
  /** More than that is needed. */
  readonly strict: boolean;
  /** Null where the decision goes by points. */
  readonly bound: {
    /** Lower bound of the interval, and what it has to be above. */
    readonly lower: number;
    readonly above: number;
  } | null;
}

/** What every hard rule and guardrail needs; those without a number are left out. */
export function gateNeeds(question: GateQuestion): GateNeed[] {
  const { settings, evidence, ...pair } = gateInput(question);
  const lowerOf = (measure: Measure) =>
    settings.confidence === null ? null : (evidence?.estimates[measureKey(measure)]?.lower ?? null);
  const need = (measure: Measure, above: number, minimum: number, strict: boolean): GateNeed[] => {
    const [value, lower] = [ruleValue(measure, pair), lowerOf(measure)];
    if (value === null || !Number.isFinite(value)) return [];
    return [{ measure, value, minimum, strict, bound: lower === null ? null : { lower, above } }];
  };
  const ofRules = settings.rules
    .filter(({ severity }) => severity === 'hard')
    .flatMap((rule) => {
      const { minimum, strict, mode } = rule;
      const least = mode === 'floor' ? minimum : leastLowerBound(rule.metric, rule);
      return need(rule, least, minimum, strict);
    });
  const ofGuardrails = settings.guardrails.flatMap(({ metric, margin }) =>
    metric === 'slice-auc' || evidence === null || settings.confidence === null
      ? []
      : need(guardedMeasure(metric), -margin, Number.NEGATIVE_INFINITY, false),
  );
  return [...ofRules, ...ofGuardrails];
}
