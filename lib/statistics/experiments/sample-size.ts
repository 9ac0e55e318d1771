import { bracketedRoot } from '../bracketed-root.ts';
import { normalQuantile } from '../distributions/normal.ts';

interface ErrorRates {
  /** Chance of a two-sided false alarm. @default 0.05 */
  readonly alpha?: number;
  /** Chance of finding the difference when it is there. @default 0.8 */
  readonly power?: number;
}

/** Two proportions, between 0 and 1, that a test has to tell apart. */
export interface PlannedDifference extends ErrorRates {
  readonly control: number;
  readonly variant: number;
  /** The variant's units for each of the control's. @default 1 */
  readonly ratio?: number;
}

export interface PlannedArms extends ErrorRates {
  /** The control's proportion, between 0 and 1. */
  readonly rate: number;
  readonly perArm: number;
}

/**
 * Units that the control needs, not rounded up: (z sqrt((1 + 1/r) p (1 - p)) + z' sqrt(p1 q1 + p2 q2 / r))^2 / (p1 - p2)^2
 * with p of both arms together (Fleiss 1981). Throws a RangeError for proportions that do not differ.
 */
export function sampleSize({ control, variant, ratio = 1, ...rates }: PlannedDifference): number {
  requireProportion('control', control);
  requireProportion('variant', variant);
  if (control === variant) throw new RangeError(`'variant' should differ from the control's ${control}, got the same`);
  if (!(ratio > 0)) throw new RangeError(`'ratio' should be above 0, for example 1, got ${ratio}`);
  const { ofAlpha, ofPower } = quantiles(rates);
  const pooled = (control + ratio * variant) / (1 + ratio);
  const none = Math.sqrt((1 + 1 / ratio) * spread(pooled));
  const real = Math.sqrt(spread(control) + spread(variant) / ratio);
  return ((ofAlpha * none + ofPower * real) / (control - variant)) ** 2;
}

/**
 * Smallest rise of the proportion, as a difference, that arms of this size find with the given power; null where not even
 * a rise to 1 would be found.
 */
export function minimumDetectableEffect({ rate, perArm, ...rates }: PlannedArms): number | null {
  requireProportion('rate', rate);
  if (!(perArm > 0)) throw new RangeError(`'perArm' should be above 0, for example 10000, got ${perArm}`);
  const { ofAlpha, ofPower } = quantiles(rates);
  const excess = (rise: number) => {
    const none = Math.sqrt((2 * spread(rate + rise / 2)) / perArm);
    const real = Math.sqrt((spread(rate) + spread(rate + rise)) / perArm);
    return rise - ofAlpha * none - ofPower * real;
  };
  return excess(1 - rate) < 0 ? null : bracketedRoot(excess, 0, 1 - rate);
}

function spread(proportion: number): number {
  return Math.max(proportion * (1 - proportion), 0);
}

function quantiles({ alpha = 0.05, power = 0.8 }: ErrorRates) {
  requireProportion('alpha', alpha);
  requireProportion('power', power);
  return { ofAlpha: -normalQuantile(alpha / 2), ofPower: normalQuantile(power) };
}

function requireProportion(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`'${name}' should be between 0 and 1, got ${value}`);
}
