import type { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { PipelineFunction } from '../pipeline-function.ts';
import type { ContainerTask } from '../training/container-task.ts';
import type { TrainingTask } from '../training/training-task.ts';

/** Steps that are tasks of the Retrain machine. */
export const retrainStepNames = [
  'reconcile',
  'assess',
  'export',
  'train',
  'compare',
  'register',
  'publish',
  'smoke-test',
  'drill',
  'shift',
  'judge',
  'promote',
  'roll-back',
  'conclude',
] as const;

export type RetrainSteps = Readonly<Record<(typeof retrainStepNames)[number], PipelineFunction>>;

/** What it takes to train in containers. */
export interface FargateTraining {
  readonly task: TrainingTask;
  /** Whether spare capacity is tried first. */
  readonly spot: boolean;
  /** Where containers write what they answer. */
  readonly answers: { readonly bucketName: string; readonly folder: string; readonly objectsArn: string };
  readonly dataKeyArn: string;
  /** Trainers of the user's own by their places in the definition. */
  readonly ownTrainers: ReadonlyMap<number, OwnTrainer>;
}

/** A trainer of the user's own. */
export interface OwnTrainer {
  readonly task: ContainerTask;
  /** Of all trainings of this container, in the bucket of artefacts. */
  readonly folder: string;
}

/** What the states of Retrain are made from. */
export interface RetrainContext {
  readonly scope: Construct;
  readonly steps: RetrainSteps;
  readonly retry: ModelDefinition['retry'];
  /** Nothing where every training has to fit into a function. */
  readonly fargate?: FargateTraining;
}
