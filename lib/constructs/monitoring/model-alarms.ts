import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { type AlarmKind, probationAlarmKinds, resourceNames } from '../../domain/resource-names.ts';
import { acknowledge } from '../access/acknowledgement.ts';
import { constructId } from '../construct-id.ts';
import { ModelMetrics } from './model-metrics.ts';
import { monitorAlarm, qualityAlarms, retrainAlarms } from './quality-alarms.ts';
import { challengerErrorsAlarm, noticeAlarms, probationAlarms } from './release-alarms.ts';

/** An alarm before it is one. What missing data means is always said. */
export interface AlarmSpecification {
  readonly kind: AlarmKind;
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly comparisonOperator: cloudwatch.ComparisonOperator;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly treatMissingData: cloudwatch.TreatMissingData;
}

export interface ModelAlarmsProps {
  readonly platformName: string;
  readonly definition: ModelDefinition;
  readonly functionName: string;
  /** Of the function that looks at drift and performance. */
  readonly monitorName: string;
  readonly notificationTopic: sns.ITopic;
}

/** Every alarm of one model. Rules of EventBridge, not alarm actions, start the state machines. */
export class ModelAlarms extends Construct {
  readonly metrics: ModelMetrics;
  readonly alarms: ReadonlyMap<AlarmKind, cloudwatch.Alarm>;
  private readonly names: ReturnType<typeof resourceNames>;

  constructor(scope: Construct, id: string, props: ModelAlarmsProps) {
    super(scope, id);
    const { definition, functionName, monitorName, notificationTopic } = props;
    this.names = resourceNames(props.platformName, definition.name);
    this.metrics = new ModelMetrics(definition.name, functionName);
    const probation = probationAlarms(definition, this.metrics);
    const telling = [
      ...noticeAlarms(definition, this.metrics),
      ...qualityAlarms(definition, this.metrics),
      monitorAlarm(monitorName),
    ];
    const all = [...probation, ...retrainAlarms(definition, this.metrics), ...telling];
    this.alarms = new Map(all.map((one) => [one.kind, this.createAlarm(one)]));
    const topic = new actions.SnsAction(notificationTopic);
    // without automatic rollback people are told instead
    const told = definition.rollback.automatic ? telling : [...telling, ...probation];
    for (const { kind } of told) this.alarms.get(kind)?.addAlarmAction(topic);
    this.createChallengerAlarm(props, definition.rollback.automatic ? [] : [notificationTopic.topicArn]);
    this.createPage().addAlarmAction(topic);
    acknowledge(
      this,
      'NIST.800.53.R5-CloudWatchAlarmAction',
      'rules of EventBridge start the machines from these alarms, and the composite alarm among them tells people',
    );
  }

  private createAlarm({ kind, description, ...specification }: AlarmSpecification): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, constructId(kind), {
      alarmName: this.names.alarm(kind),
      alarmDescription: `${description}. What to do: docs/runbook.md#${kind}`,
      ...specification,
    });
  }

  private createChallengerAlarm({ functionName, definition }: ModelAlarmsProps, alarmActions: string[]): void {
    new cloudwatch.CfnAlarm(this, constructId('challenger-errors'), {
      alarmName: this.names.alarm('challenger-errors'),
      alarmDescription:
        'A function version crashes or times out; on canary it is rolled back. What to do: docs/runbook.md#challenger-errors',
      ...challengerErrorsAlarm(functionName, definition),
      alarmActions,
    });
  }

  /** Somebody should look now, whatever Ratchet is doing about it. */
  private createPage(): cloudwatch.CompositeAlarm {
    const urgent = [...probationAlarmKinds, 'auc-critical' as const].flatMap((kind) => this.alarms.get(kind) ?? []);
    return new cloudwatch.CompositeAlarm(this, constructId('page'), {
      compositeAlarmName: this.names.alarm('page'),
      alarmDescription: 'Somebody should look at this model now. What to do: docs/runbook.md#page',
      alarmRule: cloudwatch.AlarmRule.anyOf(
        ...urgent.map((alarm) => cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM)),
      ),
    });
  }
}
