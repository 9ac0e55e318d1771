import type { MetricDatum } from './metric-datum.ts';
import { isPlainObject, type PlainObject, PropertyReader } from './read-properties.ts';

/** What a line of output says in the embedded metric format. */
export interface EmfReading {
  readonly data: readonly MetricDatum[];
  /** Why a part of it, or all, was ignored. */
  readonly faults: readonly string[];
}

const NOTHING: EmfReading = { data: [], faults: [] };
const HOUR = 3_600_000;
/** CloudWatch takes measurements of the last 14 days and the next two hours. */
const [OLDEST, NEWEST] = [14 * 24 * HOUR, 2 * HOUR];
const MOST_VALUES = 100;

/**
 * Measurements in one line that a function printed: an EMF object, or one of Lambda's JSON log lines with such an object
 * as its message, written out or as text. Other lines say nothing; an EMF object that is broken says why.
 */
export function readEmf(line: string, now: number): EmfReading {
  if (!line.includes('_aws')) return NOTHING;
  const root = emfObject(parseJson(line));
  if (root === null) return NOTHING;
  try {
    return readRoot(root, now);
  } catch (error) {
    return { data: [], faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function emfObject(value: unknown): PlainObject | null {
  if (!isPlainObject(value)) return null;
  if (value._aws !== undefined) return value;
  const inner = typeof value.message === 'string' ? parseJson(value.message) : value.message;
  return isPlainObject(inner) && inner._aws !== undefined ? inner : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readRoot(root: PlainObject, now: number): EmfReading {
  const metadata = new PropertyReader('_aws', root._aws);
  const time = metadata.number('Timestamp');
  if (time < now - OLDEST || time > now + NEWEST) {
    throw metadata.refuse(`'Timestamp' should be within the last 14 days and the next two hours, got ${time}`);
  }
  const readings = metadata.children('CloudWatchMetrics').map((directive) => readDirective(directive, root, time));
  return { data: readings.flatMap(({ data }) => data), faults: readings.flatMap(({ faults }) => faults) };
}

function readDirective(directive: PropertyReader, root: PlainObject, time: number): EmfReading {
  const namespace = directive.text('Namespace');
  const sets = dimensionSets(directive, root);
  const faults: string[] = [];
  const data = directive.children('Metrics').flatMap((metric): MetricDatum[] => {
    const name = metric.text('Name');
    const storageResolution = metric.optionalNumber('StorageResolution') === 1 ? 1 : 60;
    const values = valuesOf(root[name]);
    if (values === null) faults.push(`'${name}' should be a number or at most ${MOST_VALUES} numbers`);
    return sets.flatMap((dimensions) =>
      (values ?? []).map((value) => ({ namespace, name, dimensions, value, time, storageResolution })),
    );
  });
  return { data, faults };
}

function dimensionSets(directive: PropertyReader, root: PlainObject): Record<string, string>[] {
  const sets = directive.raw('Dimensions') ?? [];
  if (!Array.isArray(sets)) throw directive.refuse(`'Dimensions' should be a list of lists of names`);
  // without any set the metric has no dimensions
  return (sets.length === 0 ? [[]] : sets).map((names: unknown) => {
    if (!Array.isArray(names)) throw directive.refuse(`'Dimensions' should be a list of lists of names`);
    return Object.fromEntries(names.map((name: unknown) => [String(name), dimensionValue(directive, root, name)]));
  });
}

function dimensionValue(directive: PropertyReader, root: PlainObject, name: unknown): string {
  const value = root[String(name)];
  if (typeof value === 'string' && value !== '') return value;
  throw directive.refuse(`the dimension '${name}' should have a text as its value, got ${JSON.stringify(value)}`);
}

function valuesOf(value: unknown): readonly number[] | null {
  const values: unknown = typeof value === 'number' ? [value] : value;
  const fits = Array.isArray(values) && values.length <= MOST_VALUES && values.every((one) => typeof one === 'number');
  return fits ? values : null;
}
