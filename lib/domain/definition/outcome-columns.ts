import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { valueText } from '../problems.ts';
import { type Intact, type Parts, problemAt } from './definition-parts.ts';
import { columnName } from './definition-values.ts';
import { columnsOf, type featureSetSchema } from './feature-set.ts';

/** The columns that say which outcome a row is and when it happened. */
export interface OutcomeColumns {
  readonly id: string;
  readonly time: string;
}

const defaults: OutcomeColumns = { id: 'id', time: 'time' };

export const outcomeColumnsSchema = z.strictObject(
  {
    id: columnName
      .optional()
      .describe('column of the outcome id, on which duplicates are recognised; "id" unless told'),
    time: columnName.optional().describe('column of the time the outcome happened; "time" unless told'),
  },
  'should be an object such as {"id": "task_id", "time": "timestamp"}',
);

type OutcomeColumnParts = Parts<{
  outcome: z.infer<typeof outcomeColumnsSchema>;
  tenant: string;
  tenantHash: string;
  target: string;
  features: z.infer<typeof featureSetSchema>;
}>;

export function outcomeColumnProblems(
  { outcome, tenant, tenantHash, target, features }: OutcomeColumnParts,
  intact: Intact,
): Problem[] {
  const { id, time } = resolveOutcomeColumns(outcome);
  const fed = new Set(columnsOf(features).flatMap(({ name, list }) => (list === 'dropped' ? [] : [name])));
  const taken = (name: string) => name === target || fed.has(name);
  const place = (member: 'id' | 'time', name: string) => {
    if (!taken(name) || !intact(`outcome.${member}`)) return [];
    const expected = 'should be a column that is neither the target nor a feature';
    const got = outcome?.[member] === undefined ? `nothing, which means ${valueText(name)}` : valueText(name);
    return [{ path: `outcome.${member}`, expected, got }];
  };
  const same =
    id === time && intact('outcome')
      ? [problemAt(['outcome', 'time'], 'should be a column other than outcome.id', time)]
      : [];
  return [
    ...place('id', id),
    ...place('time', time),
    ...same,
    ...tenantProblems({ tenant, tenantHash, target }, intact),
  ];
}

function tenantProblems({ tenant, tenantHash, target }: OutcomeColumnParts, intact: Intact): Problem[] {
  const isTarget = (['tenant', 'tenantHash'] as const).flatMap((member) => {
    const name = member === 'tenant' ? tenant : tenantHash;
    const wrong = name !== undefined && name === target;
    return wrong ? [problemAt([member], 'should be a column other than the target', name)] : [];
  });
  if (tenantHash === undefined || tenantHash === target || !intact('tenant')) return isTarget;
  if (tenant === undefined) {
    return [...isTarget, problemAt(['tenantHash'], 'should be left out where there is no tenant', tenantHash)];
  }
  if (tenantHash !== tenant) return isTarget;
  return [...isTarget, problemAt(['tenantHash'], 'should be a column other than the tenant', tenantHash)];
}

export function resolveOutcomeColumns(
  outcome: Parts<z.infer<typeof outcomeColumnsSchema>> | undefined,
): OutcomeColumns {
  return { id: outcome?.id ?? defaults.id, time: outcome?.time ?? defaults.time };
}
