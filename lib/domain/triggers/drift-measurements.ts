import { metricNames } from '../metric-names.ts';
import type { ConceptVerdict } from './concept-drift.ts';
import type { DriftVerdict } from './drift-verdict.ts';
import type { Measurement } from './measurements.ts';

/**
 * What the verdicts on requests and on outcomes come to in metrics: the indices of the newest window and the shift of the
 * outcomes, for people to look at, and one value of both verdicts, for the alarm. Where one of them has no evidence, the
 * other is what counts; where neither has, there is nothing to write. Null is what nobody could look at.
 */
export function driftMeasurements(requests: DriftVerdict | null, concept: ConceptVerdict | null): Measurement[] {
  const shift = concept?.shift ?? null;
  const known = [requests, concept].filter((one) => one !== null && one.code !== 'NO_EVIDENCE');
  if (known.length === 0) return [];
  return [
    ...(requests === null ? [] : indices(requests)),
    ...(shift === null ? [] : [{ name: metricNames.calibrationShift, value: shift }]),
    { name: metricNames.driftDetected, value: known.some((one) => one?.fire) ? 1 : 0 },
  ];
}

function indices({ code, windows }: DriftVerdict): Measurement[] {
  const newest = windows.at(-1);
  if (newest === undefined || code === 'NO_EVIDENCE') return [];
  return [...largest(metricNames.featurePsi, newest.features), ...largest(metricNames.scorePsi, newest.scores)];
}

function largest(name: Measurement['name'], drifts: readonly { readonly psi: number }[]): Measurement[] {
  return drifts.length === 0 ? [] : [{ name, value: Math.max(...drifts.map(({ psi }) => psi)) }];
}
