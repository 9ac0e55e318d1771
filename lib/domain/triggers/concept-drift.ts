import { countBins, countWhere } from '../../statistics/drift/bin-edges.ts';
import {
  type CalibrationShift,
  calibrationShift,
  type LabelledBins,
} from '../../statistics/drift/calibration-shift.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { ReferenceProfile } from '../artifacts/reference-profile.ts';
import { numberText } from '../gate/gate-finding.ts';
import { valueText } from '../problems.ts';
import { shareText } from '../share-text.ts';
import { cohortGap, type JudgedCohort, LEAST_MATURE_LABELS } from './cohort-performance.ts';
import { MOST_EVIDENCE, shortened } from './trigger-evidence.ts';
import type { TriggerFinding } from './trigger-finding.ts';

/** Chance of error of a look, of all outputs together: at 30 looks a month, one false alarm in three years. */
const LOOK_CHANCE = 0.001;

/** Shift that is worth a retraining: of twenty answers of the same score, one turns out otherwise. */
const LEAST_SHIFT = 0.05;

/** Rows of the holdout below which nobody knows what a score meant. */
const LEAST_HOLDOUT_ROWS = 200;

const MOST_NAMES = 3;

type ScoreProfile = Pick<ReferenceProfile, 'scoreRows' | 'scores'>;

/** Mature outcomes as the profile of their model counts them. */
export interface CountedOutcomes {
  readonly n: number;
  /** One per output of the model. */
  readonly outputs: readonly LabelledBins[];
}

export interface ConceptVerdict extends TriggerFinding {
  readonly type: 'drift';
  /** The largest one of an output, 0 to 1; null without evidence. */
  readonly shift: number | null;
}

/**
 * Whether outcomes have changed for the same scores since the holdout was measured (S0-47). Features and scores need not
 * have moved for that. Too few mature labels or rows of the holdout, and scores that are no probabilities, are no evidence
 * either way. The profile is that of the model that gave the scores.
 */
export function conceptVerdict(profile: ScoreProfile, cohort: JudgedCohort): ConceptVerdict {
  const gap = cohortGap(cohort);
  if (gap !== null) return withoutShift(cohort.labels.length, gap);
  return countedVerdict(profile, countOutcomes(profile, cohort));
}

function countOutcomes({ scores: profiled }: ScoreProfile, { labels, scores }: JudgedCohort): CountedOutcomes {
  const outputs = profiled.map(({ output, edges }, index) => {
    const values = scores.map((score) => [score].flat()[index] ?? Number.NaN);
    const positives = countWhere(edges, values, (row) => labels[row] === output);
    return { bins: countBins(edges, values).bins, positives };
  });
  return { n: labels.length, outputs };
}

/** The same of outcomes that are counted already, however few they are. */
export function countedVerdict({ scoreRows, scores }: ScoreProfile, { n, outputs }: CountedOutcomes): ConceptVerdict {
  if (scoreRows < LEAST_HOLDOUT_ROWS) {
    return withoutShift(n, `the holdout has ${scoreRows} rows, at least ${LEAST_HOLDOUT_ROWS} are needed`);
  }
  const shifts = scores.flatMap((reference, index) => outputShift(reference, outputs[index]));
  const [worst] = shifts.sort((one, other) => other.effect - one.effect);
  if (worst === undefined) return withoutShift(n, 'no bin of scores has enough of both kinds of outcomes');
  const chance = LOOK_CHANCE / scores.length;
  const changed = shifts.filter(({ effect, pValue }) => hasChanged(effect, pValue, chance));
  const counted = `of ${n} mature outcomes, beside ${scoreRows} rows of the holdout`;
  const reason =
    changed.length > 0
      ? `outcomes have changed for the same scores: ${counted}, moved: ${listed(changed)}`
      : `outcomes are as before for the same scores: ${counted}, moved most: ${text(worst)}`;
  const fire = changed.length > 0;
  const evidence = shifts.flatMap((shift) => evidenceOf(shift, chance, n)).slice(0, MOST_EVIDENCE);
  return { fire, type: 'drift', code: fire ? 'FIRED' : 'QUIET', reason, evidence, shift: worst.effect };
}

interface OutputShift extends CalibrationShift {
  readonly output: string;
}

function outputShift(
  { output, bins, positives }: ReferenceProfile['scores'][number],
  current: LabelledBins | undefined,
): OutputShift[] {
  const shift = current === undefined ? null : calibrationShift({ bins, positives }, current);
  return shift === null ? [] : [{ output, ...shift }];
}

/** Large enough to matter, and too large for chance, so that it does not come with the number of rows. */
function hasChanged(effect: number, pValue: number, chance: number): boolean {
  return effect >= LEAST_SHIFT - THRESHOLD_TOLERANCE && pValue < chance - THRESHOLD_TOLERANCE;
}

function withoutShift(n: number, why: string): ConceptVerdict {
  const reason = `no evidence on outcomes for the same scores: ${n} mature outcomes, ${why}`;
  const evidence = [{ metric: 'mature outcomes', value: n, threshold: LEAST_MATURE_LABELS, n, interval: null }];
  return { fire: false, type: 'drift', code: 'NO_EVIDENCE', reason, evidence, shift: null };
}

function evidenceOf({ output, effect, pValue }: OutputShift, chance: number, n: number): ConceptVerdict['evidence'] {
  return [
    { metric: shortened(`calibration shift of ${output}`), value: effect, threshold: LEAST_SHIFT, n, interval: null },
    { metric: shortened(`calibration p of ${output}`), value: pValue, threshold: chance, n, interval: null },
  ];
}

function listed(shifts: readonly OutputShift[]): string {
  const rest = shifts.length > MOST_NAMES ? ` and ${shifts.length - MOST_NAMES} more` : '';
  return `${shifts.slice(0, MOST_NAMES).map(text).join(', ')}${rest}`;
}

function text({ output, effect, pValue }: OutputShift): string {
  return `${valueText(output)} by ${shareText(effect)} (p ${numberText(pValue)})`;
}
