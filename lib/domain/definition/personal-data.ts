import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Parts, problemAt, repeatedEntries } from './definition-parts.ts';
import { choice, columnList } from './definition-values.ts';
import { columnsOf, type featureSetSchema } from './feature-set.ts';
import { type outcomeColumnsSchema, resolveOutcomeColumns } from './outcome-columns.ts';

const redactedKinds = ['email', 'phone'] as const;

/** What happens to personal data at the door, before anything is stored. */
export interface Privacy {
  /** Columns of which only a keyed hash is kept. */
  readonly hash: readonly string[];
  /** Columns that are never stored. */
  readonly drop: readonly string[];
  /** What is blanked out inside texts. */
  readonly redact: readonly (typeof redactedKinds)[number][];
}

export const privacySchema = z.strictObject(
  {
    hash: columnList
      .optional()
      .describe('columns of which only a keyed hash is kept; as there are no keys yet, they are not stored'),
    drop: columnList.optional().describe('columns that are never stored'),
    redact: z
      .array(choice(redactedKinds), 'should be a list such as ["email", "phone"]')
      .optional()
      .describe('what is blanked out inside texts'),
  },
  'should be an object such as {"hash": ["customer_id"], "redact": ["email"]}',
);

type PrivacyParts = Parts<{
  privacy: z.infer<typeof privacySchema>;
  features: z.infer<typeof featureSetSchema>;
  outcome: z.infer<typeof outcomeColumnsSchema>;
  target: string;
  tenant: string;
  tenantHash: string;
}>;

export function privacyProblems(file: PrivacyParts): Problem[] {
  const { hash, drop, redact } = file.privacy ?? {};
  const places = [
    ...repeatedEntries(hash, ['privacy', 'hash']),
    ...repeatedEntries(drop, ['privacy', 'drop']),
    ...repeatedEntries(redact, ['privacy', 'redact']),
  ];
  return [
    ...places,
    ...refusedColumns(
      hash,
      'hash',
      unhashable(file),
      'should be a column that works as a hash, not the target, the time or a number',
    ),
    ...refusedColumns(drop, 'drop', undroppable(file), 'should be a column that nothing else in the definition needs'),
    ...refusedColumns(drop, 'drop', new Set(hash), 'should be a column that is not in privacy.hash as well'),
  ];
}

function refusedColumns(
  columns: readonly (string | undefined)[] | undefined,
  member: 'hash' | 'drop',
  refused: ReadonlySet<string | undefined>,
  expected: string,
): Problem[] {
  return (columns ?? []).flatMap((name, index) =>
    name !== undefined && refused.has(name) ? [problemAt(['privacy', member, index], expected, name)] : [],
  );
}

function unhashable({ features, outcome, target }: PrivacyParts): Set<string | undefined> {
  const numbers = columnsOf(features).flatMap(({ name, list }) => (list === 'numeric' ? [name] : []));
  return new Set([...numbers, target, resolveOutcomeColumns(outcome).time]);
}

function undroppable({ features, outcome, target, tenant, tenantHash }: PrivacyParts): Set<string | undefined> {
  const trained = columnsOf(features).flatMap(({ name, list }) =>
    list === 'numeric' || list === 'categorical' ? [name] : [],
  );
  const { id, time } = resolveOutcomeColumns(outcome);
  return new Set([...trained, target, tenant, tenantHash, id, time]);
}

export function resolvePrivacy({ hash = [], drop = [], redact = [] }: z.infer<typeof privacySchema> = {}): Privacy {
  return { hash, drop, redact };
}
