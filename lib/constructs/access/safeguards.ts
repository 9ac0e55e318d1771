import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { acceptFindings } from './accepted-findings.ts';

export interface Safeguards {
  /** Encrypts the logs. */
  readonly dataKey: kms.IKey;
  /** Tells Ratchet's roles from all others in policies, such as `/ratchet/`. */
  readonly rolePath: string;
}

/** What holds for every role and log group below a construct once it is complete, those that CDK makes included. */
export function applySafeguards(scope: IConstruct, { dataKey, rolePath }: Safeguards): void {
  for (const construct of scope.node.findAll()) {
    if (construct instanceof iam.CfnRole) construct.path = rolePath;
    if (construct instanceof logs.CfnLogGroup) construct.kmsKeyId = dataKey.keyArn;
  }
  acceptFindings(scope);
}
