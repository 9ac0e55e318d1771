import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { GateCode, GuardrailResult } from '../artifacts/comparison.ts';
import type { GateMetric } from '../definition/gate-rules.ts';
import { type GateFinding, numberText } from './gate-finding.ts';
import type { PairedEvidence } from './paired-evidence.ts';

/** What takes a promotion back that the points would have allowed. */
export interface GateDoubt {
  readonly code: GateCode;
  readonly reason: string;
}

/**
 * How much may be lost where a rule asks for as much as the champion has: an interval around no difference always has a
 * part below it. In the unit of the rule.
 */
const TOLERATED_LOSS: Readonly<Record<GateMetric, number>> = {
  auc: 0.005,
  accuracy: 0.005,
  f1: 0.01,
  'macro-f1': 0.01,
  'log-loss': 0.01,
  brier: 0.005,
  'failure-rate-reduction': 0.025,
};

/**
 * The first doubt about a promotion, in the order of statistical precedence: nothing to tell by, a gain that may be none,
 * a floor that may be missed, a guardrail. Null leaves the promotion as it is. `hard` are findings that all passed.
 */
export function gateDoubt(
  hard: readonly GateFinding[],
  evidence: PairedEvidence,
  guardrails: readonly GuardrailResult[],
): GateDoubt | null {
  return (
    nothingToTell(hard, evidence) ??
    firstOf(hard, (finding) => gainDoubt(finding, evidence)) ??
    firstOf(hard, (finding) => floorDoubt(finding, evidence)) ??
    firstOf(guardrails, guardrailDoubt)
  );
}

function firstOf<Item>(items: readonly Item[], doubtOf: (item: Item) => GateDoubt | null): GateDoubt | null {
  for (const item of items) {
    const doubt = doubtOf(item);
    if (doubt !== null) return doubt;
  }
  return null;
}

function nothingToTell(hard: readonly GateFinding[], { rows, labels }: PairedEvidence): GateDoubt | null {
  if (labels < 2) return { code: 'NO_EVIDENCE', reason: `no evidence: the ${rows} rows of the holdout have one label` };
  const unknown = hard.find(({ estimate }) => estimate === null);
  if (unknown === undefined) return null;
  return { code: 'NO_EVIDENCE', reason: `no evidence: on ${rows} rows there is no interval of ${unknown.text}` };
}

function gainDoubt({ rule, bound, estimate, text }: GateFinding, evidence: PairedEvidence): GateDoubt | null {
  if (rule.mode === 'floor' || estimate === null) return null;
  const least = leastLowerBound(rule.metric, bound);
  if (estimate.lower > least + THRESHOLD_TOLERANCE) return null;
  const interval = `${percent(evidence)} interval from ${numberText(estimate.lower)} to ${numberText(estimate.upper)}`;
  const wanted = `should begin above ${numberText(least)}`;
  return {
    code: 'INSUFFICIENT_EVIDENCE',
    reason: `the evidence is not enough: ${text}, but its ${interval} ${wanted}`,
  };
}

/** A rule that allows for a loss says itself how much; one that asks for more than the champion has needs some gain. */
export function leastLowerBound(metric: GateMetric, { minimum, strict }: GateFinding['bound']): number {
  if (minimum < 0) return minimum;
  return minimum > 0 || strict ? 0 : -TOLERATED_LOSS[metric];
}

function floorDoubt({ rule, bound, estimate, text }: GateFinding, evidence: PairedEvidence): GateDoubt | null {
  if (rule.mode !== 'floor' || estimate === null) return null;
  if (estimate.lower >= bound.minimum - THRESHOLD_TOLERANCE) return null;
  const begins = `its ${percent(evidence)} interval begins at ${numberText(estimate.lower)}`;
  return { code: 'FLOOR_UNCERTAIN', reason: `the floor is not certain: ${text}, but ${begins}` };
}

function guardrailDoubt({ metric, slice, margin, interval, passed, n }: GuardrailResult): GateDoubt | null {
  if (passed === true) return null;
  const where = slice === null ? metric : `${metric} of ${JSON.stringify(slice)}`;
  const found =
    interval === null
      ? `${where} has no interval on ${n} rows`
      : `${where} may have lost ${numberText(Math.max(0, -interval[0]))}, and ${margin} is the most`;
  return { code: 'GUARDRAIL', reason: `a guardrail does not hold: ${found}` };
}

export function percent({ confidence }: Pick<PairedEvidence, 'confidence'>): string {
  return `${Number((confidence * 100).toFixed(4))} %`;
}
