import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { sha256Hex } from '../../domain/content-hash.ts';
import { bundleVariables } from '../../domain/training-engine/training-task.ts';
import { packageRoot } from '../package-root.ts';

/** The code of the training step as a single object, for containers: what the function runs, byte for byte. */
export class TrainingBundle extends Construct {
  readonly environment: Readonly<Record<string, string>>;
  readonly objectArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const path = join(packageRoot(), 'dist/lambdas/train/index.mjs');
    const asset = new Asset(this, 'File', { path });
    this.environment = {
      [bundleVariables.bucket]: asset.s3BucketName,
      [bundleVariables.key]: asset.s3ObjectKey,
      [bundleVariables.sha256]: sha256Hex(readFileSync(path)),
      [bundleVariables.endpoint]: `https://s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    };
    this.objectArn = `arn:${Stack.of(this).partition}:s3:::${asset.s3BucketName}/${asset.s3ObjectKey}`;
  }
}
