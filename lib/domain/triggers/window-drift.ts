import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DriftWindow } from '../artifacts/drift-window.ts';
import { requireWindow } from '../artifacts/drift-window.ts';
import type { ReferenceFeature, ReferenceProfile } from '../artifacts/reference-profile.ts';
import type { DriftTrigger } from '../definition/trigger-settings.ts';
import { numberText } from '../gate/gate-finding.ts';
import { valueText } from '../problems.ts';
import { shareText } from '../share-text.ts';
import { binDrift, type DistributionDrift, type DriftTest, levelDrift } from './distribution-drift.ts';
import { CRITICAL_DISTANCE } from './drift-level.ts';

/** Rows of a window, and of a training, below which an index is mostly noise. */
export const LEAST_DRIFT_ROWS = 200;

/** Features whose drift counts however small their share of the importance is. */
const TOP_FEATURES = 3;
const MOST_NAMES = 3;

export interface FeatureDrift extends DistributionDrift {
  /** From 0 to 1; those of all features add up to 1. */
  readonly importance: number;
}

/** What one window shows. */
export interface WindowDrift {
  readonly from: DriftWindow['from'];
  readonly to: DriftWindow['to'];
  readonly n: number;
  /** Null where there are too few rows to say. */
  readonly drifted: boolean | null;
  /** Why, with its numbers. */
  readonly reason: string;
  /** Share of the features that are critical, weighted by importance; 0 to 1. */
  readonly share: number;
  readonly features: readonly FeatureDrift[];
  /** One per output; fewer where the holdout had no row. */
  readonly scores: readonly DistributionDrift[];
}

type WindowLimits = Pick<DriftTrigger, 'psi' | 'share'>;

/**
 * Compares the counts of a window with a profile: it has drifted if critical features have a large enough share of the
 * importance, or one of the three that are most important is critical, or the scores are, which their index alone decides.
 * Throws `WindowBroken` for what was not counted with this profile, or is no count.
 */
export function windowDrift(profile: ReferenceProfile, given: DriftWindow, limits: WindowLimits): WindowDrift {
  const window = requireWindow(given, profile);
  const { from, to, rows: n } = window;
  const few = tooFew(n, profile.rows);
  if (few !== null) return { from, to, n, drifted: null, reason: few, share: 0, features: [], scores: [] };
  const features = profile.features.flatMap((feature, index) =>
    featureDrift(feature, window.features[index]?.counts, limits, profile.features.length),
  );
  const scores = profile.scores.flatMap(({ output, bins }, index) => {
    const test = { name: output, psi: limits.psi, distance: null, tests: profile.scores.length };
    const reference = { bins, missing: 0 };
    return binDrift(test, reference, { bins: window.scores[index]?.bins ?? [], missing: 0 }) ?? [];
  });
  const share = features.filter(isCritical).reduce((sum, { importance }) => sum + importance, 0);
  const found = { n, share, features, scores };
  const reasons = driftReasons(found, limits);
  const reason = reasons.length > 0 ? reasons.join('; ') : stableReason(found, limits);
  return { from, to, ...found, drifted: reasons.length > 0, reason };
}

function tooFew(n: number, referenceRows: number): string | null {
  const least = `at least ${LEAST_DRIFT_ROWS} are needed`;
  if (n < LEAST_DRIFT_ROWS) return `the window has ${n} rows, ${least}`;
  return referenceRows < LEAST_DRIFT_ROWS ? `the model was trained on ${referenceRows} rows, ${least}` : null;
}

function featureDrift(
  reference: ReferenceFeature,
  counts: DriftWindow['features'][number]['counts'] | undefined,
  { psi }: WindowLimits,
  tests: number,
): FeatureDrift[] {
  const { feature, importance } = reference;
  const drift = compared({ name: feature, psi, distance: CRITICAL_DISTANCE, tests }, reference, counts);
  return drift === null ? [] : [{ ...drift, importance }];
}

function compared(
  test: DriftTest,
  { counts: reference }: ReferenceFeature,
  current: DriftWindow['features'][number]['counts'] | undefined,
): DistributionDrift | null {
  if (current === undefined) return null;
  if ('bins' in reference) return 'bins' in current ? binDrift(test, reference, current) : null;
  return 'bins' in current ? null : levelDrift(test, reference, current);
}

type Found = Pick<WindowDrift, 'n' | 'share' | 'features' | 'scores'>;

function driftReasons({ share, features, scores }: Found, limits: WindowLimits): string[] {
  const critical = features.filter(isCritical).sort((one, other) => other.importance - one.importance);
  const top = topFeatures(features).filter(isCritical);
  const drifted = scores.filter(isCritical);
  const isLarge = isLargeShare({ share, features }, limits);
  return [
    ...(isLarge ? [`drifted features have ${shareText(share)} of the importance: ${listed(critical)}`] : []),
    ...(top.length > 0 && !isLarge
      ? [`among the ${TOP_FEATURES} most important features, some have drifted: ${listed(top)}`]
      : []),
    ...(drifted.length > 0 ? [`the scores have drifted: ${listed(drifted)}`] : []),
  ];
}

/** Whether what is critical has enough of the importance; nothing that is critical never has. */
export function isLargeShare({ share, features }: Pick<Found, 'share' | 'features'>, limits: WindowLimits): boolean {
  return features.some(isCritical) && share >= limits.share - THRESHOLD_TOLERANCE;
}

/** What the model does not use is no reason to train another, were there no three that it does. */
function topFeatures(features: readonly FeatureDrift[]): FeatureDrift[] {
  const used = features.filter(({ importance }) => importance > 0);
  return used.sort((one, other) => other.importance - one.importance).slice(0, TOP_FEATURES);
}

function stableReason({ n, share, features, scores }: Found, limits: WindowLimits): string {
  const [largest] = [...features, ...scores].sort((one, other) => other.psi - one.psi);
  const most = largest === undefined ? '' : `, the largest index is ${text(largest)}`;
  return `drifted features have ${shareText(share)} of the importance in ${n} rows, below ${shareText(limits.share)}${most}`;
}

function listed(drifts: readonly DistributionDrift[]): string {
  const rest = drifts.length > MOST_NAMES ? ` and ${drifts.length - MOST_NAMES} more` : '';
  return `${drifts.slice(0, MOST_NAMES).map(text).join(', ')}${rest}`;
}

function text({ name, psi, noiseFloor, ks, n }: DistributionDrift): string {
  const distance = ks === null ? '' : `, distance ${numberText(ks.distance)}`;
  return `${valueText(name)} (PSI ${numberText(psi)}, noise up to ${numberText(noiseFloor)}${distance}, ${n} rows)`;
}

function isCritical({ level }: Pick<DistributionDrift, 'level'>): boolean {
  return level === 'critical';
}
