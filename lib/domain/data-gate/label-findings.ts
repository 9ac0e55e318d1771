import type { DataFinding } from '../artifacts/data-finding.ts';
import { valueText } from '../problems.ts';
import type { DataFacts } from './data-facts.ts';

/** Where one label counts as positive, all others are one class. */
export function classFindings(facts: DataFacts): DataFinding[] {
  const classes = classCount(facts);
  if (classes > 1) return [];
  const remedy = 'wait for the other, or see whether labels arrive as the definition spells them';
  const reason = `${onlyClass(facts)}, training needs both kinds: ${remedy}`;
  return [{ code: 'SingleClass', severity: 'stop', reason, value: classes, threshold: 2, n: facts.rows }];
}

/** Where one label counts as positive, there are two at most. */
export function classCount({ settings: { positiveClass }, labels }: DataFacts): number {
  return new Set(labels.map(([label]) => (positiveClass === null ? label : label === positiveClass))).size;
}

function onlyClass({ settings: { positiveClass }, labels }: DataFacts): string {
  const [label] = labels[0] ?? [];
  if (label === undefined) return 'no outcome is in the window';
  const all = positiveClass === null || label === positiveClass ? `'${label}'` : `other than '${positiveClass}'`;
  return `every outcome in the window is ${all}`;
}

/** The door refuses such labels, but it did not while the definition said something else (S0-33). */
export function vocabularyFindings(facts: DataFacts): DataFinding[] {
  const { settings, rows } = facts;
  const unlisted = unlistedLabels(facts);
  const [example] = unlisted[0] ?? [];
  if (example === undefined) return [];
  const count = unlisted.reduce((sum, [, one]) => sum + one, 0);
  const list = settings.positiveClass === null ? 'classes' : 'labels';
  const reason = `${count} of ${rows} outcomes have a label that the definition does not list, such as ${valueText(example)}: add it to ${list}, or use a window without them`;
  return [{ code: 'UnknownLabel', severity: 'stop', reason, value: count, threshold: 0, n: rows }];
}

/** In the order of the labels; none where any label is allowed. */
function unlistedLabels({ settings, labels }: DataFacts): DataFacts['labels'] {
  const listed = new Set(settings.labels);
  return listed.size === 0 ? [] : labels.filter(([label]) => !listed.has(label));
}
