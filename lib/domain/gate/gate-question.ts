import { z } from 'zod';
import { sliceResultSchema } from '../artifacts/comparison.ts';
import { measurementsSchema } from '../artifacts/evaluation.ts';
import { guardrailMetrics } from '../definition/gate-guardrails.ts';
import { gateMetrics, gateRule } from '../definition/gate-rules.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { triggerSchema } from '../steps/execution.ts';
import { decideGate, type GateDecision, type GateInput } from './gate.ts';
import { boundFor } from './gate-finding.ts';
import { guardedMeasure, measureKey, type Uncertainty } from './uncertainty.ts';

/** JSON has neither infinity nor what is no number. */
const anyNumberSchema = z.union([z.number(), z.enum(['infinite', '-infinite', 'undefined'])]);

type AnyNumber = z.infer<typeof anyNumberSchema>;

const estimateSchema = z.strictObject({
  method: z.enum(['delong', 'agresti-min', 'wilson', 'normal', 'bootstrap', 'identical']),
  standardError: anyNumberSchema,
  lower: anyNumberSchema,
  upper: anyNumberSchema,
  p: z.number().nullable(),
});

const evidenceSchema = z.strictObject({
  confidence: z.number().gt(0).lt(1),
  rows: z.int().nonnegative(),
  labels: z.int().nonnegative(),
  prevalence: z.number().nullable(),
  underpowered: z.boolean(),
  seed: z.int().nonnegative(),
  /** Of what rules and guardrails ask for, such as `auc absolute`. */
  estimates: z.record(z.string(), estimateSchema.nullable()),
  slices: z.array(sliceResultSchema),
});

/** Everything that the gate looks at, with the bounds of the trigger already in the rules. */
export const gateQuestionSchema = z.strictObject({
  /** The artefact that the verdict was stored in. */
  comparison: storedObjectSchema,
  trigger: triggerSchema,
  rules: z.array(
    z.strictObject({
      metric: z.enum(gateMetrics),
      mode: z.enum(['absolute', 'relative', 'floor']),
      minimum: z.number(),
      strict: z.boolean(),
      severity: z.enum(['hard', 'soft']),
    }),
  ),
  rejectBelow: z.number().nullable(),
  between: z.enum(['a-b-test', 'hold', 'reject']),
  confidence: z.number().nullable(),
  guardrails: z.array(z.strictObject({ metric: z.enum(guardrailMetrics), margin: z.number() })),
  candidate: measurementsSchema,
  champion: measurementsSchema,
  evidence: evidenceSchema.nullable(),
});

export type GateQuestion = z.infer<typeof gateQuestionSchema>;

/** Slices are part of the question already. */
export type GateVerdict = Omit<GateDecision, 'slices'>;

export function gateQuestion(input: GateInput, comparison: GateQuestion['comparison']): GateQuestion {
  const { settings, trigger, candidate, champion, evidence } = input;
  const { rejectBelow, between, confidence, guardrails } = settings;
  return {
    comparison,
    trigger,
    rules: settings.rules.map((rule) => {
      const { metric, mode, severity } = rule;
      const { minimum, strict } = boundFor(rule, trigger);
      return { metric, mode, minimum, strict, severity };
    }),
    rejectBelow,
    between,
    confidence,
    guardrails: guardrails.map(({ metric, margin }) => ({ metric, margin })),
    candidate,
    champion,
    evidence: evidence && { ...evidence, estimates: askedEstimates(input), slices: [...evidence.slices] },
  };
}

function askedEstimates({ settings: { rules, guardrails }, evidence }: GateInput) {
  const guarded = guardrails.flatMap(({ metric }) => (metric === 'slice-auc' ? [] : [guardedMeasure(metric)]));
  const keys = new Set([...rules, ...guarded].map(measureKey));
  return Object.fromEntries([...keys].map((key) => [key, storedEstimate(evidence?.estimates[key] ?? null)]));
}

function storedEstimate(estimate: Uncertainty | null) {
  if (estimate === null) return null;
  const { standardError, lower, upper } = estimate;
  return { ...estimate, standardError: told(standardError), lower: told(lower), upper: told(upper) };
}

function told(value: number): AnyNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'undefined';
  return value > 0 ? 'infinite' : '-infinite';
}

function read(value: AnyNumber): number {
  if (typeof value === 'number') return value;
  return { infinite: Number.POSITIVE_INFINITY, '-infinite': Number.NEGATIVE_INFINITY, undefined: Number.NaN }[value];
}

/** What the gate was asked, as it takes it. */
export function gateInput({ rules, evidence, ...question }: GateQuestion): GateInput {
  const { rejectBelow, between, confidence, guardrails, trigger, candidate, champion } = question;
  const settings = {
    rules: rules.map(({ metric, mode, minimum, strict, severity }) =>
      gateRule(metric, mode, { minimum, strict }, { severity }),
    ),
    rejectBelow,
    between,
    confidence,
    guardrails,
  };
  return { settings, trigger, candidate, champion, evidence: evidence && readEvidence(evidence) };
}

function readEvidence(evidence: NonNullable<GateQuestion['evidence']>): GateInput['evidence'] {
  const estimates = Object.entries(evidence.estimates).map(([key, estimate]) => {
    if (estimate === null) return [key, null] as const;
    const { standardError, lower, upper } = estimate;
    const numbers = { standardError: read(standardError), lower: read(lower), upper: read(upper) };
    return [key, { ...estimate, ...numbers }] as const;
  });
  return { ...evidence, estimates: Object.fromEntries(estimates) };
}

export function gateVerdict({ verdict, code, confidence, reason, uncertainty, ...numbers }: GateVerdict): GateVerdict {
  const { rules, primary, guardrails } = numbers;
  return { verdict, code, confidence, reason, uncertainty, rules, primary, guardrails };
}

export function askGate(question: GateQuestion): GateVerdict {
  return gateVerdict(decideGate(gateInput(question)));
}
