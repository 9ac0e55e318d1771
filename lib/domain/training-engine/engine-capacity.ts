import type { TrainingLoad } from './training-load.ts';

/** Longest time of one training in a function: Lambda's own limit. */
export const LAMBDA_MINUTES = 15;

/** Longest time of one training in a container; a limit of ours, so that a stuck one ends. */
export const FARGATE_HOURS = 12;

/** Lambda gives one vCPU for so many megabytes, and six at most. */
const MEGABYTES_PER_LAMBDA_CPU = 1_769;

/** How much an estimate may take of what there is. */
const FILL = 0.8;

/** What an engine has for one training. */
export interface Capacity {
  readonly megabytes: number;
  readonly seconds: number;
}

/** A size that Fargate offers, in its own units: 1,024 of cpu are one vCPU. */
export interface FargateSize {
  readonly cpu: number;
  readonly megabytes: number;
}

/** Combinations that ECS accepts, smallest first. */
export const fargateSizes = [
  { cpu: 2_048, megabytes: 8_192 },
  { cpu: 4_096, megabytes: 16_384 },
  { cpu: 4_096, megabytes: 30_720 },
  { cpu: 8_192, megabytes: 61_440 },
  { cpu: 16_384, megabytes: 122_880 },
] as const satisfies readonly FargateSize[];

/** The largest of them. */
export const fargateCapacity: Capacity = {
  megabytes: Math.max(...fargateSizes.map(({ megabytes }) => megabytes)),
  seconds: FARGATE_HOURS * 3_600,
};

export function lambdaCapacity(megabytes: number): Capacity {
  // below a whole vCPU the same work takes longer; more than one is not counted on
  return { megabytes, seconds: Math.floor(LAMBDA_MINUTES * 60 * Math.min(1, megabytes / MEGABYTES_PER_LAMBDA_CPU)) };
}

/** Whether a training is expected to end within the capacity, with a fifth to spare. */
export function fits({ megabytes, seconds }: TrainingLoad, capacity: Capacity): boolean {
  return megabytes <= capacity.megabytes * FILL && seconds <= capacity.seconds * FILL;
}
