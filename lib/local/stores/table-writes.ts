import type { ChangeFeed, ItemChange, ServiceIdentity } from './change-feed.ts';
import type { DynaliteProcess, JsonMembers } from './dynalite-process.ts';
import { type Item, isStoredAsSent, keyOf } from './item.ts';
import type { ItemExpiry } from './item-expiry.ts';
import type { TableDefinition } from './table-definition.ts';

/** A table and what follows its writes. */
export interface TableRecord {
  readonly definition: TableDefinition;
  readonly feed: ChangeFeed | null;
  readonly expiry: ItemExpiry | null;
}

interface BatchEntry {
  readonly table: TableRecord;
  readonly key: Item;
  /** Undefined for a deletion. */
  readonly item: Item | undefined;
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

type FindTable = (tableName: string) => TableRecord | undefined;

/** Writes that tell stream and expiry what they changed. One at a time: between the reads of one nobody else may write. */
export class TableWrites {
  private readonly dynalite: DynaliteProcess;
  private readonly find: FindTable;

  constructor(dynalite: DynaliteProcess, find: FindTable) {
    this.dynalite = dynalite;
    this.find = find;
  }

  async put(input: JsonMembers): Promise<JsonMembers> {
    const table = this.followed(input.TableName);
    const isPlain = input.ReturnValues === undefined || input.ReturnValues === 'NONE';
    if (table === undefined || (!isPlain && input.ReturnValues !== 'ALL_OLD')) return this.call('PutItem', input);
    const output = await this.call('PutItem', { ...input, ReturnValues: 'ALL_OLD' });
    const item = input.Item as Item;
    await this.follow(
      { table, key: keyOf(item, table.definition.keyNames), item },
      output.Attributes as Item | undefined,
    );
    return isPlain ? withoutAttributes(output) : output;
  }

  async delete(input: JsonMembers): Promise<JsonMembers> {
    const table = this.followed(input.TableName);
    const isPlain = input.ReturnValues === undefined || input.ReturnValues === 'NONE';
    if (table === undefined || (!isPlain && input.ReturnValues !== 'ALL_OLD')) return this.call('DeleteItem', input);
    const output = await this.call('DeleteItem', { ...input, ReturnValues: 'ALL_OLD' });
    await this.follow({ table, key: input.Key as Item, item: undefined }, output.Attributes as Item | undefined);
    return isPlain ? withoutAttributes(output) : output;
  }

  async update(input: JsonMembers): Promise<JsonMembers> {
    const table = this.followed(input.TableName);
    if (table === undefined) return this.call('UpdateItem', input);
    const key = input.Key as Item;
    const before = await this.read(table, key).catch(() => undefined);
    const output = await this.call('UpdateItem', input);
    const after = await this.read(table, key);
    this.tell(table, { key, before, after });
    return output;
  }

  async batch(input: JsonMembers, userIdentity?: ServiceIdentity): Promise<JsonMembers> {
    const entries = this.batchEntries(input);
    const found: (Item | undefined)[] = [];
    for (const { table, key } of entries) {
      // an entry that cannot be read cannot be written either, and the write says why
      found.push(table.feed ? await this.read(table, key).catch(() => undefined) : undefined);
    }
    const output = await this.call('BatchWriteItem', input);
    for (const [index, entry] of entries.entries()) await this.follow(entry, found[index], userIdentity);
    return output;
  }

  async read({ definition: { tableName } }: TableRecord, Key: Item): Promise<Item | undefined> {
    const { Item: item } = await this.call('GetItem', { TableName: tableName, Key, ConsistentRead: true });
    return item as Item | undefined;
  }

  private call(operation: string, input: JsonMembers): Promise<JsonMembers> {
    return this.dynalite.call(operation, input);
  }

  /** The table, if anything follows its writes. */
  private followed(tableName: unknown): TableRecord | undefined {
    const table = this.find(String(tableName));
    return table?.feed || table?.expiry ? table : undefined;
  }

  private batchEntries({ RequestItems }: JsonMembers): BatchEntry[] {
    const requests = Object.entries({ ...Object(RequestItems) }) as [string, readonly WriteRequest[]][];
    return requests.flatMap(([tableName, writes]) => {
      const table = this.followed(tableName);
      return table === undefined ? [] : writes.flatMap((write) => batchEntry(table, write));
    });
  }

  private async follow(
    { table, key, item }: BatchEntry,
    before: Item | undefined,
    userIdentity?: ServiceIdentity,
  ): Promise<void> {
    const after = item === undefined || isStoredAsSent(item) ? item : await this.read(table, key);
    this.tell(table, { key, before, after, ...(userIdentity && { userIdentity }) });
  }

  private tell({ definition, feed, expiry }: TableRecord, { key: asked, ...change }: ItemChange): void {
    // a number in the key may have been sent in another form than it is stored in
    const known = change.after ?? change.before;
    const key = known === undefined ? asked : keyOf(known, definition.keyNames);
    feed?.append({ key, ...change });
    expiry?.follow(key, change.after);
  }
}

function batchEntry(table: TableRecord, { PutRequest, DeleteRequest }: WriteRequest): BatchEntry[] {
  if (PutRequest) return [{ table, key: keyOf(PutRequest.Item, table.definition.keyNames), item: PutRequest.Item }];
  return DeleteRequest ? [{ table, key: DeleteRequest.Key, item: undefined }] : [];
}

function withoutAttributes({ Attributes: _, ...output }: JsonMembers): JsonMembers {
  return output;
}
