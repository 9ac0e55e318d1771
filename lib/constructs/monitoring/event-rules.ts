import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type AlarmKind, probationAlarmKinds, retrainAlarmKinds } from '../../domain/resource-names.ts';

export interface EventRulesProps {
  readonly modelName: string;
  readonly alarmName: (kind: AlarmKind) => string;
  /** Alarms that this model has. */
  readonly alarmKinds: readonly AlarmKind[];
  /** False leaves every rollback to people. */
  readonly rollsBack: boolean;
  readonly retrain: sfn.IStateMachine;
  readonly rollback: sfn.IStateMachine;
  readonly reconcile: lambda.IFunction;
  readonly notificationTopic: sns.ITopic;
  readonly deadLetterQueue: sqs.IQueue;
}

const detail = events.EventField.fromPath;
const CONTRIBUTOR_CHANGE = 'CloudWatch Alarm Contributor State Change';
const STATE_CHANGE = 'CloudWatch Alarm State Change';

/** What alarms and ended executions lead to. */
export class EventRules extends Construct {
  private readonly props: EventRulesProps;

  constructor(scope: Construct, id: string, props: EventRulesProps) {
    super(scope, id);
    this.props = props;
    if (props.rollsBack) {
      this.rollBackTheAccused();
      this.rollBackInProbation();
    }
    this.retrainOnAlarm();
    this.reconcileAfterFailure();
  }

  private delivery(): targets.TargetBaseProps {
    return { deadLetterQueue: this.props.deadLetterQueue, retryAttempts: 10, maxEventAge: Duration.hours(2) };
  }

  private alarmRule(id: string, description: string, detailType: string, kinds: readonly AlarmKind[]): events.Rule {
    return new events.Rule(this, id, {
      description,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: [detailType],
        detail: { alarmName: kinds.map(this.props.alarmName), state: { value: ['ALARM'] } },
      },
    });
  }

  /** The event names the function version, so only a challenger is rolled back by it. */
  private rollBackTheAccused(): void {
    const description = `${this.props.modelName}: rolls back a challenger whose function version crashes`;
    this.alarmRule('AccusedChallenger', description, CONTRIBUTOR_CHANGE, ['challenger-errors']).addTarget(
      this.rollbackTarget(detail('$.detail.alarmContributor.attributes.ExecutedVersion')),
    );
  }

  private rollBackInProbation(): void {
    const description = `${this.props.modelName}: rolls back a new champion within its probation`;
    this.alarmRule('AliasInAlarm', description, STATE_CHANGE, probationAlarmKinds).addTarget(this.rollbackTarget(null));
  }

  private rollbackTarget(accusedVersion: string | null): targets.SfnStateMachine {
    return new targets.SfnStateMachine(this.props.rollback, {
      ...this.delivery(),
      input: events.RuleTargetInput.fromObject({
        cause: 'alarm',
        actor: detail('$.detail.alarmName'),
        reason: `alarm ${detail('$.detail.alarmName')}`,
        alarm: { name: detail('$.detail.alarmName'), time: detail('$.time'), accusedVersion },
      }),
    });
  }

  private retrainOnAlarm(): void {
    for (const trigger of new Set(Object.values(retrainAlarmKinds))) {
      const kinds = Object.entries(retrainAlarmKinds)
        .filter(([, asksFor]) => asksFor === trigger)
        .map(([kind]) => kind as keyof typeof retrainAlarmKinds)
        .filter((kind) => this.props.alarmKinds.includes(kind));
      if (kinds.length > 0) this.retrainOn(trigger, kinds);
    }
  }

  private retrainOn(trigger: string, kinds: readonly AlarmKind[]): void {
    this.alarmRule(
      `Retrain-${trigger}`,
      `${this.props.modelName}: retrains on ${trigger}`,
      STATE_CHANGE,
      kinds,
    ).addTarget(
      new targets.SfnStateMachine(this.props.retrain, {
        ...this.delivery(),
        input: events.RuleTargetInput.fromObject({
          trigger,
          actor: detail('$.detail.alarmName'),
          alarm: { name: detail('$.detail.alarmName'), time: detail('$.time'), accusedVersion: null },
        }),
      }),
    );
  }

  /** Covers what no Catch can: an execution that was stopped by hand, timed out or failed to record its end. */
  private reconcileAfterFailure(): void {
    const { modelName, retrain, rollback, reconcile, notificationTopic } = this.props;
    const ended = ['FAILED', 'ABORTED', 'TIMED_OUT'];
    const status = (id: string, description: string, machines: readonly sfn.IStateMachine[]) =>
      new events.Rule(this, id, {
        description,
        eventPattern: {
          source: ['aws.states'],
          detailType: ['Step Functions Execution Status Change'],
          detail: { stateMachineArn: machines.map((machine) => machine.stateMachineArn), status: ended },
        },
      });
    status('RetrainEnded', `${modelName}: reconciles after a retrain that did not succeed`, [retrain]).addTarget(
      new targets.LambdaFunction(reconcile, {
        ...this.delivery(),
        event: events.RuleTargetInput.fromObject({
          cause: 'execution-ended',
          executionArn: detail('$.detail.executionArn'),
          status: detail('$.detail.status'),
        }),
      }),
    );
    status('ExecutionFailed', `${modelName}: tells people that an execution did not succeed`, [
      retrain,
      rollback,
    ]).addTarget(
      new targets.SnsTopic(notificationTopic, {
        ...this.delivery(),
        message: events.RuleTargetInput.fromText(
          `${modelName}: ${detail('$.detail.status')} ${detail('$.detail.executionArn')}`,
        ),
      }),
    );
  }
}
