import { populationStability } from '../../lib/statistics/drift/population-stability.ts';
import type { DriftRule } from './rules.ts';
import { movedShares, type StreamSettings, streamProfile, streamWindow } from './stream.ts';

/** Days of a month, and the windows after which one that has found nothing counts as never. */
export const MONTH_DAYS = 30;

type Rules = Readonly<Record<string, DriftRule>>;

/** Days of a month on which each rule raises an alarm about requests that have not changed for good. */
export function falseAlarms(rules: Rules, settings: Omit<StreamSettings, 'shift'>): Record<string, number> {
  const { profile, windows } = monthOf({ ...settings, shift: 0 });
  return ofRules(rules, (rule) => windows.filter((_, day) => rule(profile, windows.slice(0, day + 1))).length);
}

/** Windows until each rule notices that the most important feature has moved; `MONTH_DAYS` if it has not in a month. */
export function detectionDelay(rules: Rules, settings: StreamSettings): Record<string, number> {
  const { profile, windows } = monthOf(settings);
  return ofRules(rules, (rule) => {
    const first = windows.findIndex((_, day) => rule(profile, windows.slice(0, day + 1)));
    return first === -1 ? MONTH_DAYS : first + 1;
  });
}

/** How far the mean of a normal feature has to move, in its deviations, for this index of its deciles. */
export function shiftOf(psi: number): number {
  const reference = movedShares(0);
  let [low, high] = [0, 3];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if ((populationStability(reference, movedShares(middle)) ?? 0) < psi) low = middle;
    else high = middle;
  }
  return high;
}

function monthOf(settings: StreamSettings) {
  const windows = Array.from({ length: MONTH_DAYS }, (_, day) => streamWindow(settings, day + 1));
  return { profile: streamProfile(settings.repetition), windows };
}

function ofRules(rules: Rules, measure: (rule: DriftRule) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, measure(rule)]));
}
