import type { DataFinding } from '../artifacts/data-finding.ts';
import { valueText } from '../problems.ts';
import type { DataGateQuestion } from './data-gate-question.ts';

/** Where one label counts as positive, all others are one class. */
export function classFindings({ definition: { positiveClass }, rows }: DataGateQuestion): DataFinding[] {
  const classes = new Set(rows.map(({ label }) => (positiveClass === null ? label : label === positiveClass)));
  if (classes.size > 1) return [];
  const remedy = 'wait for the other, or see whether labels arrive as the definition spells them';
  const reason = `${onlyClass(positiveClass, rows)}, training needs both kinds: ${remedy}`;
  return [{ code: 'SingleClass', severity: 'stop', reason, value: classes.size, threshold: 2, n: rows.length }];
}

function onlyClass(positiveClass: string | null, rows: DataGateQuestion['rows']): string {
  const [row] = rows;
  if (row === undefined) return 'no outcome is in the window';
  const all =
    positiveClass === null || row.label === positiveClass ? `'${row.label}'` : `other than '${positiveClass}'`;
  return `every outcome in the window is ${all}`;
}

/** The door refuses such labels, but it did not while the definition said something else (S0-33). */
export function vocabularyFindings({ definition, rows }: DataGateQuestion): DataFinding[] {
  const listed = new Set(definition.labels);
  if (listed.size === 0) return [];
  const unlisted = rows.map(({ label }) => label).filter((label) => !listed.has(label));
  if (unlisted.length === 0) return [];
  const example = unlisted.reduce((least, label) => (label < least ? label : least));
  const list = definition.positiveClass === null ? 'classes' : 'labels';
  const reason = `${unlisted.length} of ${rows.length} outcomes have a label that the definition does not list, such as ${valueText(example)}: add it to ${list}, or use a window without them`;
  return [{ code: 'UnknownLabel', severity: 'stop', reason, value: unlisted.length, threshold: 0, n: rows.length }];
}
