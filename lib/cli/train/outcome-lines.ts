import { modelFeatures } from '../../domain/artifacts/model-features.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { LabelledRow } from '../../training/scoring/score-rows.ts';
import { JsonLinesBroken, readJsonLines } from '../../training/table/json-lines.ts';
import type { LabelledTable } from '../../training/table/labelled-table.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads JSON lines, each an outcome as it is sent (`id`, `label`, `features`) or a row with its columns as members. Throws
 * `JsonLinesBroken`, which names the line, or the features that no line has.
 */
export async function readOutcomeLines(
  chunks: Iterable<Uint8Array>,
  definition: ModelDefinition,
): Promise<LabelledTable> {
  const features = modelFeatures(definition);
  const { target } = definition;
  const unseen = new Set(features.map(({ name }) => name));
  const rowOf = (value: unknown): LabelledRow | null => {
    const row = isObject(value) ? rowIn(value, definition) : null;
    for (const name of unseen) if (row !== null && Object.hasOwn(row.features, name)) unseen.delete(name);
    return row;
  };
  const expected = `a label in '${target}', or an id, a label and features as outcomes are sent`;
  const read = await readJsonLines(chunks, { features, rowOf, expected });
  if (unseen.size === 0 || read.rows === 0) return read;
  throw new JsonLinesBroken(`some line should have ${[...unseen].map((name) => `'${name}'`).join(', ')}, got none`);
}

/** Null without a label. */
function rowIn(line: Members, { target, outcome }: ModelDefinition): LabelledRow | null {
  const { features } = line;
  const isOutcome = isObject(features);
  const label = textOf(isOutcome ? line.label : line[target]);
  if (label === '') return null;
  const id = textOf(isOutcome ? line.id : line[outcome.id]);
  return { id, label, features: (isOutcome ? features : line) as LabelledRow['features'] };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Blank for what is no name. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
