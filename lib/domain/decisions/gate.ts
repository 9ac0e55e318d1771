import { type Comparison, type GateRuleResult, LONGEST_REASON } from '../artifacts/comparison.ts';
import type { GateBound, GateRule } from '../definition/gate-rules.ts';
import type { GateSettings } from '../definition/gate-settings.ts';
import type { Trigger } from '../steps/execution.ts';
import { type MeasuredPair, ruleValue, THRESHOLD_TOLERANCE } from './rule-value.ts';

export interface GateInput extends MeasuredPair {
  readonly settings: Pick<GateSettings, 'rules' | 'rejectBelow' | 'between'>;
  /** What started the execution; rules may ask less of some. */
  readonly trigger: Trigger;
}

export type GateDecision = Pick<Comparison, 'verdict' | 'confidence' | 'reason' | 'rules'>;

/** A rule, what it came to, and that as words. */
interface Finding {
  readonly rule: GateRule;
  readonly value: number | null;
  readonly result: GateRuleResult;
  readonly text: string;
}

/**
 * Whether the candidate may replace the champion (C-1). A hard rule without a number is no evidence and holds; a primary
 * gain below `rejectBelow` is a rejection; all hard rules passed is a promotion; a failed floor is a rejection; and what
 * then gains something, but not enough, gets the verdict of `between`.
 */
export function decideGate(input: GateInput): GateDecision {
  const findings = input.settings.rules.map((rule) => assess(rule, input));
  const hard = findings.filter(({ rule }) => rule.severity === 'hard');
  const warnings = findings.filter(({ result }) => result.severity === 'soft' && result.passed !== true);
  const warning = warnings.length === 0 ? '' : `; warning: ${texts(warnings)}`;
  const { verdict, confidence, reason } = decide(findings, hard, input.settings);
  return { verdict, confidence, reason: shortened(`${reason}${warning}`), rules: findings.map(({ result }) => result) };
}

function decide(
  findings: readonly Finding[],
  hard: readonly Finding[],
  { rejectBelow, between }: GateInput['settings'],
): Omit<GateDecision, 'rules'> {
  const unknown = hard.filter(({ result }) => result.passed === null);
  if (unknown.length > 0) return { verdict: 'hold', confidence: 'none', reason: `no evidence: ${texts(unknown)}` };

  const primary = findings[0]?.rule.mode === 'floor' ? undefined : findings[0];
  const gain = primary?.value ?? null;
  if (primary !== undefined && gain !== null && rejectBelow !== null && gain < rejectBelow - THRESHOLD_TOLERANCE) {
    return { verdict: 'reject', confidence: 'high', reason: `worse than ${rejectBelow} allows: ${primary.text}` };
  }

  const failed = hard.filter(({ result }) => result.passed === false);
  if (failed.length === 0) return { verdict: 'promote', confidence: 'high', reason: `better: ${texts(hard)}` };
  if (failed.some(({ rule }) => rule.mode === 'floor')) {
    return { verdict: 'reject', confidence: 'high', reason: `not good enough: ${texts(failed)}` };
  }
  if (gain !== null && gain > THRESHOLD_TOLERANCE) {
    return { verdict: between, confidence: 'medium', reason: `the improvement is not enough: ${texts(failed)}` };
  }
  return { verdict: 'reject', confidence: 'medium', reason: `no significant improvement: ${texts(failed)}` };
}

function assess(rule: GateRule, { trigger, candidate, champion }: GateInput): Finding {
  const bound = boundFor(rule, trigger);
  const value = ruleValue(rule, { candidate, champion });
  return {
    rule,
    value,
    text: findingText(rule, bound, value, { candidate, champion }),
    result: {
      metric: `${rule.metric} ${rule.mode}`,
      // JSON has no infinity
      value: value === null || Number.isFinite(value) ? value : null,
      threshold: bound.minimum,
      strict: bound.strict,
      n: candidate.rows,
      interval: null,
      severity: rule.severity,
      passed: value === null ? null : meets(value, bound),
    },
  };
}

/** A trigger that the rule does not know leaves it as it is. */
function boundFor(rule: GateRule, trigger: Trigger): GateBound {
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

function numberText(value: number | null): string {
  if (value === null) return 'undefined';
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : `${value > 0 ? '' : '-'}infinite`;
}

// twenty rules have more to say than a ledger entry holds; all of it is in their results
function shortened(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason;
}

function texts(findings: readonly Finding[]): string {
  return findings.map(({ text }) => text).join(', ');
}
