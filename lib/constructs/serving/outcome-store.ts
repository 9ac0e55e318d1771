import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { deadLetterQueue } from '../dead-letter-queue.ts';
import type { PipelineFunction } from '../pipeline-function.ts';

export interface OutcomeStoreProps {
  readonly encryptionKey: kms.IKey;
  /** Without deletion protection. */
  readonly development: boolean;
}

/** Name of the attribute that holds, in seconds, when an item may go. */
const EXPIRY_ATTRIBUTE = 'expiresAt';

/** Predictions and outcomes of one model. Duplicates end here, training reads the archive that the stream fills. */
export class OutcomeStore extends Construct {
  readonly predictionsTable: dynamodb.Table;
  readonly outcomesTable: dynamodb.Table;

  constructor(scope: Construct, id: string, props: OutcomeStoreProps) {
    super(scope, id);
    this.predictionsTable = this.createTable('Predictions', props);
    this.outcomesTable = this.createTable('Outcomes', props, dynamodb.StreamViewType.NEW_IMAGE);
  }

  private createTable(id: string, props: OutcomeStoreProps, stream?: dynamodb.StreamViewType): dynamodb.Table {
    return new dynamodb.Table(this, id, {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
      deletionProtection: !props.development,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...(stream && { stream }),
    });
  }

  /** Lets the archive step read every new outcome, in large and rare batches; an expired one is not news. */
  feedArchive(archive: PipelineFunction): void {
    archive.function.addEventSource(
      new sources.DynamoEventSource(this.outcomesTable, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        batchSize: 10_000,
        maxBatchingWindow: Duration.minutes(5),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 1000,
        maxRecordAge: Duration.hours(23),
        onFailure: new sources.SqsDlq(deadLetterQueue(this, 'Unarchived')),
        filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })],
      }),
    );
  }
}
