import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { registryPartitions } from '../../domain/ports/registry-keys.ts';
import { deadLetterQueue } from '../dead-letter-queue.ts';
import { PipelineFunction } from '../pipeline-function.ts';

export interface NoticeSenderProps {
  readonly registryTable: dynamodb.Table;
  readonly notificationTopic: sns.Topic;
  readonly dataKey: kms.IKey;
}

/** Sends the notice of every ledger entry, from the registry's stream, at least once. */
export class NoticeSender extends Construct {
  constructor(scope: Construct, id: string, { registryTable, notificationTopic, dataKey }: NoticeSenderProps) {
    super(scope, id);
    const notify = new PipelineFunction(this, 'Notify', {
      step: 'notify',
      description: 'Sends the notice of every ledger entry, at least once',
      environment: {
        REGISTRY_TABLE_NAME: registryTable.tableName,
        NOTIFICATION_TOPIC_ARN: notificationTopic.topicArn,
      },
      permissions: noticePermissions({ registryTable, notificationTopic, dataKey }),
    });
    notify.function.addEventSource(
      new sources.DynamoEventSource(registryTable, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        batchSize: 10,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 100,
        maxRecordAge: Duration.hours(23),
        onFailure: new sources.SqsDlq(deadLetterQueue(this, 'Unsent')),
        filters: [ledgerEntriesOnly],
      }),
    );
    const late = new cloudwatch.Alarm(this, 'LateNotices', {
      alarmDescription:
        'A notice is not out five minutes after its decision. What to do: docs/runbook.md#what-is-not-an-alarm-of-a-model',
      metric: notify.function.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      threshold: Duration.minutes(5).toMilliseconds(),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    late.addAlarmAction(new actions.SnsAction(notificationTopic));
  }
}

const ledgerEntriesOnly = lambda.FilterCriteria.filter({
  eventName: lambda.FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { pk: { S: lambda.FilterRule.beginsWith(registryPartitions.ledger('')) } } },
});

function noticePermissions({ registryTable, notificationTopic, dataKey }: NoticeSenderProps): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [registryTable.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [registryPartitions.sentNotices('*')] },
      },
    }),
    new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [notificationTopic.topicArn] }),
    new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [dataKey.keyArn] }),
    new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [
        Stack.of(registryTable).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
      ],
    }),
  ];
}
