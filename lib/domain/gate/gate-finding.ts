import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { GateRuleResult } from '../artifacts/comparison.ts';
import type { GateBound, GateRule } from '../definition/gate-rules.ts';
import type { Trigger } from '../steps/execution.ts';
import type { PairedEvidence } from './paired-evidence.ts';
import { type MeasuredPair, ruleValue } from './rule-value.ts';
import { measureKey, storedInterval, type Uncertainty } from './uncertainty.ts';

/** A rule, what it came to, and that as words. */
export interface GateFinding {
  readonly rule: GateRule;
  readonly bound: GateBound;
  readonly value: number | null;
  /** Null where none was computed, or none exists. */
  readonly estimate: Uncertainty | null;
  readonly result: GateRuleResult;
  readonly text: string;
}

export interface FindingContext extends MeasuredPair {
  readonly trigger: Trigger;
  /** Null goes by points. */
  readonly evidence: PairedEvidence | null;
}

export function gateFinding(rule: GateRule, { trigger, candidate, champion, evidence }: FindingContext): GateFinding {
  const bound = boundFor(rule, trigger);
  const value = ruleValue(rule, { candidate, champion });
  const estimate = evidence?.estimates[measureKey(rule)] ?? null;
  return {
    rule,
    bound,
    value,
    estimate,
    text: findingText(rule, bound, value, { candidate, champion }),
    result: {
      metric: measureKey(rule),
      // JSON has no infinity
      value: value === null || Number.isFinite(value) ? value : null,
      threshold: bound.minimum,
      strict: bound.strict,
      n: candidate.rows,
      interval: storedInterval(estimate),
      severity: rule.severity,
      passed: value === null ? null : meets(value, bound),
    },
  };
}

/** A trigger that the rule does not know leaves it as it is. */
export function boundFor(rule: GateRule, trigger: Trigger): GateBound {
  const bounds: Readonly<Partial<Record<Trigger, GateBound>>> = rule.triggers;
  return bounds[trigger] ?? rule;
}

function meets(value: number, { minimum, strict }: GateBound): boolean {
  return strict ? value > minimum + THRESHOLD_TOLERANCE : value >= minimum - THRESHOLD_TOLERANCE;
}

function findingText(rule: GateRule, bound: GateBound, value: number | null, pair: MeasuredPair): string {
  const of = rule.metric === 'failure-rate-reduction' ? 'accuracy' : rule.metric;
  const [candidate, champion] = [pair.candidate[of], pair.champion[of]].map(numberText);
  if (value === null) {
    return `${of} is undefined on ${pair.candidate.rows} rows (champion ${champion}, candidate ${candidate})`;
  }
  const relation = relationText(bound, meets(value, bound));
  if (rule.mode === 'floor') return `${of} ${candidate} ${relation}`;
  const gain = rule.metric === 'failure-rate-reduction' ? rule.metric : `${rule.metric} gain`;
  return `${rule.mode} ${gain} ${numberText(value)} (${of} ${champion} to ${candidate}) ${relation}`;
}

function relationText({ minimum, strict }: GateBound, met: boolean): string {
  if (strict) return `${met ? 'is above' : 'is not above'} ${minimum}`;
  return `${met ? 'is at least' : 'is below'} ${minimum}`;
}

export function numberText(value: number | null): string {
  if (value === null) return 'undefined';
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : `${value > 0 ? '' : '-'}infinite`;
}

export function findingTexts(findings: readonly { readonly text: string }[]): string {
  return findings.map(({ text }) => text).join(', ');
}
