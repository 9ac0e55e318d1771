import type { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { PipelineFunction } from '../pipeline-function.ts';

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

/** What the states of Retrain are made from. */
export interface RetrainContext {
  readonly scope: Construct;
  readonly steps: RetrainSteps;
  readonly retry: ModelDefinition['retry'];
}
