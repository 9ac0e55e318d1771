import { type MixtureRatio, mixtureRatio } from '../../lib/statistics/experiments/msprt.ts';
import { blockSums, firstAlarm, sharesOf, type Trial } from './trial.ts';

/** z that one test at alpha .05 needs, one-sided. */
const SINGLE_LOOK_Z = 1.6448536269514722;
const TAU = 0.01;
/** 1 / alpha. */
const NEEDED_RATIO = 20;
/** Blocks that the asymptotic sequence waits for: its variance comes from them. */
const FEWEST_BLOCKS = 10;

/** Tests of the difference of both arms' shares on everything until now, every five minutes. */
export function sequentialTests({ day }: Trial, bounds: readonly number[]) {
  const looks = cumulativeLooks(day.canaryBad, day.canaryTotal, day.baselineBad, day.baselineTotal);
  const zAt = (look: number) => {
    const { difference, variance } = looks[look] ?? { difference: 0, variance: 1 };
    return difference / Math.sqrt(variance);
  };
  return {
    b1_peeking_z_5min: firstAlarm(5, (look) => zAt(look) > SINGLE_LOOK_Z),
    b2_group_sequential_288looks: firstAlarm(5, (look) => zAt(look) > (bounds[look] ?? Number.POSITIVE_INFINITY)),
    'c1_msprt_normal_tau.01_5min': firstAlarm(5, (look) => {
      const { difference, likelihoodRatio } = looks[look] ?? { difference: 0, likelihoodRatio: 1 };
      return difference > 0 && likelihoodRatio >= NEEDED_RATIO;
    }),
  };
}

/** Null where an arm has not answered yet, or all or none was bad. */
function cumulativeLooks(...counts: readonly Int32Array[]): (MixtureRatio | null)[] {
  const sums = counts.map(() => 0);
  const blocks = counts.map((each) => blockSums(each, 5));
  return Array.from(blocks[0] ?? [], (_, look) => {
    for (const [index, block] of blocks.entries()) sums[index] = (sums[index] ?? 0) + (block[look] ?? 0);
    const [canaryBad = 0, canaryTotal = 0, baselineBad = 0, baselineTotal = 0] = sums;
    if (canaryTotal === 0 || baselineTotal === 0) return null;
    const canary = { successes: canaryBad, total: canaryTotal };
    return mixtureRatio(canary, { successes: baselineBad, total: baselineTotal }, TAU);
  });
}

/** A normal mixture on the mean of the differences of five-minute blocks, with the variance that they have. */
export function asymptoticSequence({ day }: Trial) {
  const canary = sharesOf(blockSums(day.canaryBad, 5), blockSums(day.canaryTotal, 5));
  const baseline = sharesOf(blockSums(day.baselineBad, 5), blockSums(day.baselineTotal, 5));
  let sum = 0;
  let squares = 0;
  return {
    c4_asympCS_empvar_5min: firstAlarm(5, (look) => {
      const difference = (canary[look] ?? 0) - (baseline[look] ?? 0);
      // a block in which one arm did not answer counts as without difference
      sum += Number.isFinite(difference) ? difference : 0;
      squares += Number.isFinite(difference) ? difference ** 2 : 0;
      const blocks = look + 1;
      if (blocks < FEWEST_BLOCKS || sum <= 0) return false;
      const variance = (squares - sum ** 2 / blocks) / (blocks - 1) / blocks;
      return mixtureLog(sum / blocks, variance) >= Math.log(NEEDED_RATIO);
    }),
  };
}

function mixtureLog(mean: number, variance: number): number {
  const whole = variance + TAU ** 2;
  const log = Math.log(variance / whole) / 2 + (TAU * mean) ** 2 / (2 * variance * whole);
  return Number.isFinite(log) ? log : 0;
}
