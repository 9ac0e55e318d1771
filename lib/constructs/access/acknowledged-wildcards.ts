import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledgeWildcard } from './acknowledgement.ts';
import { type ReleaseResources, type StoreResources, wildcardReason } from './grants.ts';

/** Accepts every wildcard of a model's own that these permissions have, each with its reason. */
export function acknowledgeWildcards(
  construct: IConstruct,
  permissions: readonly iam.PolicyStatement[],
  resources: StoreResources | ReleaseResources,
): void {
  for (const arn of new Set(permissions.flatMap((statement) => statement.resources))) {
    const reason = wildcardReason(arn, resources);
    if (reason !== undefined) acknowledgeWildcard(construct, arn, reason);
  }
}
