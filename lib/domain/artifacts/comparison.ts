import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { verdictSchema } from '../ledger/ledger-event.ts';
import { comparedSchema } from '../steps/execution.ts';
import { measurementsSchema } from './evaluation.ts';

/** Characters of a reason, as many as a ledger entry takes. */
export const LONGEST_REASON = 1000;

/** One rule of the gate and what it came to. */
const gateRuleResultSchema = z.strictObject({
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
  interval: z.tuple([z.number(), z.number()]).nullable(),
  severity: z.enum(['hard', 'soft']),
  /** Null is no evidence either way. */
  passed: z.boolean().nullable(),
});

export type GateRuleResult = z.infer<typeof gateRuleResultSchema>;

/** Why a candidate was promoted or not: both models on the same rows, and every rule that was asked. */
export const comparisonSchema = z.strictObject({
  schema: z.literal('ratchet.comparison/1'),
  snapshotSha256: sha256Schema,
  candidateSha256: sha256Schema,
  /** The champion that the candidate was compared with. */
  compared: comparedSchema,
  /** Rows of the holdout, the same for both. */
  rows: z.int().nonnegative(),
  candidate: measurementsSchema,
  champion: measurementsSchema,
  verdict: verdictSchema,
  /** `high` where the gain lies beyond a threshold of the gate, `medium` in between, `none` without evidence. */
  confidence: z.enum(['high', 'medium', 'none']),
  reason: z.string().min(1).max(LONGEST_REASON),
  rules: z.array(gateRuleResultSchema),
});

export type Comparison = z.infer<typeof comparisonSchema>;
