import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';

/** An item of the registry, by its two key attributes. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** What an item keeps: a text and the SHA-256 of exactly that text. */
export interface HashedText {
  readonly text: string;
  readonly hash: string;
}

type Item = Readonly<Record<string, AttributeValue>>;

/** One PutItem that never overwrites; false when the key is taken. */
export async function putIfAbsent(
  client: DynamoDBClient,
  tableName: string,
  key: ItemKey,
  attributes: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const condition = { ConditionExpression: 'attribute_not_exists(sk)' };
  try {
    await client.send(
      new PutItemCommand({ TableName: tableName, Item: item({ ...attributes, ...key }), ...condition }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Writes a text once. False when the key belongs to another text; a writer whose first answer was lost meets its own
 * item, so the same hash counts as written.
 */
export async function putTextOnce(
  client: DynamoDBClient,
  tableName: string,
  key: ItemKey,
  { text, hash }: HashedText,
  attributes: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  if (await putIfAbsent(client, tableName, key, { ...attributes, body: text, hash })) return true;
  const taken = await getItem(client, tableName, key);
  return taken !== undefined && hashedText(taken).hash === hash;
}

export async function getItem(client: DynamoDBClient, tableName: string, key: ItemKey): Promise<Item | undefined> {
  const input = { TableName: tableName, Key: item({ ...key }), ConsistentRead: true };
  return (await client.send(new GetItemCommand(input))).Item;
}

/** Texts in the order of the query, strongly consistent, over as many pages as it takes. */
export async function queryTexts(
  client: DynamoDBClient,
  input: Omit<QueryCommandInput, 'ConsistentRead' | 'Limit' | 'ExclusiveStartKey'>,
  most = Number.POSITIVE_INFINITY,
): Promise<HashedText[]> {
  const found: HashedText[] = [];
  let last: Record<string, AttributeValue> | undefined;
  do {
    const limit = Number.isFinite(most) ? { Limit: most - found.length } : {};
    const page = await client.send(
      new QueryCommand({ ...input, ...limit, ConsistentRead: true, ExclusiveStartKey: last }),
    );
    found.push(...(page.Items ?? []).map(hashedText));
    last = page.LastEvaluatedKey;
  } while (last !== undefined && found.length < most);
  return found;
}

/** Sort key of the last item of a partition; null when it has none. */
export async function lastSortKey(
  client: DynamoDBClient,
  tableName: string,
  partition: string,
): Promise<string | null> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return Items[0]?.sk?.S ?? null;
}

/** What an item keeps; an item that is no such thing comes back as a text that does not match its hash. */
export function hashedText({ body, hash }: Item): HashedText {
  return { text: body?.S ?? '', hash: hash?.S ?? '' };
}

function item(attributes: Readonly<Record<string, string>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }]));
}
