import { Duration } from 'aws-cdk-lib';
import type { StepName } from '../domain/steps/environment.ts';
import { LAMBDA_MINUTES } from '../domain/training-engine/engine-capacity.ts';

export interface StepSettings {
  readonly description: string;
  /** @default Duration.minutes(1) */
  readonly timeout?: Duration;
  /** @default 512 */
  readonly memoryMegabytes?: number;
}

/** What each step of a model is for, and how long and how large one invocation may be. */
export const stepSettings: Readonly<Record<Exclude<StepName, 'notify' | 'predict'>, StepSettings>> = {
  assess: {
    description: 'Says whether a retrain is due, and why',
    timeout: Duration.minutes(5),
    memoryMegabytes: 1024,
  },
  export: { description: 'Freezes outcomes as a snapshot', timeout: Duration.minutes(15), memoryMegabytes: 1769 },
  train: { description: 'Trains a candidate from a snapshot', timeout: Duration.minutes(LAMBDA_MINUTES) },
  compare: {
    description: 'Compares the candidate with the champion',
    timeout: Duration.minutes(15),
    memoryMegabytes: 1769,
  },
  register: { description: 'Registers the candidate with its verdict', memoryMegabytes: 1024 },
  publish: { description: 'Takes the lease and publishes a function version', timeout: Duration.minutes(5) },
  'smoke-test': { description: 'Lets the published version load its model and answer' },
  drill: { description: 'Proves that the champion could take the traffic back' },
  shift: { description: 'Gives the challenger its next share of the traffic' },
  judge: { description: 'Says what the canary shows' },
  promote: { description: 'Makes the challenger champion' },
  'roll-back': { description: 'Gives all traffic back' },
  conclude: { description: 'Records how an execution ended' },
  reconcile: { description: 'Puts the alias back to what the ledger says', timeout: Duration.minutes(4) },
  monitor: {
    description: 'Looks for drift and failing performance, once a day',
    timeout: Duration.minutes(15),
    memoryMegabytes: 1769,
  },
  feedback: { description: 'Stores outcomes, each once' },
  archive: { description: 'Writes new outcomes to S3', timeout: Duration.minutes(5), memoryMegabytes: 1024 },
  query: { description: 'Says which model is live, and since when' },
  'live-alias': {
    description: 'Bootstraps or adopts the model and creates the alias once',
    timeout: Duration.minutes(10),
  },
  'code-release': { description: 'Asks for a release of changed code' },
};
