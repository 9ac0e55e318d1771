import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { acknowledge } from '../access/acknowledgement.ts';

export interface ArtifactBucketProps {
  readonly encryptionKey: kms.IKey;
  /** Without Object Lock and with deletion allowed, so that a failed first deployment can be repeated. */
  readonly development: boolean;
}

/** Artefacts, snapshots, reports and archived outcomes: written once, under keys that name their content. */
export class ArtifactBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { encryptionKey, development }: ArtifactBucketProps) {
    super(scope, id);
    // access logs are allowed by the bucket policy; without it CDK would use an ACL, which this bucket refuses
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      ...closedBucket,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      versioned: true,
      ...(!development && {
        objectLockEnabled: true,
        objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(90)),
      }),
      serverAccessLogsBucket: this.createAccessLogs(),
      serverAccessLogsPrefix: 'artifacts/',
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      this,
      'NIST.800.53.R5-S3BucketReplicationEnabled',
      'a second region doubles storage and its price; S3 keeps several copies, and the locked objects cannot be deleted',
    );
    this.enforceWriteOnce();
    if (!development) this.denyDeletion();
  }

  private createAccessLogs(): s3.Bucket {
    const accessLogs = new s3.Bucket(this, 'AccessLogs', {
      ...closedBucket,
      encryption: s3.BucketEncryption.S3_MANAGED,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(7) }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      accessLogs,
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
      'S3 does not deliver access logs to a bucket that encrypts with a key of ours by default',
    );
    return accessLogs;
  }

  /** Parts of a multipart upload cannot carry the condition; its completion does. */
  private enforceWriteOnce(): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'WriteOnce',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      }),
    );
  }

  private denyDeletion(): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'NeverDelete',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
        resources: [this.bucket.arnForObjects('*')],
      }),
    );
  }
}

const closedBucket = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const;
