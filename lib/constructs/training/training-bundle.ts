import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct, type IConstruct } from 'constructs';
import { sha256Hex } from '../../domain/content-hash.ts';
import { bundleVariables } from '../../domain/training-engine/training-task.ts';
import { acknowledgeWildcard } from '../access/acknowledgement.ts';
import { packageRoot } from '../package-root.ts';

/** The code of the training step: what the function runs, byte for byte. */
export const trainBundlePath = () => join(packageRoot(), 'dist/lambdas/train/index.mjs');

/**
 * An execution that began before a deployment goes on with the code and the definition of then, and its containers have the
 * role of now. Whoever reads them knows their hash.
 */
export function mayReadEarlier(assetArn: string): iam.PolicyStatement {
  const every = assetArn.replace(/[^/]+(\.\w+)$/, '*$1');
  return new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [every] });
}

/** Accepts the wildcards of `mayReadEarlier`. */
export function acknowledgeEarlier(construct: IConstruct, ...statements: readonly iam.PolicyStatement[]): void {
  for (const arn of statements.flatMap(({ resources }) => resources)) {
    acknowledgeWildcard(construct, arn, 'what a deployment replaced is still read by executions that began before it');
  }
}

/** One file of code as a single object, for containers that fetch it. */
export class TrainingBundle extends Construct {
  readonly environment: Readonly<Record<string, string>>;
  /** What a container needs to fetch it, or what was deployed in its place before. */
  readonly mayRead: iam.PolicyStatement;

  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    const asset = new Asset(this, 'File', { path });
    this.environment = {
      [bundleVariables.bucket]: asset.s3BucketName,
      [bundleVariables.key]: asset.s3ObjectKey,
      [bundleVariables.sha256]: sha256Hex(readFileSync(path)),
      [bundleVariables.endpoint]: `https://s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    };
    this.mayRead = mayReadEarlier(`arn:${Stack.of(this).partition}:s3:::${asset.s3BucketName}/${asset.s3ObjectKey}`);
  }
}
