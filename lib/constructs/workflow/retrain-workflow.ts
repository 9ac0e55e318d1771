import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { canarySeconds } from '../../domain/definition/canary-plan.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { FARGATE_HOURS } from '../../domain/training-engine/engine-capacity.ts';
import { allowTrainingTasks } from './fargate-rights.ts';
import { concludingStates } from './retrain-conclusion-states.ts';
import { learningStates, TRAININGS_AT_ONCE } from './retrain-learning-states.ts';
import { releasingStates } from './retrain-release-states.ts';
import { type FargateTraining, type RetrainContext, type RetrainSteps, retrainStepNames } from './retrain-steps.ts';
import { executionVariable, Workflow } from './workflow.ts';
import { failureVariable, workflowTask } from './workflow-task.ts';

export interface RetrainWorkflowProps {
  readonly stateMachineName: string;
  readonly definition: ModelDefinition;
  readonly steps: RetrainSteps;
  /** @default every training runs in a function */
  readonly fargate?: FargateTraining;
}

const DAY_SECONDS = 86_400;

/** From a trigger to a champion, or to a recorded reason why not. */
export class RetrainWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: RetrainWorkflowProps) {
    super(scope, id);
    const { definition, steps, fargate } = props;
    const context = { scope: this, steps, retry: definition.retry, ...(fargate && { fargate }) };
    const conclusion = concludingStates(context);
    const release = releasingStates(context, conclusion);
    const learning = learningStates(context, conclusion, release);
    const start = Pass.jsonata(this, 'Read the request', {
      comment: 'Any input is taken as it is, {} included; the first task checks it',
      assign: { ...executionVariable, request: '{% $states.input %}' },
    }).next(reconcileFirst(context, learning.assess));
    this.stateMachine = new Workflow(this, 'Machine', {
      stateMachineName: props.stateMachineName,
      comment: `Retrains ${definition.name}, releases what is better and gives traffic back when it is not`,
      start,
      steps: retrainStepNames.map((name) => steps[name]),
      // waiting for the lease, training and the canary with its longest holds
      timeoutSeconds: 2 * DAY_SECONDS + (fargate ? containerSeconds(definition) : 0) + canarySeconds(definition.canary),
      logDays: definition.retention.logDays,
    }).stateMachine;
    if (fargate) allowTrainingTasks(this.stateMachine, fargate);
  }
}

/** Where every training of a definition runs in both of its containers to the end. */
function containerSeconds({ trainers }: ModelDefinition): number {
  return Math.ceil(trainers.length / TRAININGS_AT_ONCE) * 2 * FARGATE_HOURS * 3_600;
}

/**
 * Mends what a stopped execution left behind, so that this one need not wait for the reconciler's next round. A failure
 * here ends nothing: what is still wrong, the steps of the release find out by themselves.
 */
function reconcileFirst({ scope, steps }: RetrainContext, assess: sfn.IChainable): sfn.IChainable {
  return workflowTask(scope, 'Reconcile first', {
    step: steps.reconcile,
    payload: { cause: 'execution-started', executionArn: '{% $execution.arn %}' },
    retry: { maximumAttempts: 1, intervalSeconds: 2 },
    onFailure: assess,
    failureAssign: { unreconciled: failureVariable.failure },
  }).next(assess);
}
