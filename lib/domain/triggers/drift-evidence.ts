import type { DriftTrigger } from '../definition/trigger-settings.ts';
import { CRITICAL_DISTANCE, type DriftLevel, distanceChance } from './drift-level.ts';
import { MOST_EVIDENCE, shortened } from './trigger-evidence.ts';
import type { TriggerFinding } from './trigger-finding.ts';
import { type FeatureDrift, LEAST_DRIFT_ROWS, type WindowDrift } from './window-drift.ts';

type Evidence = TriggerFinding['evidence'];

const MOST_FEATURES = 10;
const MOST_OUTPUTS = 5;

/** As numbers, because evidence has nothing else. */
const levels: Readonly<Record<DriftLevel, number>> = { none: 0, warning: 1, critical: 2 };

/**
 * The numbers of a window as the ledger keeps them (S2-03): the share, the scores that have moved most, the feature that
 * has moved most, and the ten most important ones that are not stable, as far as all numbers of one fit.
 */
export function driftEvidence(window: WindowDrift, settings: Pick<DriftTrigger, 'psi' | 'share'>): Evidence {
  const { n, share, scores, features, drifted } = window;
  if (drifted === null) return [entry('rows of the window', n, LEAST_DRIFT_ROWS, n)];
  const outputs = toldScores(scores);
  const evidence = [
    entry('drifted share of importance', share, settings.share, n),
    ...outputs.map(({ name, psi }) => entry(`score psi of ${name}`, psi, settings.psi, n)),
  ];
  for (const feature of toldFeatures(features)) {
    const numbers = featureEvidence(feature, settings, features.length);
    if (evidence.length + numbers.length <= MOST_EVIDENCE) evidence.push(...numbers);
  }
  return evidence;
}

/** The feature that has moved most, and the most important ones that are not stable. */
export function toldFeatures(features: readonly FeatureDrift[]): FeatureDrift[] {
  const [largest] = features.toSorted(byIndex);
  const unstable = features
    .filter(({ level }) => level !== 'none')
    .sort((one, other) => other.importance - one.importance)
    .slice(0, MOST_FEATURES);
  return [...new Set([...(largest === undefined ? [] : [largest]), ...unstable])];
}

/** The outputs whose scores have moved most. */
export function toldScores(scores: WindowDrift['scores']): WindowDrift['scores'] {
  return scores.toSorted(byIndex).slice(0, MOST_OUTPUTS);
}

function featureEvidence(
  { name, n, psi, noiseFloor, ks, unseen, level }: FeatureDrift,
  settings: Pick<DriftTrigger, 'psi'>,
  tests: number,
): Evidence {
  return [
    entry(`drift level of ${name}`, levels[level], levels.critical, n),
    entry(`psi of ${name}`, psi, settings.psi, n),
    entry(`psi noise floor of ${name}`, noiseFloor, null, n),
    ...(unseen === null ? [] : [entry(`unseen levels of ${name}`, unseen.length, null, n)]),
    ...(ks === null
      ? []
      : [
          entry(`ks distance of ${name}`, ks.distance, CRITICAL_DISTANCE, n),
          entry(`ks p of ${name}`, ks.pValue, distanceChance(tests), n),
        ]),
  ];
}

function entry(metric: string, value: number, threshold: number | null, n: number): Evidence[number] {
  return { metric: shortened(metric), value, threshold, n, interval: null };
}

function byIndex(one: { readonly psi: number }, other: { readonly psi: number }): number {
  return other.psi - one.psi;
}
