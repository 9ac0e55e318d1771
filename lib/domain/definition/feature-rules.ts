import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Intact, type Parts, problemAt, repeatedEntries } from './definition-parts.ts';
import { decimal, text } from './definition-values.ts';
import { columnsOf, type FeatureSet, type featureSetSchema } from './feature-set.ts';

/** How values of one feature are read and when their quality stops a training. */
export interface FeatureRule {
  /** Texts that mean "missing", besides the empty cell. */
  readonly missing: readonly string[];
  /** Largest share of missing values, 0..1; above it the data gate stops (S0-29). */
  readonly maximumUnknownShare: number;
  /** The values the feature may take; `null` accepts any. */
  readonly levels: readonly string[] | null;
}

// a feature with next to no values can teach nothing: something upstream broke
const DEFAULT_MAXIMUM_UNKNOWN_SHARE = 0.99;

const marker = text('a text of 1 to 128 characters, such as "unknown"', /^[^\r\n]{1,128}$/);

const featureRuleSchema = z.strictObject(
  {
    missing: z
      .array(marker, 'should be a list of texts, such as ["unknown"]')
      .max(100, 'should be a list of at most 100 texts')
      .optional()
      .describe('texts that mean "missing", besides the empty cell'),
    maximumUnknownShare: decimal(0, 1, 0.5).optional().describe('above this share of missing values training stops'),
    levels: z
      .array(marker, 'should be a list of texts, such as ["low", "high"]')
      .min(1, 'should be a list of at least one text, such as ["low", "high"]')
      .max(10_000, 'should be a list of at most 10000 texts')
      .optional()
      .describe('the values a categorical feature may take'),
  },
  'should be an object such as {"missing": ["unknown"]}',
);

export const featureRulesSchema = z.record(
  z.string(),
  featureRuleSchema,
  'should be an object by feature name, such as {"job": {"missing": ["unknown"]}}',
);

type FeatureRuleParts = Parts<{
  features: z.infer<typeof featureSetSchema>;
  featureRules: z.infer<typeof featureRulesSchema>;
}>;

export function featureRuleProblems({ features, featureRules }: FeatureRuleParts, intact: Intact): Problem[] {
  const lists = new Map(columnsOf(features).map(({ name, list }) => [name, list]));
  return Object.entries(featureRules ?? {}).flatMap(([name, rule]) => {
    const path = ['featureRules', name];
    const list = lists.get(name);
    const repeated = [
      ...repeatedEntries(rule?.missing, [...path, 'missing']),
      ...repeatedEntries(rule?.levels, [...path, 'levels']),
    ];
    if (list === 'categorical' || !intact('features')) return repeated;
    if (list !== 'numeric') {
      return [...repeated, problemAt(path, 'should be the rule of a numeric or categorical feature', rule)];
    }
    if (rule?.levels === undefined) return repeated;
    return [
      ...repeated,
      problemAt([...path, 'levels'], 'should be left out: only a categorical feature has levels', rule.levels),
    ];
  });
}

/** The rule of every feature that is trained on. */
export function resolveFeatureRules(
  features: FeatureSet,
  rules: z.infer<typeof featureRulesSchema> = {},
): Readonly<Record<string, FeatureRule>> {
  const given = new Map(Object.entries(rules));
  return Object.fromEntries(
    [...features.numeric, ...features.categorical].map((name) => {
      const {
        missing = [],
        maximumUnknownShare = DEFAULT_MAXIMUM_UNKNOWN_SHARE,
        levels = null,
      } = given.get(name) ?? {};
      return [name, { missing, maximumUnknownShare, levels }];
    }),
  );
}
