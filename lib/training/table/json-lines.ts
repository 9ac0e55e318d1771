import type { LabelledRow } from '../scoring/score-rows.ts';
import type { FeatureColumn } from './feature-column.ts';
import type { LabelledTable } from './labelled-table.ts';
import { tableBuilder } from './table-builder.ts';
import { levelValues } from './value-columns.ts';

export interface JsonLinesSpec {
  readonly features: readonly FeatureColumn[];
  /** The row in the value of a line; null where there is none. @default `id`, `label` and `features` of an outcome */
  readonly rowOf?: (value: unknown) => LabelledRow | null;
  /** What a line should have. @default `an id, a label and features` */
  readonly expected?: string;
}

/** Text that is no JSON, one row per line; names the line. */
export class JsonLinesBroken extends Error {
  override readonly name = 'JsonLinesBroken';
}

const LONGEST_LINE = 2 ** 24;

/**
 * Reads newline-delimited JSON in one pass, with no more memory than the arrays, the ids and some megabytes. Blank lines
 * are skipped. Throws `JsonLinesBroken`.
 */
export async function readJsonLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { features, rowOf = outcomeRow, expected = 'an id, a label and features' }: JsonLinesSpec,
): Promise<LabelledTable> {
  const builder = tableBuilder(features);
  const labels = levelValues('label', String);
  const ids: string[] = [];
  const lines = lineReader((line, number) => {
    const row = rowOf(jsonIn(line, number));
    if (row === null) throw new JsonLinesBroken(`line ${number} should have ${expected}`);
    builder.add(row.features);
    labels.append([row.label], 0, 1);
    ids.push(row.id);
  });
  for await (const chunk of chunks) lines.add(chunk);
  lines.finish();
  const { levels, codes } = labels.finish();
  return { rows: ids.length, table: builder.finish(), labels: { levels, codes }, ids };
}

function jsonIn(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new JsonLinesBroken(`line ${number} should be JSON: the file may be cut off`, { cause });
  }
}

function outcomeRow(value: unknown): LabelledRow | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, label, features }: Partial<Record<keyof LabelledRow, unknown>> = value;
  const isRow = isName(id) && isName(label) && typeof features === 'object' && features !== null;
  return isRow ? { id, label, features: features as LabelledRow['features'] } : null;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Calls back for every line that is not blank, with its number counted from 1. */
function lineReader(take: (line: string, number: number) => void) {
  const decoder = new TextDecoder();
  let number = 1;
  let started = '';
  const grow = (part: string) => {
    started += part;
    if (started.length <= LONGEST_LINE) return;
    throw new JsonLinesBroken(`line ${number} should have at most ${LONGEST_LINE} characters`);
  };
  const end = () => {
    if (started.trim() !== '') take(started, number);
    started = '';
    number += 1;
  };
  const addText = (text: string) => {
    let start = 0;
    for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', start)) {
      grow(text.slice(start, feed));
      end();
      start = feed + 1;
    }
    grow(text.slice(start));
  };
  return {
    add: (chunk: Uint8Array) => addText(decoder.decode(chunk, { stream: true })),
    finish: () => {
      addText(decoder.decode());
      end();
    },
  };
}
