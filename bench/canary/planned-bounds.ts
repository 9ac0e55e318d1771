import { spendingBounds } from '../../lib/statistics/experiments/group-sequential.ts';

const LOOKS = 288;
let known: readonly number[] | undefined;

/** Upper bounds of z of the group sequential rival: a look every five minutes of the day, alpha .05, spent by t^2. */
export function plannedBounds(): readonly number[] {
  const informationFractions = Array.from({ length: LOOKS }, (_, look) => (look + 1) / LOOKS);
  // a second of integration
  known ??= spendingBounds({ informationFractions, alpha: 0.05 });
  return known;
}
