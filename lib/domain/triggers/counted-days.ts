import { addWindows } from '../artifacts/add-windows.ts';
import type { DriftWindow } from '../artifacts/drift-window.ts';
import type { PredictionRecord } from '../ports/outcome-store.ts';
import { isWithin, type Stretch } from './drift-days.ts';
import type { Observation } from './observation.ts';

/** Rows of one day that are counted: at so many, an index is off by less than a thousandth. */
const MOST_DAY_ROWS = 50_000;

/** Rows that wait to be counted together. */
const ROWS_AT_ONCE = 1_000;

type ScoredRow = PredictionRecord['rows'][number];

/** Counts rows by the bins and levels of a profile. */
export type CountRows = (
  rows: readonly ScoredRow[],
) => Pick<DriftWindow, 'modelSha256' | 'rows' | 'features' | 'scores'>;

export interface DayCounter {
  add(record: PredictionRecord): void;
  /** Whether every day has as many rows as are counted. */
  isFull(): boolean;
  /** One per day, a day without a row too. */
  windows(): DriftWindow[];
  /** Rows that are in memory. */
  readonly held: number;
}

/**
 * Counts the predictions of a model version day by day, each by its own time. Whether an outcome has come does not matter:
 * after a promotion only the fastest would have, and those are of another kind than the rest. What was counted is added up,
 * so that few rows are in memory.
 */
export function countDays(
  { days, modelVersion }: Pick<Observation, 'days' | 'modelVersion'>,
  count: CountRows,
  mostRows = MOST_DAY_ROWS,
): DayCounter {
  const counted = days.map((day) => countDay(day, count, mostRows));
  return {
    add(record) {
      if (record.modelVersion !== modelVersion) return;
      counted.find(({ day }) => isWithin(record.at, day))?.add(record.rows);
    },
    isFull: () => counted.every((day) => day.isFull()),
    windows: () => counted.map((day) => day.window()),
    get held() {
      return counted.reduce((sum, { waiting }) => sum + waiting.length, 0);
    },
  };
}

function countDay(day: Stretch, count: CountRows, mostRows: number) {
  const waiting: ScoredRow[] = [];
  let taken = 0;
  let window: DriftWindow | null = null;
  const countWaiting = (): DriftWindow => {
    const next: DriftWindow = { schema: 'ratchet.drift-window/1', ...day, ...count(waiting.splice(0)) };
    window = window === null ? next : addWindows(window, next);
    return window;
  };
  return {
    day,
    waiting,
    add(rows: readonly ScoredRow[]) {
      const fitting = rows.slice(0, mostRows - taken);
      taken += fitting.length;
      waiting.push(...fitting);
      if (waiting.length >= ROWS_AT_ONCE) countWaiting();
    },
    isFull: () => taken >= mostRows,
    window: countWaiting,
  };
}
