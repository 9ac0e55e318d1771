import { expect, test } from 'vitest';
import { readCloudAssembly } from '../../../lib/local/assembly/cloud-assembly.ts';
import type { ResourceRequest } from '../../../lib/local/assembly/resource-handler.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { SigningKeys } from '../../../lib/local/stores/signing-keys.ts';
import { storeResources } from '../../../lib/local/stores/store-resources.ts';
import { TableStore } from '../../../lib/local/stores/table-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { START } from '../endpoints/in-process-services.ts';
import { plainTable, registryTable } from './sample-tables.ts';

function deployment() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const stores = {
    tables: new TableStore({ clock, log }),
    objects: new ObjectStore({ clock, log }),
    keys: new SigningKeys('seed', () => clock.now()),
  };
  const handlers = storeResources(stores);
  const handlerOf = (type: string) => {
    const handler = handlers[type];
    if (handler === undefined) throw new Error(`no handler of ${type}`);
    return handler;
  };
  return { ...stores, handlers, handlerOf };
}

function request(type: string, properties: object, logicalId = 'Thing'): ResourceRequest {
  return { stackName: 'Stack', stackId: 'arn', logicalId, type, properties: { ...properties }, assets: new Map() };
}

test('every table, bucket and key of the product is simulated', async () => {
  const { handlers, handlerOf } = deployment();
  const resources = readCloudAssembly('cdk.out').stacks.flatMap(({ template }) => Object.values(template.Resources));
  const own = resources.filter(({ Type }) => handlers[Type] !== undefined);

  for (const { Type, Properties = {} } of own) {
    const { simulated, inert } = handlerOf(Type);
    expect([...simulated, ...inert]).toEqual(expect.arrayContaining(Object.keys(Properties)));
  }
  expect(own.length).toBeGreaterThan(5);
});

test('a table has its name, its ARNs and its stream', async () => {
  const { handlerOf, tables } = deployment();
  const handler = handlerOf('AWS::DynamoDB::Table');

  const table = await handler.create(request('AWS::DynamoDB::Table', registryTable, 'Registry'));
  const named = await handler.create(request('AWS::DynamoDB::Table', { ...plainTable, TableName: 'plain' }));

  expect(table).toEqual({
    physicalId: 'Stack-Registry',
    attributes: {
      Arn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/Stack-Registry',
      StreamArn: tables.feedOf('Stack-Registry')?.arn,
    },
  });
  expect(named).toMatchObject({ physicalId: 'plain' });
  expect(named.attributes).not.toHaveProperty('StreamArn');
});

test('a table keeps its items when nothing but an inert property changes, and is refused any other change', async () => {
  const { handlerOf, tables } = deployment();
  const handler = handlerOf('AWS::DynamoDB::Table');
  const before = request('AWS::DynamoDB::Table', plainTable);
  const existing = { ...(await handler.create(before)), properties: before.properties };
  await tables.restoreItems('Stack-Thing', [{ pk: { S: 'a' } }]);

  const updated = await handler.update?.({ ...before, properties: { ...plainTable, Tags: [] } }, existing);
  const change = { ...before, properties: { ...plainTable, BillingMode: 'PROVISIONED' } };

  expect(updated).toMatchObject({ physicalId: 'Stack-Thing' });
  expect(await tables.items('Stack-Thing')).toHaveLength(1);
  expect(() => handler.update?.(change, existing)).toThrow("Thing: 'BillingMode' cannot be changed here");
  await handler.delete?.(existing, before);
  expect(tables.tableNames()).toEqual([]);
});

test('a bucket has a name in lower case', async () => {
  const { handlerOf, objects } = deployment();
  const handler = handlerOf('AWS::S3::Bucket');
  const asked = request('AWS::S3::Bucket', { ObjectLockEnabled: true }, 'Artifacts');

  const bucket = await handler.create(asked);
  const existing = { ...bucket, properties: asked.properties };
  const updated = await handler.update?.(request('AWS::S3::Bucket', {}, 'Artifacts'), existing);

  expect(bucket).toMatchObject({ physicalId: 'stack-artifacts', attributes: { Arn: 'arn:aws:s3:::stack-artifacts' } });
  expect(updated).toEqual(bucket);
  await handler.delete?.(existing, asked);
  expect(objects.bucketNames()).toEqual([]);
});

test('a signing key signs under its generated id', async () => {
  const { handlerOf, keys } = deployment();
  const handler = handlerOf('AWS::KMS::Key');
  const asked = request('AWS::KMS::Key', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }, 'Key');

  const key = await handler.create(asked);
  const existing = { ...key, properties: asked.properties };
  const signed = keys.operations.Sign?.({ KeyId: key.attributes.Arn, Message: 'AAAA' }, { id: 'test' });

  expect(key).toMatchObject({ physicalId: 'Stack-Key', attributes: { KeyId: 'Stack-Key' } });
  expect(signed).toMatchObject({ KeyId: key.attributes.Arn });
  expect(await handler.update?.({ ...asked, properties: { ...asked.properties, Tags: [] } }, existing)).toEqual(key);
  await handler.delete?.(existing, asked);
  expect(() => keys.operations.DescribeKey?.({ KeyId: 'Stack-Key' }, { id: 'test' })).toThrow('does not exist');
});
