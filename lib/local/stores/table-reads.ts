import { AwsError } from '../aws-error.ts';
import type { DynaliteProcess, JsonMembers } from './dynalite-process.ts';
import { type Item, keyText } from './item.ts';

interface KeysAndOptions {
  readonly Keys: readonly Item[];
  readonly [option: string]: unknown;
}

const MOST_KEYS = 100;
const MOST_BYTES = 16 * 1024 * 1024;

/** BatchGetItem, item by item in the order of the request: dynalite itself answers in a random order. */
export async function batchGet(dynalite: DynaliteProcess, { RequestItems }: JsonMembers): Promise<JsonMembers> {
  const tables = Object.entries({ ...Object(RequestItems) }) as [string, KeysAndOptions][];
  refuseTooMany(tables.flatMap(([tableName, { Keys }]) => Keys.map((key) => `${tableName} ${keyText(key)}`)));
  const Responses: Record<string, Item[]> = {};
  for (const [TableName, { Keys, ...options }] of tables) {
    const items: Item[] = [];
    for (const Key of Keys) {
      const { Item: item } = await dynalite.call('GetItem', { ...options, TableName, Key });
      if (item !== undefined) items.push(item as Item);
    }
    Responses[TableName] = items;
  }
  if (Buffer.byteLength(JSON.stringify(Responses)) > MOST_BYTES) {
    throw new Error('BatchGetItem: an answer of more than 16 MB, of which DynamoDB sends a part, is not simulated');
  }
  return { Responses, UnprocessedKeys: {} };
}

function refuseTooMany(keys: readonly string[]): void {
  if (keys.length > MOST_KEYS)
    throw new AwsError('ValidationException', 'Too many items requested for the BatchGetItem call');
  if (new Set(keys).size === keys.length) return;
  throw new AwsError('ValidationException', 'Provided list of item keys contains duplicates');
}

/** All items of a table, page by page. */
export async function scanAll(dynalite: DynaliteProcess, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: unknown;
  do {
    const page = await dynalite.call('Scan', { TableName, ...(start !== undefined && { ExclusiveStartKey: start }) });
    items.push(...(page.Items as Item[]));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
