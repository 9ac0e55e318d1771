import type { DataFacts } from './data-facts.ts';

/** The same data with so many rows: what is counted among them grows or shrinks with them. */
export function withRows(facts: DataFacts, rows: number): DataFacts {
  if (facts.rows === 0) return { ...facts, rows };
  const factor = rows / facts.rows;
  const scaled = (count: number) => Math.floor(count * factor);
  const { tenants, missing, unknownLevels } = facts;
  return {
    ...facts,
    rows,
    newRows: Math.max(0, facts.newRows + rows - facts.rows),
    labels: inShares(facts.labels, rows),
    missing: missing.map((one) => ({ ...one, rows: scaled(one.rows) })),
    unknownLevels: unknownLevels.map((one) => ({ ...one, rows: scaled(one.rows) })),
    tenants: tenants && { ...tenants, unknown: scaled(tenants.unknown), largest: scaled(tenants.largest) },
  };
}

/** The same data with so many new rows, and more rows where they are more than all. */
export function withNewRows(facts: DataFacts, newRows: number): DataFacts {
  return { ...withRows(facts, Math.max(facts.rows, newRows)), newRows };
}

/** Labels in the shares of these counts, so many together; what cannot be shared out is of the most frequent one. */
export function inShares(counts: DataFacts['labels'], rows: number): DataFacts['labels'] {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return counts;
  const shared = counts.map(([label, count]): [string, number] => [label, Math.floor((count * rows) / total)]);
  const rest = rows - shared.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(...counts.map(([, count]) => count));
  const largest = counts.findIndex(([, count]) => count === most);
  return shared
    .map(([label, count], index): [string, number] => [label, index === largest ? count + rest : count])
    .filter(([, count]) => count > 0);
}

/** With one more row, of a class that is not among the others. */
export function withOtherClass(facts: DataFacts): DataFacts {
  const { settings, labels, rows } = facts;
  const known = new Set(labels.map(([label]) => label));
  const { positiveClass } = settings;
  const listed = [...settings.labels, 'another'].filter((label) => !known.has(label) && label !== positiveClass);
  const other = positiveClass === null || known.has(positiveClass) ? listed[0] : positiveClass;
  if (other === undefined) return facts;
  return { ...facts, rows: rows + 1, labels: inOrder([...labels, [other, 1]]) };
}

/** With labels that the definition lists, and no others. */
export function withListedLabels(facts: DataFacts): DataFacts {
  const listed = new Set(facts.settings.labels);
  return {
    ...facts,
    labels: inShares(
      facts.labels.filter(([label]) => listed.has(label)),
      facts.rows,
    ),
  };
}

function inOrder(labels: DataFacts['labels']): DataFacts['labels'] {
  return labels.toSorted(([one], [other]) => (one < other ? -1 : 1));
}
