import { canonicalJson } from '../canonical-json.ts';
import { sha256Schema } from '../content-hash.ts';
import { problemText } from '../errors.ts';
import { ArtifactBroken } from '../ports/adapter-errors.ts';
import { problemsOf } from '../problems.ts';
import type { Timestamp } from '../time.ts';
import { type StoredOutcome, storedOutcomeSchema } from './outcome.ts';

/** Outcomes that arrived in one hour, as one object keeps them. */
export interface OutcomeHour {
  /** Folder of the hour, such as `churn/outcomes/dt=2026-01-31/hour=23/`. */
  readonly folder: string;
  /** One canonical JSON line per outcome, in the order of arrival, then of id; each id once. */
  readonly text: string;
}

const SUFFIX = '.jsonl.gz';

/** Permissions are granted on it. */
export function archiveFolder(modelName: string): string {
  return `${modelName}/outcomes/`;
}

/** Folder of the hour (UTC) in which a time lies; text order is time order. */
export function hourFolder(modelName: string, time: Timestamp): string {
  return `${archiveFolder(modelName)}dt=${time.slice(0, 10)}/hour=${time.slice(11, 13)}/`;
}

export function outcomeObjectKey(folder: string, sha256: string): string {
  return `${folder}${sha256}${SUFFIX}`;
}

/** The hash in an archived object's key. Throws `ArtifactBroken` for a key that the archive does not give. */
export function hashInKey(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const hash = sha256Schema.safeParse(name.slice(0, -SUFFIX.length));
  if (hash.success && name.endsWith(SUFFIX)) return hash.data;
  throw new ArtifactBroken(
    `'${key}' should be named <sha256>${SUFFIX}, like every object among the outcomes: move it to another folder`,
  );
}

/** Oldest hour first. Of two outcomes with one id the earlier arrival stays. */
export function outcomeHours(modelName: string, outcomes: readonly StoredOutcome[]): OutcomeHour[] {
  const seen = new Set<string>();
  const hours = new Map<string, string[]>();
  for (const outcome of [...outcomes].sort(byArrival)) {
    if (seen.has(outcome.id)) continue;
    seen.add(outcome.id);
    const folder = hourFolder(modelName, outcome.receivedAt);
    const lines = hours.get(folder) ?? [];
    lines.push(`${canonicalJson(outcome)}\n`);
    hours.set(folder, lines);
  }
  return [...hours].map(([folder, lines]) => ({ folder, text: lines.join('') }));
}

function byArrival(one: StoredOutcome, other: StoredOutcome): number {
  if (one.receivedAt !== other.receivedAt) return one.receivedAt < other.receivedAt ? -1 : 1;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

/** Tells by the id of a prediction whether somebody wants to know what came of it. */
export type WantedPrediction = (predictionId: string) => boolean;

/**
 * Outcomes back from their lines; all, or those of the predictions that are wanted, and then the other lines are not looked
 * at any closer. Throws `ArtifactBroken`, which names the line.
 */
export function parseOutcomeLines(key: string, text: string, wanted?: WantedPrediction): StoredOutcome[] {
  if (text !== '' && !text.endsWith('\n')) {
    throw new ArtifactBroken(`'${key}' should end with a line end: it is cut off`);
  }
  const outcomes: StoredOutcome[] = [];
  for (let start = 0, number = 1; start < text.length; number += 1) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end);
    if (wanted === undefined || mayBeWanted(line, wanted)) outcomes.push(parseLine(key, number, line));
    start = end + 1;
  }
  return outcomes;
}

const PREDICTION = '"prediction":';
const ID = '"id":"';

/**
 * Whether a line is worth to be parsed. Members are in the order of their names, so that the last one of that name is the
 * outcome's own and not one of its features, and a quote within a text is never without its backslash.
 */
function mayBeWanted(line: string, wanted: WantedPrediction): boolean {
  const prediction = line.lastIndexOf(PREDICTION);
  if (prediction < 0) return true;
  if (line.startsWith('null', prediction + PREDICTION.length)) return false;
  const start = line.indexOf(ID, prediction) + ID.length;
  const id = line.slice(start, line.indexOf('"', start));
  return id.includes('\\') || wanted(id);
}

function parseLine(key: string, number: number, line: string): StoredOutcome {
  const input = jsonOf(line);
  const parsed = storedOutcomeSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, input).map(problemText).join('; ');
  throw new ArtifactBroken(`line ${number} of '${key}' is no outcome: ${problems}`);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // which no schema takes for an outcome
  }
}
