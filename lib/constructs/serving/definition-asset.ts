import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { sha256Hex } from '../../domain/content-hash.ts';
import type { ModelDefinitionFile } from '../../domain/definition/model-definition.ts';

/** The model definition where the steps can read it: too large for their environment, and no reason to deploy code anew. */
export class DefinitionAsset extends Construct {
  readonly environment: {
    readonly DEFINITION_BUCKET_NAME: string;
    readonly DEFINITION_KEY: string;
    readonly DEFINITION_SHA256: string;
  };
  readonly objectArn: string;

  constructor(scope: Construct, id: string, file: ModelDefinitionFile) {
    super(scope, id);
    const text = canonicalJson(file);
    const folder = mkdtempSync(join(tmpdir(), 'ratchet-definition-'));
    const path = join(folder, `${file.name}.json`);
    writeFileSync(path, text);
    // the asset copies the file into the cloud assembly while it is constructed
    const asset = new Asset(this, 'File', { path });
    rmSync(folder, { recursive: true });
    this.environment = {
      DEFINITION_BUCKET_NAME: asset.s3BucketName,
      DEFINITION_KEY: asset.s3ObjectKey,
      DEFINITION_SHA256: sha256Hex(text),
    };
    this.objectArn = `arn:${Stack.of(this).partition}:s3:::${asset.s3BucketName}/${asset.s3ObjectKey}`;
  }
}
