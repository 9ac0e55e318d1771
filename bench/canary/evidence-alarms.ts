import { logEvidence, logMean, oddsFactors } from '../../lib/statistics/canary/e-process.ts';
import type { EvidencePaths } from './evidence-paths.ts';
import { firstAlarm, type Trial } from './trial.ts';

const LOG_20 = Math.log(20);
const LOG_100 = Math.log(100);
/** Minutes that a canary has to stay at one weight. */
const FEWEST_MINUTES = 10;
const width = oddsFactors.length;

/** Minutes at which each e-process first reaches its threshold, looking every minute; infinite if it never does. */
export function evidenceAlarms(paths: EvidencePaths, trial: Trial) {
  const { strict, relative, absolute, absoluteSkipped, certification } = paths;
  const { dispersion, certificationDispersion } = trial;
  const reached = (path: Float64Array, everyMinutes = 1) =>
    firstAlarm(everyMinutes, (look) => reaches(path, (look + 1) * everyMinutes - 1, 1, LOG_20));
  const policy = (part: Float64Array, threshold: number, at: (minute: number) => number) =>
    firstAlarm(1, (minute) => rollsBack(relative, part, minute, at(minute), threshold));
  const tempered = (minute: number) => dispersion[minute] ?? 1;
  const ours = policy(absoluteSkipped, LOG_100, tempered);
  const stepUp = (at: (minute: number) => number) => {
    const minute = firstAlarm(1, (one) => one + 1 >= FEWEST_MINUTES && reaches(certification, one, at(one), LOG_20));
    // a canary that was rolled back steps up no more
    return minute < ours ? minute : Number.POSITIVE_INFINITY;
  };
  return {
    c2_eprocess_rel_rho1_1min: reached(strict),
    c2b_same_5min_looks: reached(strict, 5),
    'c3_policy_rel1.1+abs5pct_a.05_1min': policy(absolute, LOG_20, () => 1),
    'c3b_policy_a.01_1min': policy(absolute, LOG_100, () => 1),
    c6_abs5pct_only_eprocess_1min: reached(absolute),
    P_certify_pc_below_5pct: reached(certification),
    c5_c2_tempered_Dhat_1min: firstAlarm(1, (minute) => reaches(strict, minute, tempered(minute), LOG_20)),
    'c5b_policy_tempered_a.01_1min': policy(absolute, LOG_100, tempered),
    'c7_policy_tempered_skip_a.01_1min': ours,
    P_step_up_floor10_Dcert: stepUp((minute) => certificationDispersion[minute] ?? 1),
    P_step_up_floor10_D1: stepUp(() => 1),
  };
}

// a mean reaches nothing that its largest part does not reach, which saves most of the work

function rollsBack(one: Float64Array, other: Float64Array, minute: number, dispersion: number, threshold: number) {
  const needed = threshold * dispersion;
  if (largest(one, minute) < needed && largest(other, minute) < needed) return false;
  return logMean([one, other].map((path) => logEvidence(sumsAt(path, minute), dispersion))) >= threshold;
}

function reaches(path: Float64Array, minute: number, dispersion: number, threshold: number): boolean {
  return largest(path, minute) >= threshold * dispersion && logEvidence(sumsAt(path, minute), dispersion) >= threshold;
}

function largest(path: Float64Array, minute: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let place = minute * width; place < (minute + 1) * width; place += 1) most = Math.max(most, path[place] ?? 0);
  return most;
}

function sumsAt(path: Float64Array, minute: number): number[] {
  return [...path.subarray(minute * width, (minute + 1) * width)];
}
