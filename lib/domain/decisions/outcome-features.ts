import { type FeatureRow, type FeatureValue, LONGEST_TEXT } from '../artifacts/feature-value.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { Problem } from '../errors.ts';
import { valueText } from '../problems.ts';

type Columns = Pick<
  ModelDefinition,
  'features' | 'featureRules' | 'privacy' | 'target' | 'outcome' | 'tenant' | 'tenantHash'
>;

/**
 * What may be done with a column of an outcome: store it, as a value of a feature or to tell whose it is, or leave it out
 * because senders send whole rows.
 */
type ColumnUse = 'numeric' | 'categorical' | 'text' | 'tenant' | 'left-out';

export type ColumnUses = ReadonlyMap<string, ColumnUse>;

/**
 * How every column that a definition knows is used. Columns under `privacy.drop` are never stored. Of those under
 * `privacy.hash` only a keyed hash may be kept, and while there is no key nothing is; texts that would have to be
 * redacted are not kept either.
 */
export function columnUses({ features, privacy, target, outcome, tenant, tenantHash }: Columns): ColumnUses {
  const text = privacy.redact.length > 0 ? 'left-out' : 'text';
  const uses = (names: readonly string[], use: ColumnUse) => names.map((name) => [name, use] as const);
  const tenants = [tenant, tenantHash].filter((name) => name !== null);
  return new Map([
    ...uses(features.dropped, 'left-out'),
    ...uses(tenants, 'tenant'),
    ...uses(features.numeric, 'numeric'),
    ...uses(features.categorical, 'categorical'),
    ...uses(features.text, text),
    // last, so that nothing above overrules what must not be stored
    ...uses([target, outcome.id, outcome.time, ...privacy.drop, ...privacy.hash], 'left-out'),
  ]);
}

/** The features of an outcome that may be stored, and what is wrong with the others. */
export function checkFeatures(
  given: Readonly<Record<string, FeatureValue>>,
  uses: ColumnUses,
  rules: Columns['featureRules'],
): { readonly features: FeatureRow; readonly problems: readonly Problem[] } {
  const features: [string, FeatureValue][] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const use = uses.get(name);
    if (use === 'left-out') continue;
    const missing = rules[name]?.missing ?? [];
    const expected = use === undefined ? 'should be a column of the definition' : expectation(value, use, missing);
    if (expected === null) features.push([name, value]);
    else problems.push({ path: `features.${name}`, expected, got: valueText(value) });
  }
  return { features: Object.fromEntries(features), problems };
}

/** The features of a prediction's record that may be stored: a model was trained with other columns than it has now. */
export function recordedFeatures(recorded: FeatureRow, uses: ColumnUses): FeatureRow {
  return Object.fromEntries(
    Object.entries(recorded).filter(([name]) => uses.has(name) && uses.get(name) !== 'left-out'),
  );
}

/** What a value should be; null when it is. */
function expectation(value: FeatureValue, use: ColumnUse, missing: readonly string[]): string | null {
  if (typeof value === 'string' && value.length > LONGEST_TEXT)
    return `should be at most ${LONGEST_TEXT} characters long`;
  if (use !== 'numeric' || typeof value === 'number' || value === null) return null;
  const isMissing = typeof value === 'string' && (value.trim() === '' || missing.includes(value));
  return isMissing ? null : 'should be a number, or missing';
}
