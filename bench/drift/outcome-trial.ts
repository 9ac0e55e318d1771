import { countedVerdict } from '../../lib/domain/triggers/concept-drift.ts';
import type { LabelledBins } from '../../lib/statistics/drift/calibration-shift.ts';
import {
  holdoutOutcomes,
  LOOKBACK_DAYS,
  type OutcomeSettings,
  outcomeDay,
  scoreShares,
  together,
} from './outcome-stream.ts';

/** Whether a way to look at outcomes finds that they have changed since the holdout. */
export type OutcomeRule = (holdout: LabelledBins, outcomes: LabelledBins) => boolean;

/** Ours: how often each score comes true. */
export const byCalibration: OutcomeRule = (holdout, outcomes) => {
  const scores = [{ output: 'yes', edges: scoreShares.slice(1), ...asCounts(holdout) }];
  return countedVerdict({ scoreRows: rowsOf(holdout), scores }, { n: rowsOf(outcomes), outputs: [outcomes] }).fire;
};

/** Accuracy is .05 or more below that of the holdout. */
export const byAccuracy: OutcomeRule = (holdout, outcomes) => accuracyOf(holdout) - accuracyOf(outcomes) >= 0.05 - 1e-9;

/** The holdout, and what is looked back on at the end of each day of a month. */
export interface OutcomeMonth {
  readonly holdout: LabelledBins;
  readonly looks: readonly LabelledBins[];
}

/** A month of looks from the first day of the change on, so that what is looked back on has changed on the last one. */
export function outcomeMonth(settings: OutcomeSettings): OutcomeMonth {
  const days = Array.from({ length: 2 * LOOKBACK_DAYS }, (_, index) =>
    outcomeDay({ ...settings, change: index < LOOKBACK_DAYS ? 'none' : settings.change }, index + 1),
  );
  const looks = Array.from({ length: LOOKBACK_DAYS }, (_, day) =>
    together(days.slice(day + 1, day + 1 + LOOKBACK_DAYS)),
  );
  return { holdout: holdoutOutcomes(settings), looks };
}

/** Days of the month on which a rule raises an alarm. */
export function alarmDays(rule: OutcomeRule, { holdout, looks }: OutcomeMonth): number {
  return looks.filter((outcomes) => rule(holdout, outcomes)).length;
}

/** 1 where a rule notices a change that all outcomes come after, and 0 where it does not. */
export function noticed(rule: OutcomeRule, { holdout, looks }: OutcomeMonth): number {
  return Number(looks.slice(-1).some((outcomes) => rule(holdout, outcomes)));
}

/** Days from a change until a rule notices it, as old outcomes leave and new ones come; one more than all if it does not. */
export function daysToNotice(rule: OutcomeRule, { holdout, looks }: OutcomeMonth): number {
  const first = looks.findIndex((outcomes) => rule(holdout, outcomes));
  return first === -1 ? looks.length + 1 : first + 1;
}

/** Rows of tenths whose scores are at least a half are predicted positive. */
function accuracyOf({ bins, positives }: LabelledBins): number {
  const right = scoreShares.map((share, bin) => {
    const came = positives[bin] ?? 0;
    return share >= 0.5 ? came : (bins[bin] ?? 0) - came;
  });
  return sum(right) / sum(bins);
}

function asCounts({ bins, positives }: LabelledBins) {
  return { bins: [...bins], positives: [...positives] };
}

function rowsOf({ bins }: LabelledBins): number {
  return sum(bins);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
