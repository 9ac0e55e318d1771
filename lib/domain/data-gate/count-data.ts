import { valueText } from '../problems.ts';
import type { DataFacts } from './data-facts.ts';
import type { DataGateQuestion } from './data-gate-question.ts';
import { levelOf, missingLevel, missingNumber } from './missing-value.ts';
import { schemaDifferences } from './schema-differences.ts';

type Rows = DataGateQuestion['rows'];

/** Counts what the data gate looks at, whatever the order of the rows. */
export function countData(question: DataGateQuestion): DataFacts {
  const { definition, request, rows, contradictedIds, previous } = question;
  const { samples, gate, triggers, positiveClass, labels } = definition;
  return {
    settings: {
      samples,
      smallerDataset: gate.smallerDataset,
      changedSchema: gate.changedSchema,
      require: triggers.require,
      volume: triggers.volume,
      positiveClass,
      labels: [...labels],
    },
    request: { trigger: request.trigger, schedule: request.schedule },
    rows: rows.length,
    newRows: countNew(question),
    contradictedIds,
    labels: sorted(countBy(rows.map(({ label }) => label))),
    previous: previous && { rows: previous.rows, labels: sorted(new Map(Object.entries(previous.labels))) },
    missing: missingCounts(question),
    unknownLevels: unknownLevels(question),
    tenants: tenantCounts(question),
    tenantHashes: tenantHashCounts(question),
    schema: schemaDifferences(question),
  };
}

function countNew({ rows, previous }: DataGateQuestion): number {
  const watermark = previous?.watermark ?? null;
  return watermark === null ? rows.length : rows.filter(({ receivedAt }) => receivedAt > watermark).length;
}

function missingCounts({ definition: { features, featureRules }, rows }: DataGateQuestion): DataFacts['missing'] {
  const numeric = new Set(features.numeric);
  return Object.entries(featureRules).map(([feature, { missing, maximumUnknownShare: maximumShare }]) => {
    const isMissing = numeric.has(feature) ? missingNumber(missing) : missingLevel(missing);
    return { feature, rows: rows.filter((row) => isMissing(row.features[feature])).length, maximumShare };
  });
}

function unknownLevels({ definition: { featureRules }, rows }: DataGateQuestion): DataFacts['unknownLevels'] {
  return Object.entries(featureRules).flatMap(([feature, { missing, levels }]) => {
    if (levels === null) return [];
    const read = levelOf(missing);
    const known = new Set(levels);
    const unknown = rows.flatMap((row) => read(row.features[feature]) ?? []).filter((level) => !known.has(level));
    const [first] = unknown;
    const least = first && unknown.reduce((one, level) => (level < one ? level : one), first);
    const example = least === undefined ? null : valueText(least).toWellFormed();
    return [{ feature, rows: unknown.length, example }];
  });
}

const readTenant = levelOf([]);

function tenantCounts({ definition: { tenant, samples }, rows }: DataGateQuestion): DataFacts['tenants'] {
  if (tenant === null || samples.maximumTenantShare === null) return null;
  const known = rows.flatMap(({ features }) => readTenant(features[tenant]) ?? []);
  return { column: tenant, unknown: rows.length - known.length, largest: largest(countBy(known).values()) };
}

function tenantHashCounts({ definition: { tenant, tenantHash }, rows }: DataGateQuestion): DataFacts['tenantHashes'] {
  if (tenant === null || tenantHash === null) return null;
  const tenants = tenantsByHash(rows, tenant, tenantHash);
  const sizes = [...tenants.values()].map(({ size }) => size);
  return {
    column: tenantHash,
    hashes: tenants.size,
    shared: sizes.filter((size) => size > 1).length,
    most: largest(sizes),
  };
}

function tenantsByHash(rows: Rows, tenant: string, tenantHash: string): Map<string, Set<string>> {
  const tenants = new Map<string, Set<string>>();
  for (const { features } of rows) {
    const [one, hash] = [readTenant(features[tenant]), readTenant(features[tenantHash])];
    if (one !== null && hash !== null) tenants.set(hash, (tenants.get(hash) ?? new Set()).add(one));
  }
  return tenants;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function largest(counts: Iterable<number>): number {
  return [...counts].reduce((most, one) => Math.max(most, one), 0);
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
