import type { DeployedResource } from '../assembly/intrinsics.ts';
import { generatedName, type ResourceHandler, type ResourceRequest } from '../assembly/resource-handler.ts';
import { LOCAL_REGION } from '../aws-error.ts';
import type { ObjectStore } from './object-store.ts';
import type { SigningKeys } from './signing-keys.ts';
import { inertTableProperties, simulatedTableProperties } from './table-definition.ts';
import type { CreatedTable, TableStore } from './table-store.ts';

export interface Stores {
  readonly tables: TableStore;
  readonly objects: ObjectStore;
  readonly keys: SigningKeys;
}

/** How tables, buckets and keys of a template come into being. */
export function storeResources(stores: Stores): Readonly<Record<string, ResourceHandler>> {
  return {
    'AWS::DynamoDB::Table': tableHandler(stores.tables),
    'AWS::S3::Bucket': bucketHandler(stores.objects),
    'AWS::KMS::Key': keyHandler(stores.keys),
  };
}

function tableHandler(tables: TableStore): ResourceHandler {
  return {
    simulated: simulatedTableProperties,
    inert: inertTableProperties,
    async create(request) {
      const name = String(request.properties.TableName ?? generatedName(request));
      return deployedTable(await tables.createTable(name, request.properties));
    },
    update(request, existing) {
      refuseChange(request, existing, simulatedTableProperties);
      return deployedTable(tables.created(existing.physicalId));
    },
    delete: ({ physicalId }) => tables.deleteTable(physicalId),
  };
}

function deployedTable({ tableName, tableArn, streamArn }: CreatedTable): DeployedResource {
  return { physicalId: tableName, attributes: { Arn: tableArn, ...(streamArn !== null && { StreamArn: streamArn }) } };
}

function bucketHandler(objects: ObjectStore): ResourceHandler {
  return {
    simulated: ['BucketName'],
    // access, encryption, logs and old versions play no part here
    inert: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'ObjectLockConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
      'VersioningConfiguration',
    ],
    create(request) {
      const name = String(request.properties.BucketName ?? generatedName(request).slice(0, 63).toLowerCase());
      objects.createBucket(name);
      return deployedBucket(name);
    },
    update(request, existing) {
      refuseChange(request, existing, ['BucketName']);
      return deployedBucket(existing.physicalId);
    },
    delete: ({ physicalId }) => objects.deleteBucket(physicalId),
  };
}

function deployedBucket(name: string): DeployedResource {
  const attributes = {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${LOCAL_REGION}.amazonaws.com`,
  };
  return { physicalId: name, attributes };
}

function keyHandler(keys: SigningKeys): ResourceHandler {
  return {
    simulated: ['KeySpec', 'KeyUsage', 'Description'],
    inert: ['EnableKeyRotation', 'KeyPolicy', 'PendingWindowInDays', 'Tags'],
    create(request) {
      const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT', Description = '' } = request.properties;
      const keyId = generatedName(request);
      const description = String(Description);
      const { arn } = keys.create({ keyId, keySpec: String(KeySpec), keyUsage: String(KeyUsage), description });
      return { physicalId: keyId, attributes: { Arn: arn, KeyId: keyId } };
    },
    update(request, existing) {
      refuseChange(request, existing, ['KeySpec', 'KeyUsage', 'Description']);
      return { physicalId: existing.physicalId, attributes: existing.attributes };
    },
    delete: ({ physicalId }) => keys.delete(physicalId),
  };
}

/** What is simulated stays as it was created; anything else may change, because it has no effect. */
function refuseChange(
  { logicalId, properties }: ResourceRequest,
  existing: { readonly properties: ResourceRequest['properties'] },
  fixed: readonly string[],
): void {
  const changed = fixed.find((name) => JSON.stringify(properties[name]) !== JSON.stringify(existing.properties[name]));
  if (changed === undefined) return;
  throw new Error(`${logicalId}: '${changed}' cannot be changed here: start a new run`);
}
