import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { MONITOR_CRON } from '../../domain/steps/monitor.ts';
import { RECONCILE_MINUTES } from '../../domain/steps/reconcile.ts';
import { acknowledgeWildcard } from '../access/acknowledgement.ts';

export interface RetrainSchedulesProps {
  readonly schedules: ModelDefinition['schedules'];
  readonly retrain: sfn.IStateMachine;
  readonly reconcile: lambda.IFunction;
  readonly monitor: lambda.IFunction;
  readonly deadLetterQueue: sqs.IQueue;
}

interface Call {
  readonly description: string;
  readonly schedule: scheduler.ScheduleExpression;
  readonly delivery: targets.ScheduleTargetBaseProps;
}

/** Everything that happens by the clock: the model's own schedules, the reconciler and the monitor. */
export class RetrainSchedules extends Construct {
  constructor(scope: Construct, id: string, props: RetrainSchedulesProps) {
    super(scope, id);
    // a schedule that was missed for an hour is not caught up
    const delivery = { deadLetterQueue: props.deadLetterQueue, retryAttempts: 3, maxEventAge: Duration.hours(1) };
    const starter = props.schedules.length > 0 ? schedulerRole(this, 'RetrainRole') : undefined;
    for (const { name, cron, timeZone } of props.schedules) {
      new scheduler.Schedule(this, `Retrain-${name}`, {
        description: `Retrain, ${name}: ${cron} ${timeZone}`,
        schedule: scheduler.ScheduleExpression.expression(`cron(${cron})`, TimeZone.of(timeZone)),
        timeWindow: scheduler.TimeWindow.off(),
        target: new targets.StepFunctionsStartExecution(props.retrain, {
          ...delivery,
          ...(starter && { role: starter }),
          input: scheduler.ScheduleTargetInput.fromObject({
            trigger: 'schedule',
            schedule: name,
            scheduledTime: scheduler.ContextAttribute.scheduledTime,
          }),
        }),
      });
    }
    this.call('Reconcile', props.reconcile, {
      description: 'Puts the alias back to what the ledger says, and judges in probation',
      schedule: scheduler.ScheduleExpression.rate(Duration.minutes(RECONCILE_MINUTES)),
      delivery,
    });
    this.call('Monitor', props.monitor, {
      description: 'Looks for drift and failing performance',
      schedule: scheduler.ScheduleExpression.expression(`cron(${MONITOR_CRON})`, TimeZone.ETC_UTC),
      delivery,
    });
  }

  private call(id: string, called: lambda.IFunction, { description, schedule, delivery }: Call): void {
    const caller = schedulerRole(this, `${id}Role`);
    new scheduler.Schedule(this, id, {
      description,
      schedule,
      timeWindow: scheduler.TimeWindow.off(),
      target: new targets.LambdaInvoke(called, {
        ...delivery,
        role: caller,
        input: scheduler.ScheduleTargetInput.fromObject({
          cause: 'schedule',
          time: scheduler.ContextAttribute.scheduledTime,
        }),
      }),
    });
    acknowledgeWildcard(
      caller,
      `${called.functionArn}:*`,
      'a schedule is granted its function with all versions, although it invokes the unqualified one',
    );
  }
}

/** CDK would make a role below the stack, out of the reach of whoever looks after a model's roles. */
function schedulerRole(scope: Construct, id: string): iam.Role {
  const { partition, region, account } = Stack.of(scope);
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': account,
          'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/default`,
        },
      },
    }),
  });
}
