import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface RegistryPolicyProps {
  /** Path of the roles that may append, such as `/ratchet/`. */
  readonly rolePath: string;
  /** Lets the table be deleted. */
  readonly development: boolean;
}

const deny = (sid: string, actions: string[], conditions: Record<string, unknown> = {}) =>
  new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions,
    // a policy cannot name the table that it belongs to before there is one
    resources: ['*'],
    conditions,
  });

/** Refuses every change of the registry that is not an append by one of Ratchet's roles, an administrator's included. */
export function registryPolicy(scope: Construct, { rolePath, development }: RegistryPolicyProps): iam.PolicyDocument {
  const { partition, account } = Stack.of(scope);
  return new iam.PolicyDocument({
    statements: [
      deny('AppendOnly', [
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PartiQLInsert',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PartiQLDelete',
        // would let items expire
        'dynamodb:UpdateTimeToLive',
      ]),
      deny('OneEntryAtATime', ['dynamodb:PutItem'], {
        'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] },
      }),
      deny('OnlyRatchetAppends', ['dynamodb:PutItem'], {
        ArnNotLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role${rolePath}*` },
      }),
      ...(development ? [] : [deny('NeverDelete', ['dynamodb:DeleteTable'])]),
    ],
  });
}
