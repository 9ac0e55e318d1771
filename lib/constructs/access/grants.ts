import * as iam from 'aws-cdk-lib/aws-iam';
import { IMPORTS_FOLDER } from '../../domain/artifacts/imported-model.ts';
import type { ArtifactKind } from '../../domain/ports/artifact-store.ts';
import { REGISTRY_TIME_INDEX, registryPartitions } from '../../domain/ports/registry-keys.ts';
import { EXCHANGES_FOLDER } from '../../domain/training-engine/training-exchange.ts';
import { TRAININGS_FOLDER } from '../../domain/training-engine/training-task.ts';

/** What a model's steps may be given rights on, as ARNs. */
export interface StoreResources {
  readonly modelName: string;
  readonly registryTableArn: string;
  readonly artifactBucketArn: string;
  readonly dataKeyArn: string;
  readonly signingKeyArn: string;
  readonly definitionObjectArn: string;
  readonly predictionsTableArn: string;
  readonly outcomesTableArn: string;
  readonly retrainMachineArn: string;
  /** Executions of the Retrain machine. */
  readonly retrainExecutionsArn: string;
  /** Those that a release is judged by. */
  readonly alarmArns: readonly string[];
}

export interface ReleaseResources extends StoreResources {
  /** Unqualified. */
  readonly predictFunctionArn: string;
}

/** One right. */
export type StoreGrant = (resources: StoreResources) => iam.PolicyStatement;
export type Grant = (resources: ReleaseResources) => iam.PolicyStatement;

const allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
  new iam.PolicyStatement({ actions, resources, ...(conditions && { conditions }) });

type Partition = keyof typeof registryPartitions;

/** Rights on registry items end at the model's own partition key. */
const onPartition =
  (partition: Partition, actions: string[]): StoreGrant =>
  ({ registryTableArn, modelName }) =>
    allow(actions, [registryTableArn, `${registryTableArn}/index/${REGISTRY_TIME_INDEX}`], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [registryPartitions[partition](modelName)] },
    });

