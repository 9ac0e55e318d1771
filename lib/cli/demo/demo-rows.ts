import { parse } from 'csv-parse/sync';
import type { FeatureRow, FeatureValue } from '../../domain/artifacts/feature-value.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { InvalidInput, type Problem } from '../../domain/errors.ts';
import { valueText } from '../../domain/problems.ts';

/** One thing that happened to a customer: what was known before, and how it ended. */
export interface DemoRow {
  readonly id: string;
  readonly features: FeatureRow;
  readonly label: string;
}

type CsvRow = Readonly<Record<string, string>>;
type Columns = Pick<ModelDefinition, 'features' | 'featureRules' | 'target' | 'labels' | 'outcome'>;

const MOST_PROBLEMS = 10;

/** Rows of a CSV file with a header line. Throws `InvalidInput`, which names the lines and columns that are wrong. */
export function readDemoRows(text: string, columns: Columns, source: string): DemoRow[] {
  const records = csvRows(text, source);
  const header = Object.keys(records[0] ?? {});
  const features = [...columns.features.numeric, ...columns.features.categorical, ...columns.features.text];
  const lacking = [columns.target, ...features].filter((name) => !header.includes(name));
  if (lacking.length > 0) {
    const got = header.length === 0 ? 'no line' : header.join(', ');
    throw new InvalidInput(source, [{ path: 'header', expected: `should have ${lacking.join(', ')}`, got }]);
  }
  const problems: Problem[] = [];
  const rows = records.map((record, index) => rowOf(record, index, columns, problems));
  if (problems.length > 0) throw new InvalidInput(source, problems.slice(0, MOST_PROBLEMS));
  return rows;
}

function csvRows(text: string, source: string): CsvRow[] {
  try {
    return parse(text, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new InvalidInput(source, [{ path: '', expected: 'should be CSV with a header line', got }]);
  }
}

function rowOf(record: CsvRow, index: number, columns: Columns, problems: Problem[]): DemoRow {
  // the header is line 1
  const line = `line ${index + 2}`;
  const { features, featureRules, target, labels, outcome } = columns;
  const label = record[target] ?? '';
  if (label === '' || (labels.length > 0 && !labels.includes(label))) {
    const expected = labels.length > 0 ? `should be ${labels.join(' or ')}` : 'should not be empty';
    problems.push({ path: `${line}, ${target}`, expected, got: valueText(label) });
  }
  const numeric = features.numeric.map((name): [string, FeatureValue] => {
    const text = record[name] ?? '';
    if (text === '' || featureRules[name]?.missing.includes(text)) return [name, null];
    if (Number.isNaN(Number(text))) {
      problems.push({ path: `${line}, ${name}`, expected: 'should be a number', got: valueText(text) });
    }
    return [name, Number(text)];
  });
  const others = [...features.categorical, ...features.text].map((name): [string, FeatureValue] => [
    name,
    record[name] || null,
  ]);
  return { id: record[outcome.id] ?? `row-${index + 1}`, features: Object.fromEntries([...numeric, ...others]), label };
}
