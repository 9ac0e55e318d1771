import { metricNames } from '../metric-names.ts';
import type { DriftVerdict } from './drift-verdict.ts';
import type { Measurement } from './measurements.ts';

/**
 * What a verdict on drift comes to in metrics: the indices of the newest window, for people to look at, and the verdict
 * itself, for the alarm. Without evidence there is nothing to write.
 */
export function driftMeasurements({ code, fire, windows }: DriftVerdict): Measurement[] {
  const newest = windows.at(-1);
  if (newest === undefined || code === 'NO_EVIDENCE') return [];
  return [
    ...largest(metricNames.featurePsi, newest.features),
    ...largest(metricNames.scorePsi, newest.scores),
    { name: metricNames.driftDetected, value: fire ? 1 : 0 },
  ];
}

function largest(name: Measurement['name'], drifts: readonly { readonly psi: number }[]): Measurement[] {
  return drifts.length === 0 ? [] : [{ name, value: Math.max(...drifts.map(({ psi }) => psi)) }];
}
