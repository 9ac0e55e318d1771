import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { serviceEndpoints } from '../../../lib/local/endpoints/service-endpoints.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { FaultPlan } from '../../../lib/local/fault-plan.ts';
import { VirtualNetwork } from '../../../lib/local/lambda/virtual-network.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { objectOperations } from '../../../lib/local/stores/object-operations.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { SigningKeys } from '../../../lib/local/stores/signing-keys.ts';
import { TableStore } from '../../../lib/local/stores/table-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { clientConfig } from '../../contracts/wire/client-config.ts';
import { registryTable } from '../stores/sample-tables.ts';
import { inVirtualTime, START } from './in-process-services.ts';

const nothing = { states: {}, cloudwatch: {}, events: {}, scheduler: {}, sns: {} };

/** The stores and a function that takes five seconds, behind the transport that the functions' code uses. */
async function network() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const random = seededRandom('seed');
  const tables = new TableStore({ clock, log });
  const objects = new ObjectStore({ clock, log });
  const keys = new SigningKeys('seed', () => clock.now());
  const transport = new VirtualNetwork(clock);
  const faults = new FaultPlan([
    { point: 'dynamodb:PutItem', kind: 'throttle', from: 2, times: 2 },
    { point: 's3:GetObject', kind: 'delay', milliseconds: 750 },
  ]);
  const Invoke = async () => {
    await clock.sleep(5000);
    return { StatusCode: 200, ExecutedVersion: '1', Payload: '"done"' };
  };
  const services = {
    ...nothing,
    lambda: { Invoke },
    kms: keys.operations,
    dynamodb: tables.operations,
    s3: objectOperations(objects, random.fork('s3')),
  };
  const { endpoints } = serviceEndpoints({ clock, log, faults, random, services, transport });
  for (const { port, service, server } of endpoints) transport.attach(port, service, server);
  await tables.createTable('registry', registryTable);
  objects.createBucket('artefacts');
  const agent = networkAgent(transport, clock, 'env-1');
  const config = (port: number) => ({
    ...clientConfig(`http://127.0.0.1:${port}`),
    requestHandler: { httpAgent: agent },
  });
  return { clock, log, tables, config };
}

/** Connections as an environment has them: every piece of data is a step of the clock. */
function networkAgent(transport: VirtualNetwork, clock: VirtualClock, id: string): Agent {
  const createConnection = ({ port }: { readonly port: number }) => {
    const socket = new Duplex({
      read: () => undefined,
      write(chunk: Uint8Array, _encoding, written) {
        clock.schedule(0, 'bytes', async () => {
          if (connection) await transport.deliver(connection, chunk);
        });
        written();
      },
    });
    const connection = transport.connect(port, {
      caller: { id },
      receive(event) {
        if (event.kind === 'bytes') socket.push(event.bytes);
        else socket.destroy();
      },
    });
    const methods = ['setTimeout', 'setNoDelay', 'setKeepAlive', 'ref', 'unref'];
    return Object.assign(socket, Object.fromEntries(methods.map((name) => [name, () => socket])));
  };
  return Object.assign(new Agent({ keepAlive: true }), { createConnection });
}

async function mixedRun() {
  const { clock, log, config } = await network();
  const [dynamoDb, s3, lambda] = [
    new DynamoDBClient(config(7008)),
    new S3Client(config(7009)),
    new LambdaClient(config(7001)),
  ];
  const item = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk }, time: { S: sk } });
  const put = (sk: string) => dynamoDb.send(new PutItemCommand({ TableName: 'registry', Item: item(sk) }));
  const object = { Bucket: 'artefacts', Key: 'k' };
  const work = async () => {
    await Promise.all([put('1'), put('2'), put('3')]);
    await s3.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(3_000_000, 'x') }));
    const [read, invoked] = await Promise.all([
      s3.send(new GetObjectCommand(object)),
      lambda.send(new InvokeCommand({ FunctionName: 'slow' })),
    ]);
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'p' } } };
    const { Count } = await dynamoDb.send(new QueryCommand({ TableName: 'registry', ...query }));
    return [(await read.Body?.transformToByteArray())?.byteLength, invoked.Payload?.transformToString(), Count];
  };
  const results = await inVirtualTime(clock, work());
  return { results, text: log.text(), end: clock.now() };
}

test('a request that waits for virtual time lets the clock go on, and everybody gets an answer', async () => {
  const { results, end } = await mixedRun();

  expect(results).toEqual([3_000_000, '"done"', 3]);
  expect(end).toBe(START + 5000);
});

test('the same requests leave the same log, byte for byte, with their caller', async () => {
  const [first, second] = [await mixedRun(), await mixedRun()];

  expect(first.text).toBe(second.text);
  expect(first.text).toContain('"caller":"env-1"');
  expect(first.text.match(/ThrottlingException/g)).toHaveLength(2);
});
