import { blockSums, firstAlarm, sharesOf, type Trial } from './trial.ts';

/** What a Flagger-like controller tolerates before it rolls back: failed checks, one a minute, that need not be in a row. */
const FAILED_CHECKS = 5;

/** Alarms that compare the canary's share of bad answers with a number, as a CloudWatch alarm does. */
export function fixedAlarms({ day }: Trial) {
  const five = sharesOf(blockSums(day.canaryBad, 5), blockSums(day.canaryTotal, 5));
  const one = sharesOf(day.canaryBad, day.canaryTotal);
  const above = (look: number, limit: number) => (five[look] ?? 0) > limit;
  let failed = 0;
  return {
    a1_fixed5pct_1of1_5min: firstAlarm(5, (look) => above(look, 0.05)),
    a2_fixed10pct_1of1_5min: firstAlarm(5, (look) => above(look, 0.1)),
    a3_fixed5pct_3of3_5min: firstAlarm(5, (look) => [look - 2, look - 1, look].every((block) => above(block, 0.05))),
    a4_flagger_1min_5pct_threshold5: firstAlarm(1, (look) => {
      failed += Number((one[look] ?? 0) > 0.05);
      return failed >= FAILED_CHECKS;
    }),
  };
}
