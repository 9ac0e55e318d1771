import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcard } from '../access/acknowledgement.ts';
import { logRetention } from '../log-retention.ts';
import type { PipelineFunction } from '../pipeline-function.ts';

export interface WorkflowProps {
  readonly stateMachineName: string;
  readonly comment: string;
  readonly start: sfn.IChainable;
  /** Whose functions its tasks invoke. */
  readonly steps: readonly PipelineFunction[];
  readonly timeoutSeconds: number;
  readonly logDays: number;
}

/** A standard state machine in JSONata, logged and traced. */
export class Workflow extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const destination = new logs.LogGroup(this, 'Logs', {
      // the prefix keeps the size of the account's log resource policy constant
      logGroupName: `/aws/vendedlogs/states/${props.stateMachineName}`,
      retention: logRetention(props.logDays),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      stateMachineName: props.stateMachineName,
      comment: props.comment,
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(props.start),
      timeout: Duration.seconds(props.timeoutSeconds),
      tracingEnabled: true,
      logs: { destination, level: sfn.LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(
      this.stateMachine,
      'AwsSolutions-IAM5[Resource::*]',
      'log delivery and X-Ray have no resource to name in a policy',
    );
    for (const step of props.steps) {
      acknowledgeWildcard(
        this.stateMachine,
        `${step.function.functionArn}:*`,
        'a task is granted its function with all versions, although it invokes the unqualified one',
      );
    }
  }
}

/** The execution as every step gets it. */
export const executionVariable = {
  execution: {
    arn: '{% $states.context.Execution.Id %}',
    name: '{% $states.context.Execution.Name %}',
    startedAt: '{% $states.context.Execution.StartTime %}',
  },
};
