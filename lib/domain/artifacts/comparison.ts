import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { verdictSchema } from '../ledger/ledger-event.ts';
import { comparedSchema } from '../steps/execution.ts';
import { timestampSchema } from '../time.ts';
import { measurementsSchema } from './evaluation.ts';

/** Characters of a reason, as many as a ledger entry takes. */
export const LONGEST_REASON = 1000;

/** Bounds of a value, the lower one first. */
const intervalSchema = z.tuple([z.number(), z.number()]);

/** One rule of the gate and what it came to. */
export const gateRuleResultSchema = z.strictObject({
  /** Such as `auc absolute`: what was measured, and in which mode. */
  metric: z.string().min(1).max(80),
  /** Gain of the candidate or, for a floor, its own value; null where one of the two models has no such number. */
  value: z.number().nullable(),
  threshold: z.number(),
  /** More than the threshold is needed, not just as much. */
  strict: z.boolean(),
  /** Rows behind the value. */
  n: z.int().nonnegative(),
  /** Bounds of the value's interval, where one is known. */
  interval: intervalSchema.nullable(),
  severity: z.enum(['hard', 'soft']),
  /** Null is no evidence either way. */
  passed: z.boolean().nullable(),
});

export type GateRuleResult = z.infer<typeof gateRuleResultSchema>;

/** Why a verdict is what it is. */
const gateCodeSchema = z.enum([
  'BETTER',
  /** A floor is not reached. */
  'FLOOR',
  /** Below `rejectBelow`, or the whole interval of the gain lies on the wrong side. */
  'WORSE',
  /** No gain: as good as the champion, or a little worse. */
  'KEEP_CHAMPION',
  /** A gain, but not as much as the rules ask for. */
  'SMALL_GAIN',
  /** Enough by points, but the interval of a gain allows for none. */
  'INSUFFICIENT_EVIDENCE',
  'FLOOR_UNCERTAIN',
  'GUARDRAIL',
  /** A number that the decision needs does not exist on these rows. */
  'NO_EVIDENCE',
]);

export type GateCode = z.infer<typeof gateCodeSchema>;

/** What is known of the first rule's gain. */
const primaryGainSchema = z.strictObject({
  metric: z.string().min(1).max(80),
  /** How the interval was computed. */
  method: z.string().min(1).max(40),
  delta: z.number().nullable(),
  se: z.number().nonnegative().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Two-sided, of no difference. */
  p: z.number().min(0).max(1).nullable(),
  /** Smallest true gain that would be found four times out of five: 2.49 standard errors. */
  mdeAt80: z.number().nonnegative().nullable(),
  /** With how many rows the gain that the rule asks for would be found that often; of a rule that asks for none, .01. */
  rowsNeeded: z.number().nonnegative().nullable(),
  n: z.int().nonnegative(),
  /** Share of the positive class or, with several classes, of the rarest. */
  prevalence: z.number().min(0).max(1).nullable(),
  /** Of every bootstrap of this comparison. */
  seed: z.int().nonnegative(),
  /** Fewer than 2,000 rows, or than 400 of the rarer class: the thresholds mean little. */
  underpowered: z.boolean(),
});

export type PrimaryGain = z.infer<typeof primaryGainSchema>;

/** One guardrail: what is lost at worst, and what may be. */
const guardrailResultSchema = z.strictObject({
  /** Such as `accuracy absolute`, or `slice-auc` of the worst slice. */
  metric: z.string().min(1).max(80),
  margin: z.number(),
  delta: z.number().nullable(),
  interval: intervalSchema.nullable(),
  n: z.int().nonnegative(),
  /** Value of the feature that slices go by; null for all rows. */
  slice: z.string().nullable(),
  passed: z.boolean().nullable(),
});

export type GuardrailResult = z.infer<typeof guardrailResultSchema>;

/** AUC within one value of a feature; the interval is Holm's over all slices. */
export const sliceResultSchema = z.strictObject({
  slice: z.string(),
  n: z.int().nonnegative(),
  delta: z.number().nullable(),
  interval: intervalSchema.nullable(),
  /** Null where there are too few rows of a class to tell. */
  passed: z.boolean().nullable(),
});

export type SliceResult = z.infer<typeof sliceResultSchema>;

/** Candidate minus champion; of losses and errors, less is better. */
const deltaSchema = z.strictObject({
  metric: z.string().min(1).max(80),
  delta: z.number().nullable(),
  interval: intervalSchema.nullable(),
});

export type Delta = z.infer<typeof deltaSchema>;

/** Why a candidate was promoted or not: both models on the same rows, and everything that was asked. */
export const comparisonSchema = z.strictObject({
  schema: z.literal('ratchet.comparison/2'),
  snapshotSha256: sha256Schema,
  candidateSha256: sha256Schema,
  /** The champion that the candidate was compared with. */
  compared: comparedSchema,
  /** Rows of the holdout, the same for both. */
  rows: z.int().nonnegative(),
  candidate: measurementsSchema,
  champion: measurementsSchema,
  verdict: verdictSchema,
  code: gateCodeSchema,
  /** `high` where the gain lies beyond a threshold of the gate, `medium` in between, `none` without evidence. */
  confidence: z.enum(['high', 'medium', 'none']),
  reason: z.string().min(1).max(LONGEST_REASON),
  /** What a reader of the verdict should know besides. */
  warnings: z.array(z.string().min(1).max(300)).max(10),
  /** `off`: the definition goes by points; `unavailable`: there were no scores of single rows. */
  uncertainty: z.enum(['paired', 'off', 'unavailable']),
  rules: z.array(gateRuleResultSchema),
  primary: primaryGainSchema.nullable(),
  guardrails: z.array(guardrailResultSchema),
  slices: z.array(sliceResultSchema),
  deltas: z.array(deltaSchema),
  /** Of model name, metrics of the candidate and snapshot (S2-10); null in what older versions recorded. */
  validationHash: sha256Schema.nullable(),
  /** Start of the execution that compared, the same at every attempt; older records do not say. */
  validatedAt: timestampSchema.optional(),
});

export type Comparison = z.infer<typeof comparisonSchema>;
