import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { applySafeguards } from '../access/safeguards.ts';
import { ArtifactBucket } from './artifact-bucket.ts';
import { NoticeSender } from './notice-sender.ts';
import { RegistryTable } from './registry-table.ts';

export interface ModelPlatformProps {
  /**
   * First part of the names of state machines, alarms and dashboards, so that two platforms fit into one region.
   * @default "ratchet"
   */
  readonly platformName?: string;
  /** E-mail addresses that get every notice and page. @default none */
  readonly emailAddresses?: readonly string[];
  /**
   * Turns Object Lock and deletion protection off, so that stacks can be deleted and created again while you try things
   * out. Data is kept all the same. @default false
   */
  readonly development?: boolean;
}

/** What all models of one account and region share: registry, artefacts, notifications and keys. */
export class ModelPlatform extends Construct {
  readonly platformName: string;
  /** Of every role, so that policies can tell Ratchet's roles from all others. */
  readonly rolePath: string;
  readonly development: boolean;
  readonly registryTable: dynamodb.Table;
  readonly artifactBucket: s3.Bucket;
  readonly notificationTopic: sns.Topic;
  /** Encrypts everything at rest. */
  readonly dataKey: kms.Key;
  /** Signs the manifest of every registered model. */
  readonly signingKey: kms.Key;
  private readonly modelNames = new Set<string>();

  constructor(scope: Construct, id: string, props: ModelPlatformProps = {}) {
    super(scope, id);
    this.platformName = checkedName(props.platformName ?? 'ratchet');
    this.rolePath = `/${this.platformName}/`;
    this.development = props.development ?? false;
    const { development, rolePath } = this;
    this.dataKey = this.createDataKey();
    this.signingKey = new kms.Key(this, 'SigningKey', {
      description: 'Ratchet: signs model manifests',
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.registryTable = new RegistryTable(this, 'Registry', {
      encryptionKey: this.dataKey,
      rolePath,
      development,
    }).table;
    this.artifactBucket = new ArtifactBucket(this, 'Artifacts', { encryptionKey: this.dataKey, development }).bucket;
    this.notificationTopic = this.createTopic(props.emailAddresses ?? []);
    new NoticeSender(this, 'Notices', {
      registryTable: this.registryTable,
      notificationTopic: this.notificationTopic,
      dataKey: this.dataKey,
    });
    applySafeguards(this, this);
  }

  /** Throws when another model of this platform has that name: they would share a ledger. */
  claimModelName(modelName: string): void {
    if (this.modelNames.has(modelName)) {
      throw new Error(`'name' should be another one: the platform has a model '${modelName}' already`);
    }
    this.modelNames.add(modelName);
  }

  private createTopic(emailAddresses: readonly string[]): sns.Topic {
    const topic = new sns.Topic(this, 'Notifications', { masterKey: this.dataKey, enforceSSL: true });
    // a policy of its own replaces the topic's default one, which lets the account's alarms publish
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const address of emailAddresses) topic.addSubscription(new subscriptions.EmailSubscription(address));
    return topic;
  }

  private createDataKey(): kms.Key {
    const key = new kms.Key(this, 'DataKey', {
      description: 'Ratchet: encrypts registry, artefacts, outcomes and notices',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.letLogsUse(key);
    // alarms and rules publish to the encrypted topic themselves
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: ['cloudwatch', 'events'].map((service) => new iam.ServicePrincipal(`${service}.amazonaws.com`)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return key;
  }

  private letLogsUse(key: kms.Key): void {
    const { partition, region, account } = Stack.of(this);
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
        },
      }),
    );
  }
}

function checkedName(platformName: string): string {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(platformName)) return platformName;
  throw new Error(
    `'platformName' should be at most 20 of a-z, 0-9 and -, for example "ratchet", got ${JSON.stringify(platformName)}`,
  );
}