export const readLedger = onPartition('ledger', ['dynamodb:Query', 'dynamodb:GetItem']);
/** Append-only: no update, no delete, no batch write, which could not carry a condition. */
export const appendToLedger = onPartition('ledger', ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem']);
export const readVersions = onPartition('versions', ['dynamodb:Query', 'dynamodb:GetItem']);
export const registerVersions = onPartition('versions', ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem']);

const objects = ({ artifactBucketArn, modelName }: StoreResources, folders: readonly string[]) =>
  folders.map((folder) => `${artifactBucketArn}/${modelName}/${folder}/*`);

export const readArtifacts =
  (...kinds: ArtifactKind[]): StoreGrant =>
  (resources) =>
    allow(['s3:GetObject'], objects(resources, kinds));

/** Model files that people bring along; no role of Ratchet writes there. */
export const readImports: StoreGrant = (resources) => allow(['s3:GetObject'], objects(resources, [IMPORTS_FOLDER]));

/** Whoever writes reads too: content that is there already is verified. */
export const writeArtifacts =
  (...kinds: ArtifactKind[]): StoreGrant =>
  (resources) =>
    allow(['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], objects(resources, kinds));

/** What is there already is compared; a record is too small to be written in parts. */
export const writeDecisions: StoreGrant = (resources) =>
  allow(['s3:PutObject', 's3:GetObject'], objects(resources, ['decisions']));

/** Of containers, which answer by an object instead of a return value. */
export const writeTrainingAnswers: StoreGrant = (resources) =>
  allow(['s3:PutObject'], objects(resources, [TRAININGS_FOLDER]));

/** Rows for own trainers, and the models that those wrote. */
export const exchangeTrainings: StoreGrant = (resources) =>
  allow(['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], objects(resources, [EXCHANGES_FOLDER]));

export const readOutcomeArchive: StoreGrant = (resources) => allow(['s3:GetObject'], objects(resources, ['outcomes']));
export const writeOutcomeArchive: StoreGrant = (resources) => allow(['s3:PutObject'], objects(resources, ['outcomes']));
export const listOutcomeArchive: StoreGrant = ({ artifactBucketArn, modelName }) =>
  allow(['s3:ListBucket'], [artifactBucketArn], { StringLike: { 's3:prefix': [`${modelName}/outcomes/*`] } });

export const readDefinition: StoreGrant = ({ definitionObjectArn }) => allow(['s3:GetObject'], [definitionObjectArn]);

/** What DynamoDB, S3 and SNS ask of a caller whose data is under the platform's key. */
export const useDataKey: StoreGrant = ({ dataKeyArn }) =>
  allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [dataKeyArn]);

export const signManifests: StoreGrant = ({ signingKeyArn }) => allow(['kms:Sign'], [signingKeyArn]);
export const verifyManifests: StoreGrant = ({ signingKeyArn }) => allow(['kms:Verify'], [signingKeyArn]);

export const writePredictions: StoreGrant = ({ predictionsTableArn }) =>
  allow(['dynamodb:PutItem'], [predictionsTableArn]);
export const readPredictions: StoreGrant = ({ predictionsTableArn }) =>
  allow(['dynamodb:GetItem'], [predictionsTableArn]);
export const samplePredictions: StoreGrant = ({ predictionsTableArn }) =>
  allow(['dynamodb:Scan', 'dynamodb:GetItem'], [predictionsTableArn]);
export const putOutcomes: StoreGrant = ({ outcomesTableArn }) => allow(['dynamodb:PutItem'], [outcomesTableArn]);

const versionArns = (functionArn: string) => [functionArn, `${functionArn}:*`];

export const readFunction: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:GetFunctionConfiguration', 'lambda:ListVersionsByFunction'], versionArns(predictFunctionArn));
export const publishVersions: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:UpdateFunctionConfiguration', 'lambda:PublishVersion'], [predictFunctionArn]);
export const invokeVersions: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:InvokeFunction'], [`${predictFunctionArn}:*`]);
/** Of published versions, and never of the function itself, which would take all of them along. */
export const deleteVersions: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:DeleteFunction'], [`${predictFunctionArn}:*`]);
export const readAlias: Grant = ({ predictFunctionArn }) => allow(['lambda:GetAlias'], versionArns(predictFunctionArn));
/** The resource type of `UpdateAlias` is the function, not the alias. */
export const moveAlias: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:GetAlias', 'lambda:UpdateAlias'], versionArns(predictFunctionArn));
export const ownAlias: Grant = ({ predictFunctionArn }) =>
  allow(['lambda:GetAlias', 'lambda:CreateAlias', 'lambda:DeleteAlias'], versionArns(predictFunctionArn));

/** Why a right ends in a wildcard of the model's own; nothing for a wildcard of any other kind. */
export function wildcardReason(arn: string, resources: StoreResources | ReleaseResources): string | undefined {
  const { artifactBucketArn, modelName, retrainExecutionsArn } = resources;
  const versionsArn = 'predictFunctionArn' in resources ? `${resources.predictFunctionArn}:*` : undefined;
  if (arn.startsWith(`${artifactBucketArn}/${modelName}/`))
    return "objects in the model's own folders are named by their content, at run time";
  if (arn === versionsArn) return "the model's function versions are numbered when they are published";
  if (arn === retrainExecutionsArn) return "the model's executions are named when they start";
  return undefined;
}

/** CloudWatch has no resource to name for reading metrics. */
export const readMetrics: StoreGrant = () => allow(['cloudwatch:GetMetricData'], ['*']);
export const readAlarms: StoreGrant = ({ alarmArns }) =>
  allow(['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmContributors'], [...alarmArns]);

export const readExecutions: StoreGrant = ({ retrainExecutionsArn }) =>
  allow(['states:DescribeExecution'], [retrainExecutionsArn]);
export const startRetrain: StoreGrant = ({ retrainMachineArn }) =>
  allow(['states:StartExecution'], [retrainMachineArn]);
