import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import { type Comparison, LONGEST_REASON, type PrimaryGain } from '../artifacts/comparison.ts';
import type { GateSettings } from '../definition/gate-settings.ts';
import type { Trigger } from '../steps/execution.ts';
import { gateDoubt, percent } from './gate-doubt.ts';
import { findingTexts, type GateFinding, gateFinding, numberText } from './gate-finding.ts';
import { guardrailResults } from './guardrails.ts';
import type { PairedEvidence } from './paired-evidence.ts';
import type { MeasuredPair } from './rule-value.ts';
import { storedNumber } from './uncertainty.ts';

export interface GateInput extends MeasuredPair {
  readonly settings: Pick<GateSettings, 'rules' | 'rejectBelow' | 'between' | 'confidence' | 'guardrails'>;
  /** What started the execution; rules may ask less of some. */
  readonly trigger: Trigger;
  /** Of both models on the rows that were measured; null leaves the decision to the points. */
  readonly evidence: PairedEvidence | null;
}

type Outcome = Pick<Comparison, 'verdict' | 'code' | 'confidence' | 'reason'>;

export type GateDecision = Outcome & Pick<Comparison, 'uncertainty' | 'rules' | 'primary' | 'guardrails' | 'slices'>;

/**
 * Whether the candidate may replace the champion (C-1). The points decide first: a hard rule without a number is no
 * evidence and holds; a failed floor is a rejection, and so is a primary gain below `rejectBelow`; all hard rules passed
 * is a promotion; and what then gains something, but not enough, gets the verdict of `between`. What is known of their
 * uncertainty may only take a promotion back.
 */
export function decideGate(input: GateInput): GateDecision {
  const { settings } = input;
  const evidence = settings.confidence === null ? null : input.evidence;
  const findings = settings.rules.map((rule) => gateFinding(rule, { ...input, evidence }));
  const guardrails = evidence === null ? [] : guardrailResults(settings.guardrails, evidence, input);
  const hard = findings.filter(({ rule }) => rule.severity === 'hard');
  const points = decideByPoints(findings, hard, settings);
  const outcome =
    evidence === null ? points : withEvidence(points, findings[0], { ...input, evidence, hard, guardrails });
  return {
    ...outcome,
    reason: shortened(`${outcome.reason}${remarks(findings, settings)}`),
    uncertainty: uncertaintyOf(settings.confidence, evidence),
    rules: findings.map(({ result }) => result),
    primary: evidence === null ? null : primaryGain(findings[0], evidence),
    guardrails,
    slices: [...(evidence?.slices ?? [])],
  };
}

function uncertaintyOf(confidence: number | null, evidence: PairedEvidence | null): Comparison['uncertainty'] {
  if (confidence === null) return 'off';
  return evidence === null ? 'unavailable' : 'paired';
}

function decideByPoints(
  findings: readonly GateFinding[],
  hard: readonly GateFinding[],
  { rejectBelow, between }: GateInput['settings'],
): Outcome {
  const unknown = hard.filter(({ result }) => result.passed === null);
  if (unknown.length > 0) {
    const reason = `no evidence: ${findingTexts(unknown)}`;
    return { verdict: 'hold', code: 'NO_EVIDENCE', confidence: 'none', reason };
  }

  const failed = hard.filter(({ result }) => result.passed === false);
  if (failed.some(({ rule }) => rule.mode === 'floor')) {
    return { ...REJECTION, code: 'FLOOR', reason: `not good enough: ${findingTexts(failed)}` };
  }
  const primary = findings[0]?.rule.mode === 'floor' ? undefined : findings[0];
  const gain = primary?.value ?? null;
  if (primary !== undefined && gain !== null && rejectBelow !== null && gain < rejectBelow - THRESHOLD_TOLERANCE) {
    return { ...REJECTION, code: 'WORSE', reason: `worse than ${rejectBelow} allows: ${primary.text}` };
  }
  if (failed.length === 0) {
    return { verdict: 'promote', code: 'BETTER', confidence: 'high', reason: `better: ${findingTexts(hard)}` };
  }
  if (gain !== null && gain > THRESHOLD_TOLERANCE) {
    const reason = `the improvement is not enough: ${findingTexts(failed)}`;
    return { verdict: between, code: 'SMALL_GAIN', confidence: 'medium', reason };
  }
  const reason = `no significant improvement: ${findingTexts(failed)}`;
  return { verdict: 'reject', code: 'KEEP_CHAMPION', confidence: 'medium', reason };
}

const REJECTION = { verdict: 'reject', confidence: 'high' } as const;

interface Doubtful extends GateInput {
  readonly evidence: PairedEvidence;
  readonly hard: readonly GateFinding[];
  readonly guardrails: Comparison['guardrails'];
}

function withEvidence(
  points: Outcome,
  primary: GateFinding | undefined,
  { settings, evidence, hard, guardrails }: Doubtful,
): Outcome {
  if (points.code === 'NO_EVIDENCE' || points.code === 'FLOOR' || points.code === 'WORSE') return points;
  const worse = worseReason(primary, evidence);
  if (worse !== null) return { ...REJECTION, code: 'WORSE', reason: worse };
  if (points.verdict !== 'promote') return points;
  const doubt = gateDoubt(hard, evidence, guardrails);
  if (doubt === null) return points;
  return doubt.code === 'NO_EVIDENCE'
    ? { ...doubt, verdict: 'hold', confidence: 'none' }
    : { ...doubt, verdict: settings.between, confidence: 'medium' };
}

/** The whole interval lies where the gain is a loss, and a larger one than the rule itself puts up with. */
function worseReason(primary: GateFinding | undefined, evidence: PairedEvidence): string | null {
  if (primary === undefined || primary.rule.mode === 'floor' || primary.estimate === null) return null;
  const { bound, estimate, text } = primary;
  const most = Math.min(bound.minimum, 0);
  if (estimate.upper >= most - THRESHOLD_TOLERANCE) return null;
  const interval = `${percent(evidence)} interval from ${numberText(estimate.lower)} to ${numberText(estimate.upper)}`;
  return `worse: ${text}, and its ${interval} ends below ${numberText(most)}`;
}

function primaryGain(primary: GateFinding | undefined, evidence: PairedEvidence): PrimaryGain | null {
  if (primary === undefined || primary.rule.mode === 'floor' || primary.estimate === null) return null;
  const { result, bound, estimate } = primary;
  const { rows, prevalence, seed, underpowered } = evidence;
  const mdeAt80 = 2.49 * estimate.standardError;
  const wanted = bound.minimum > 0 ? bound.minimum : 0.01;
  return {
    metric: result.metric,
    method: estimate.method,
    delta: result.value,
    se: storedNumber(estimate.standardError),
    lower: storedNumber(estimate.lower),
    upper: storedNumber(estimate.upper),
    p: estimate.p,
    mdeAt80: storedNumber(mdeAt80),
    rowsNeeded: storedNumber(Math.ceil(rows * (mdeAt80 / wanted) ** 2)),
    n: rows,
    prevalence,
    seed,
    underpowered,
  };
}

function remarks(findings: readonly GateFinding[], { confidence }: GateInput['settings']): string {
  const soft = findings.filter(({ result }) => result.severity === 'soft' && result.passed !== true);
  const warning = soft.length === 0 ? '' : `; warning: ${findingTexts(soft)}`;
  return confidence === null ? `${warning}; by points alone, as gate.confidence is false` : warning;
}

// twenty rules have more to say than a ledger entry holds; all of it is in their results
function shortened(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason;
}
