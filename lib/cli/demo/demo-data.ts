import type { StoredOutcome } from '../../domain/artifacts/outcome.ts';
import { checkOutcome } from '../../domain/decisions/outcome-check.ts';
import { columnUses } from '../../domain/decisions/outcome-features.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { InvalidInput } from '../../domain/errors.ts';
import { timestamp } from '../../domain/time.ts';
import { WINDOW_DAYS } from './demo-pace.ts';
import type { DemoRow } from './demo-rows.ts';

const MOST_HISTORY = 30_000;
/** Rows that the demo's requests carry at most; what is beyond is thinned out evenly. */
const MOST_STREAMED = 3_200;
const LARGEST_LATE_FILE = 9_000;
/** Rows of the history that lie within the window of a retrain. */
const ROWS_IN_WINDOW = 3_000;
const LEAST_ROWS = 2_500;
const DAY = 86_400_000;
/** Days in one file of the history: more than a window, so that a retrain reads one of them. */
const DAYS_PER_FILE = 9;

/** Rows of a file in the order of time, by the way they reach the model. */
export interface DemoData {
  /** Known before the first training. */
  readonly history: readonly DemoRow[];
  /** Every so many rows of what came after it. */
  readonly stream: readonly DemoRow[];
  /** One row of so many is streamed. */
  readonly thinning: number;
  /** The newest of the history once more, each with the label of another row. */
  readonly lateFile: readonly DemoRow[];
}

/** Throws `InvalidInput` when there are fewer than 2,500 rows. */
export function splitDemoRows(rows: readonly DemoRow[], source: string): DemoData {
  if (rows.length < LEAST_ROWS) {
    const expected = `should have at least ${LEAST_ROWS} rows`;
    throw new InvalidInput(source, [{ path: '', expected, got: `${rows.length}` }]);
  }
  const history = rows.slice(0, Math.min(MOST_HISTORY, Math.floor((rows.length * 2) / 3)));
  const rest = rows.slice(history.length);
  const thinning = Math.ceil(rest.length / MOST_STREAMED);
  return {
    history,
    stream: rest.filter((_, index) => index % thinning === 0),
    thinning,
    lateFile: withMixedLabels(history.slice(-Math.min(LARGEST_LATE_FILE, Math.floor(history.length / 2)))),
  };
}

/** As an upstream join by the wrong key would make them: every label is right, and on another row. */
function withMixedLabels(rows: readonly DemoRow[]): DemoRow[] {
  const half = Math.floor(rows.length / 2);
  return rows.map((row, index) => {
    const { label } = rows[(index + half) % rows.length] ?? row;
    return { ...row, id: `late-${row.id}`, label };
  });
}

/** Days over which a history is spread so that a window of the demo's length holds 3,000 rows, or all of a shorter one. */
export function historyDays(rows: number): number {
  return Math.max(WINDOW_DAYS, (rows / ROWS_IN_WINDOW) * WINDOW_DAYS);
}

export interface Import {
  /** When the first thing happened and when the last, in milliseconds since 1970; the others evenly between. */
  readonly from: number;
  readonly to: number;
  /** When the file arrived; unless told, one arrived every nine days, and the last one at the end. */
  readonly receivedAt?: number;
}

/**
 * Rows as outcomes that came without a prediction, checked as the API would. Throws `InvalidInput`, which names the
 * first row that it would refuse.
 */
export function importedOutcomes(
  rows: readonly DemoRow[],
  definition: ModelDefinition,
  { from, to, receivedAt }: Import,
): StoredOutcome[] {
  const uses = columnUses(definition);
  return rows.map(({ id, label, features }, index) => {
    const time = Math.floor(from + ((to - from) * index) / rows.length);
    const rules = { definition, uses, receivedAt: timestamp(receivedAt ?? arrival(time, to)) };
    const { outcome, refused } = checkOutcome({ id, label, features, time: timestamp(time) }, null, rules);
    if (outcome !== null) return outcome;
    throw new InvalidInput(`row '${id}'`, [{ path: '', expected: 'should be an outcome', got: refused.reason }]);
  });
}

function arrival(time: number, last: number): number {
  const period = DAYS_PER_FILE * DAY;
  return last - Math.floor((last - time) / period) * period;
}
