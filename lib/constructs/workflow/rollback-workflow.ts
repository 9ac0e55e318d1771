import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { PipelineFunction } from '../pipeline-function.ts';
import { executionVariable, Workflow } from './workflow.ts';
import { workflowTask } from './workflow-task.ts';

export interface RollbackWorkflowProps {
  readonly stateMachineName: string;
  readonly definition: ModelDefinition;
  readonly rollBack: PipelineFunction;
}

const HOUR_SECONDS = 3600;

/**
 * Gives all traffic back; one task, because a rollback has to work when nothing else does. Unlike Retrain it does not
 * reconcile first: a rollback takes at most four calls, none of which may be one that it could do without.
 */
export class RollbackWorkflow extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, { stateMachineName, definition, rollBack }: RollbackWorkflowProps) {
    super(scope, id);
    const notRolledBack = sfn.Fail.jsonata(this, 'Not rolled back', {
      error: '{% $failure.error %}',
      cause: '{% $failure.cause %}',
    });
    const done = sfn.Choice.jsonata(this, 'Was there anything to roll back?')
      .when(
        sfn.Condition.jsonata("{% $states.input.decision = 'ignored' %}"),
        sfn.Succeed.jsonata(this, 'Nothing to roll back'),
      )
      .otherwise(sfn.Succeed.jsonata(this, 'Rolled back'));
    const start = sfn.Pass.jsonata(this, 'Read the request', {
      comment: 'Any input is taken as it is, {} included; the task checks it',
      assign: { ...executionVariable, request: '{% $states.input %}' },
    }).next(
      workflowTask(this, 'Roll back', {
        step: rollBack,
        payload: { execution: '{% $execution %}', request: '{% $request %}' },
        retry: { maximumAttempts: 5, intervalSeconds: 2 },
        onFailure: notRolledBack,
      }).next(done),
    );
    this.stateMachine = new Workflow(this, 'Machine', {
      stateMachineName,
      comment: `Gives all traffic of ${definition.name} to its previous champion`,
      start,
      steps: [rollBack],
      timeoutSeconds: HOUR_SECONDS,
      logDays: definition.retention.logDays,
    }).stateMachine;
  }
}
