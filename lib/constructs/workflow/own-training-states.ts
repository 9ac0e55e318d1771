import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  type Exchange,
  exchangeFiles,
  exchangeVariables,
  TRAINER_CONTAINER,
} from '../../domain/training-engine/training-exchange.ts';
import { inOneOfTwo, runTask } from './fargate-training-states.ts';
import type { FargateTraining, RetrainContext } from './retrain-steps.ts';
import { failureVariable, workflowTask } from './workflow-task.ts';

/** What a training needs to know of the container that its trainer names; null for trainers that Ratchet has. */
export function ownTrainerOf({ ownTrainers }: FargateTraining, index: string): string {
  const entries = [...ownTrainers].map(([place, { task, folder }]) => {
    const { taskDefinitionArn } = task.definition;
    return `"${place}": {"taskDefinition": "${taskDefinitionArn}", "folder": "${folder}"}`;
  });
  return `{% ($own := $lookup({${entries.join(', ')}}, $string(${index})); $exists($own) ? $own : null) %}`;
}

/** The variable that the states of one such training read; set on the way to the first of them. */
export const ownOrder = {
  own: {
    taskDefinition: '{% $states.input.own.taskDefinition %}',
    // what a redriven execution lays out goes elsewhere than what it laid out before
    folder:
      '{% $states.input.own.folder & "/" & $states.input.execution.name & "/" & $string($states.input.trainer.index) & "-" & $string($millis()) %}',
    place: '{% $states.input.place %}',
    training: {
      execution: '{% $states.input.execution %}',
      snapshot: '{% $states.input.snapshot %}',
      trainer: '{% $states.input.trainer %}',
    },
  },
};

/** Lays out rows, lets a container of the user's own learn from them, and takes over the model that it wrote. */
export function ownTrainingStates(context: RetrainContext, { task }: FargateTraining, failed: sfn.IChainable) {
  const { scope } = context;
  const key = (file: keyof typeof exchangeFiles) => `{% $own.folder & "/${exchangeFiles[file]}" %}`;
  const run = (name: string) =>
    runTask(scope, name, {
      task,
      taskDefinition: '{% $own.taskDefinition %}',
      capacityProvider: 'FARGATE',
      place: '$own.place',
      containerName: TRAINER_CONTAINER,
      variables: {
        [exchangeVariables.train]: key('train'),
        [exchangeVariables.validation]: key('validation'),
        [exchangeVariables.layout]: key('layout'),
        [exchangeVariables.model]: key('model'),
      },
    });
  const train = inOneOfTwo(scope, 'Did the own trainer end by itself?', {
    first: run('Run own trainer'),
    second: run('Run own trainer again'),
    failed,
    next: exchangeState(context, 'Adopt model', 'adopt', failed),
  });
  return exchangeState(context, 'Lay out rows', 'lay-out', failed).next(train);
}

function exchangeState(
  { scope, steps, retry }: RetrainContext,
  name: string,
  phase: Exchange['phase'],
  onFailure: sfn.IChainable,
) {
  return workflowTask(scope, name, {
    step: steps.train,
    payload: {
      execution: '{% $own.training.execution %}',
      snapshot: '{% $own.training.snapshot %}',
      trainer: '{% $own.training.trainer %}',
      exchange: { phase, folder: '{% $own.folder %}' },
    },
    retry,
    onFailure,
    failureAssign: { trainingFailure: failureVariable.failure },
  });
}
