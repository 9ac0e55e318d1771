import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { problemText } from '../domain/errors.ts';
import { RecordBroken } from '../domain/ports/adapter-errors.ts';
import { type PredictionRecord, type PredictionStore, predictionRecordSchema } from '../domain/ports/outcome-store.ts';
import { problemsOf } from '../domain/problems.ts';
import { expiry } from './dynamodb-expiry.ts';

/** An item may be 400 KB long, its names and its key included. */
const PIECE_BYTES = 390_000;

/**
 * Prediction records, compressed. One that does not fit into an item goes into several, the first of which is written
 * last, so that a record is there as a whole or not at all. Nothing is left out of it.
 */
export function dynamoDbPredictionStore(client: DynamoDBClient, tableName: string): PredictionStore {
  const write = async (item: Record<string, AttributeValue>) => {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  };
  const read = async (pk: string) => {
    const input = { TableName: tableName, Key: { pk: { S: pk } }, ConsistentRead: true };
    return (await client.send(new GetItemCommand(input))).Item;
  };

  return {
    async put(record, keepDays) {
      const { predictionId, at } = record;
      const expires = expiry(at, keepDays);
      const [head = new Uint8Array(), ...rest] = inPieces(new Uint8Array(gzipSync(JSON.stringify(record))));
      await Promise.all(
        rest.map((piece, index) => write({ pk: { S: restKey(predictionId, index) }, piece: { B: piece }, ...expires })),
      );
      await write({ pk: { S: predictionId }, body: { B: head }, more: { N: String(rest.length) }, ...expires });
    },

    async read(predictionId) {
      return whole(predictionId, await read(predictionId), read);
    },

    // items come in the order of a hash of their keys, and keys are drawn at random
    async *records(broken) {
      for await (const item of items(client, tableName)) {
        const record = await readable(whole(item.pk?.S ?? '', item, read), broken);
        if (record !== null) yield record;
      }
    },
  };
}

async function* items(client: DynamoDBClient, TableName: string): AsyncGenerator<Item> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) yield* Items;
}

/** Null where it is broken, which is told. */
async function readable(
  record: Promise<PredictionRecord | null>,
  broken: (error: RecordBroken) => void,
): Promise<PredictionRecord | null> {
  try {
    return await record;
  } catch (error) {
    if (!(error instanceof RecordBroken)) throw error;
    broken(error);
    return null;
  }
}

type Item = Readonly<Record<string, AttributeValue>>;

/** The record that begins with an item; null where none does, or a piece is not there any more. */
async function whole(
  predictionId: string,
  head: Item | undefined,
  read: (pk: string) => Promise<Item | undefined>,
): Promise<PredictionRecord | null> {
  if (head?.body?.B === undefined) return null;
  const more = Array.from({ length: Number(head.more?.N) }, (_, index) => read(restKey(predictionId, index)));
  const pieces = [head.body.B];
  for (const item of await Promise.all(more)) {
    // pieces expire one by one
    if (item?.piece?.B === undefined) return null;
    pieces.push(item.piece.B);
  }
  return parseRecord(predictionId, Buffer.concat(pieces));
}

function restKey(predictionId: string, index: number): string {
  return `${predictionId}#${index + 1}`;
}

function inPieces(content: Uint8Array): Uint8Array[] {
  const count = Math.ceil(content.byteLength / PIECE_BYTES);
  return Array.from({ length: count }, (_, index) => content.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES));
}

function parseRecord(predictionId: string, content: Uint8Array): PredictionRecord {
  const input = jsonOf(content);
  const parsed = predictionRecordSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, input).map(problemText).join('; ');
  throw new RecordBroken(`the record of the prediction '${predictionId}' is none: ${problems}`);
}

function jsonOf(content: Uint8Array): unknown {
  try {
    return JSON.parse(gunzipSync(content).toString());
  } catch {
    return undefined; // which no schema takes for a record
  }
}
