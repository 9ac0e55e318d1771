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

type Columns = Pick<ModelDefinition, 'features' | 'featureRules' | 'target' | 'labels' | 'outcome'>;

/** How one column of the file is read. */
interface Reading {
  readonly name: string;
  readonly position: number;
  readonly numeric: boolean;
  /** Texts that mean that a value is missing. */
  readonly missing: readonly string[];
}

const MOST_PROBLEMS = 10;

/** Rows of a CSV file with a header line. Throws `InvalidInput`, which names the lines and columns that are wrong. */
export function readDemoRows(text: string, columns: Columns, source: string): DemoRow[] {
  const [first, ...lines] = csvLines(text, source);
  const header = first?.cells ?? [];
  const { target, labels, outcome } = columns;
  const readings = readingsOf(columns, header);
  const lacking = readings.filter(({ position }) => position === -1).map(({ name }) => name);
  if (!header.includes(target)) lacking.push(target);
  if (lacking.length > 0) {
    const got = header.length === 0 ? 'no line' : header.join(', ');
    throw new InvalidInput(source, [{ path: 'header', expected: `should have ${lacking.join(', ')}`, got }]);
  }
  const problems: Problem[] = [];
  const ids = new Set<string>();
  const rows = lines.map(({ cells, number }, index): DemoRow => {
    const line = `line ${number}`;
    const label = cells[header.indexOf(target)] ?? '';
    problems.push(...labelProblems(label, labels, `${line}, ${target}`));
    const features = readings.map((reading) => [reading.name, readValue(cells, reading, line, problems)] as const);
    const id = cells[header.indexOf(outcome.id)] || `row-${index + 1}`;
    if (ids.has(id))
      problems.push({ path: `${line}, ${outcome.id}`, expected: 'should be there once', got: valueText(id) });
    ids.add(id);
    return { id, features: Object.fromEntries(features), label };
  });
  if (problems.length > 0) throw new InvalidInput(source, problems.slice(0, MOST_PROBLEMS));
  return rows;
}

interface CsvLine {
  readonly cells: readonly string[];
  /** Of the line that it ends in, counted from 1. */
  readonly number: number;
}

function csvLines(text: string, source: string): readonly CsvLine[] {
  // the parser counts an empty line that ends in CRLF twice
  const unified = text.replaceAll('\r\n', '\n');
  const found: CsvLine[] = [];
  const on_record = (cells: string[], { lines }: { readonly lines: number }) => {
    found.push({ cells, number: lines });
    return null;
  };
  try {
    parse(unified, { skip_empty_lines: true, trim: true, bom: true, on_record });
    return found;
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new InvalidInput(source, [{ path: '', expected: 'should be CSV with a header line', got }]);
  }
}

function readingsOf({ features, featureRules }: Columns, header: readonly string[]): Reading[] {
  const reading = (name: string, numeric: boolean): Reading => {
    return { name, position: header.indexOf(name), numeric, missing: featureRules[name]?.missing ?? [] };
  };
  return [
    ...features.numeric.map((name) => reading(name, true)),
    ...[...features.categorical, ...features.text].map((name) => reading(name, false)),
  ];
}

function labelProblems(label: string, labels: readonly string[], path: string): Problem[] {
  if (label !== '' && (labels.length === 0 || labels.includes(label))) return [];
  const expected = labels.length > 0 ? `should be ${labels.join(' or ')}` : 'should not be empty';
  return [{ path, expected, got: valueText(label) }];
}

function readValue(
  cells: readonly string[],
  { name, position, numeric, missing }: Reading,
  line: string,
  problems: Problem[],
): FeatureValue {
  const text = cells[position] ?? '';
  if (text === '' || missing.includes(text)) return null;
  if (!numeric) return text;
  if (!Number.isFinite(Number(text)))
    problems.push({ path: `${line}, ${name}`, expected: 'should be a number', got: valueText(text) });
  return Number(text);
}
