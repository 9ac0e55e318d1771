import type { AlarmState } from './alarm-state.ts';

export const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** What an alarm makes of periods without data. */
export type Treatment = (typeof treatments)[number];

export interface EvaluationRule {
  readonly evaluationPeriods: number;
  /** So many of them have to breach. */
  readonly datapointsToAlarm: number;
  readonly treatment: Treatment;
}

/** How many periods more than it evaluates an alarm looks at for data. AWS does not say; 2 reproduces its examples. */
const EXTRA_PERIODS = 2;

export function periodsInRange({ evaluationPeriods }: Pick<EvaluationRule, 'evaluationPeriods'>): number {
  return evaluationPeriods + EXTRA_PERIODS;
}

/**
 * The state that follows from a range of periods, oldest first: whether each breaches, or undefined without data. Data
 * comes before any treatment of what is missing: as long as there are enough data in the range, the newest count.
 */
export function evaluateAlarm(
  range: readonly (boolean | undefined)[],
  rule: EvaluationRule,
  current: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatment } = rule;
  const real = range.filter((breaching) => breaching !== undefined);
  const counted = real.slice(-evaluationPeriods);
  const breaches = counted.filter(Boolean).length;
  const filled = evaluationPeriods - counted.length;
  const needed = treatment === 'breaching' ? datapointsToAlarm - filled : datapointsToAlarm;
  if (breaches >= needed) return 'ALARM';
  if (breaches < counted.length || treatment === 'notBreaching') return 'OK';
  return treatment === 'ignore' ? current : withoutGoodData(range, datapointsToAlarm, current);
}

/** With missing data treated as missing, breaches alone alarm only once the oldest is old enough to be no blip. */
function withoutGoodData(
  range: readonly (boolean | undefined)[],
  datapointsToAlarm: number,
  current: AlarmState,
): AlarmState {
  const oldest = range.findIndex((breaching) => breaching !== undefined);
  if (oldest === -1) return 'INSUFFICIENT_DATA';
  return range.length - oldest >= datapointsToAlarm ? 'ALARM' : current;
}
