import { normalQuantile, normalSf } from '../../lib/statistics/distributions/normal.ts';
import { ordinaryShare, rates, type Scenario } from './scenario.ts';

/** Incidents that begin soon after the canary does, and a clumping canary at the limit. */
export const stressScenarios: readonly Scenario[] = [
  ...[0, 10, 60].flatMap((from) => equalCanaries(`shared incident at minute ${from}`, { incident: { from } })),
  ...rates.map((rate) => ({ name: `overdispersed cv=1 ${rate}rps pc=.05`, rate, canaryShare: 0.05, clumping: 1 })),
];

/** Slow answers in place of bad ones: latencies are lognormal and 2 % of the baseline's are above the limit. */
export const latencyScenarios: readonly Scenario[] = [
  ...equalCanaries('latency', { margin: 1.25 }),
  ...equalCanaries('latency, overdispersed cv=1', { margin: 1.25, clumping: 1 }),
  ...equalCanaries('latency, shared incident', { margin: 1.25, incident: { from: 60 } }),
  ...[1.25, 1.5].flatMap((factor) =>
    rates.map((rate) => ({
      name: `latency, ${factor} times as slow, ${rate}rps`,
      rate,
      canaryShare: slowShare(factor),
      margin: 1.25,
    })),
  ),
];

const ramp = [0.01, 0.1, 0.5, 1];

/** The canary's weight rises by the clock. Shared incidents fall into the hour of equal shares. */
export const rampScenarios: readonly Scenario[] = [
  ...equalCanaries('ramp', { ramp }),
  ...equalCanaries('ramp, overdispersed cv=1', { ramp, clumping: 1 }),
  ...equalCanaries('ramp, shared incident', { ramp, incident: { from: 130 } }),
  ...[0.05, 0.1].flatMap((canaryShare) =>
    rates.map((rate) => ({ name: `ramp, ${rate}rps pc=${canaryShare}`, rate, canaryShare, ramp })),
  ),
];

function equalCanaries(name: string, rest: Partial<Scenario>): Scenario[] {
  return rates.map((rate) => ({ ...rest, name: `${name} ${rate}rps`, rate, canaryShare: ordinaryShare }));
}

/** Share above the baseline's limit of a lognormal latency (sigma 0.5) whose median is this many times as long. */
function slowShare(factor: number): number {
  return normalSf(-normalQuantile(ordinaryShare) - Math.log(factor) / 0.5);
}
