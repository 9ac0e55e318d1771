import { z } from 'zod';
import { type Comparison, comparisonSchema, type GateCode, gateRuleResultSchema } from './comparison.ts';

const firstComparisonSchema = z.strictObject({
  ...comparisonSchema.pick({
    snapshotSha256: true,
    candidateSha256: true,
    compared: true,
    rows: true,
    candidate: true,
    champion: true,
    verdict: true,
    confidence: true,
    reason: true,
  }).shape,
  schema: z.literal('ratchet.comparison/1'),
  rules: z.array(gateRuleResultSchema),
});

type FirstComparison = z.infer<typeof firstComparisonSchema>;

/** Any comparison that was ever recorded; what decided by points alone is read as such. */
export const recordedComparisonSchema = z.discriminatedUnion('schema', [
  comparisonSchema,
  firstComparisonSchema.transform(upgraded),
]);

function upgraded(first: FirstComparison): Comparison {
  return {
    ...first,
    schema: 'ratchet.comparison/2',
    code: codeOf(first),
    warnings: [],
    uncertainty: 'unavailable',
    primary: null,
    guardrails: [],
    slices: [],
    deltas: [],
    validationHash: null,
  };
}

function codeOf({ verdict, confidence, rules }: FirstComparison): GateCode {
  if (verdict === 'promote') return 'BETTER';
  if (confidence === 'none') return 'NO_EVIDENCE';
  if (verdict !== 'reject') return 'SMALL_GAIN';
  if (confidence === 'medium') return 'KEEP_CHAMPION';
  const fell = rules.some((rule) => rule.metric.endsWith(' floor') && rule.severity === 'hard' && !rule.passed);
  return fell ? 'FLOOR' : 'WORSE';
}
