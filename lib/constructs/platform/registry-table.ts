import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { REGISTRY_TIME_INDEX } from '../../domain/ports/registry-keys.ts';
import { registryPolicy } from './registry-policy.ts';

export interface RegistryTableProps {
  readonly encryptionKey: kms.IKey;
  /** Path of the roles that may append, such as `/ratchet/`. */
  readonly rolePath: string;
  /** Without deletion protection. */
  readonly development: boolean;
}

/** Ledger, version records and sent notices of every model. */
export class RegistryTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { encryptionKey, rolePath, development }: RegistryTableProps) {
    super(scope, id);
    const text = dynamodb.AttributeType.STRING;
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'pk', type: text },
      sortKey: { name: 'sk', type: text },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      resourcePolicy: registryPolicy(this, { rolePath, development }),
      deletionProtection: !development,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // has to be there from the start, an index on time cannot be added later; it needs every attribute, for one query
    this.table.addLocalSecondaryIndex({ indexName: REGISTRY_TIME_INDEX, sortKey: { name: 'time', type: text } });
  }
}
