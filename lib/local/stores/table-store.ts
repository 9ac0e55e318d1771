import { setImmediate } from 'node:timers/promises';
import { AwsError, type Operations } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { ChangeFeed } from './change-feed.ts';
import { DynaliteProcess, type JsonMembers } from './dynalite-process.ts';
import { type Item, keyOf } from './item.ts';
import { ItemExpiry } from './item-expiry.ts';
import { type TableDefinition, tableDefinition } from './table-definition.ts';
import { describedTable, describedTimeToLive } from './table-description.ts';
import { batchGet, scanAll } from './table-reads.ts';
import { type TableRecord, TableWrites } from './table-writes.ts';

export interface TableStoreOptions {
  readonly clock: VirtualClock;
  readonly log: EventLog;
}

/** A table as the rest of the runtime knows it. */
export interface CreatedTable {
  readonly tableName: string;
  readonly tableArn: string;
  /** Null without a stream. */
  readonly streamArn: string | null;
}

interface StoredTable extends TableRecord {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

const EXPIRED_BY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** Part of a stream's ARN; the same in every run, so that a kept run finds its streams again. */
const STREAM_LABEL = '2026-01-01T00:00:00.000';

const BATCH_SIZE = 25;

/** DynamoDB: dynalite behind a front that adds what it lacks (streams, time to live) and removes what is random. */
export class TableStore {
  /** The data plane, and what describes tables. Tables themselves come from a template. */
  readonly operations: Operations;
  private readonly options: TableStoreOptions;
  private readonly dynalite = new DynaliteProcess();
  private readonly tables = new Map<string, StoredTable>();
  private readonly writes = new TableWrites(this.dynalite, (name) => this.tables.get(name));
  private tail: Promise<unknown> = Promise.resolve();

  constructor(options: TableStoreOptions) {
    this.options = options;
    const passOn = (operation: string) => this.operation((input) => this.dynalite.call(operation, input));
    this.operations = {
      GetItem: passOn('GetItem'),
      Query: passOn('Query'),
      Scan: passOn('Scan'),
      BatchGetItem: this.operation((input) => batchGet(this.dynalite, input)),
      PutItem: this.operation((input) => this.writes.put(input)),
      UpdateItem: this.operation((input) => this.writes.update(input)),
      DeleteItem: this.operation((input) => this.writes.delete(input)),
      BatchWriteItem: this.operation((input) => this.writes.batch(input)),
      DescribeTable: ({ TableName }) => describedTable(this.find(String(TableName))),
      DescribeTimeToLive: ({ TableName }) => describedTimeToLive(this.find(String(TableName))),
      ListTables: () => ({ TableNames: this.tableNames() }),
    };
  }

  /** Takes the resolved properties of an `AWS::DynamoDB::Table`. */
  async createTable(tableName: string, properties: JsonMembers): Promise<CreatedTable> {
    const definition = tableDefinition(tableName, properties);
    await this.inTurn(async () => {
      await this.dynalite.call('CreateTable', definition.schema);
      while ((await this.status(tableName)) !== 'ACTIVE') await setImmediate();
    });
    const createdAt = this.options.clock.now();
    this.tables.set(tableName, { definition, createdAt, ...this.followers(definition) });
    return this.created(tableName);
  }

  async deleteTable(tableName: string): Promise<void> {
    this.find(tableName).expiry?.close();
    this.tables.delete(tableName);
    await this.inTurn(async () => {
      await this.dynalite.call('DeleteTable', { TableName: tableName });
      while ((await this.status(tableName)) !== undefined) await setImmediate();
    });
  }

  tableNames(): string[] {
    return [...this.tables.keys()].sort();
  }

  created(tableName: string): CreatedTable {
    const { definition, feed } = this.find(tableName);
    return { tableName, tableArn: definition.tableArn, streamArn: feed?.arn ?? null };
  }

  /** The stream with that ARN, for event source mappings. */
  feed(streamArn: string): ChangeFeed {
    const feeds = [...this.tables.values()].flatMap((table) => table.feed ?? []);
    const found = feeds.find(({ arn }) => arn === streamArn);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `no stream ${streamArn}`);
    return found;
  }

  /** The stream of a table; null without one. */
  feedOf(tableName: string): ChangeFeed | null {
    return this.find(tableName).feed;
  }

  /** All items, in DynamoDB's own order. */
  items(tableName: string): Promise<Item[]> {
    return this.inTurn(() => scanAll(this.dynalite, tableName));
  }

  /** Puts items back as they were: no records in the stream. */
  async restoreItems(tableName: string, items: readonly Item[]): Promise<void> {
    const { definition, expiry } = this.find(tableName);
    await this.inTurn(async () => {
      for (const item of items) {
        await this.dynalite.call('PutItem', { TableName: tableName, Item: item });
        expiry?.follow(keyOf(item, definition.keyNames), item);
      }
    });
  }

  private operation(perform: (input: JsonMembers) => Promise<JsonMembers>): Operations[string] {
    return (input) => {
      if ((input.ReturnValuesOnConditionCheckFailure ?? 'NONE') !== 'NONE') {
        throw new Error("DynamoDB: 'ReturnValuesOnConditionCheckFailure' is not simulated");
      }
      return this.inTurn(() => perform(input));
    };
  }

  /** One after the other, in the order of the calls; the clock waits for it. */
  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return this.options.clock.busy(turn);
  }

  private find(tableName: string): StoredTable {
    const table = this.tables.get(tableName);
    if (table !== undefined) return table;
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${tableName} not found`);
  }

  private followers({ tableName, tableArn, viewType, expiryAttribute }: TableDefinition) {
    const { clock } = this.options;
    return {
      feed: viewType && new ChangeFeed(`${tableArn}/stream/${STREAM_LABEL}`, viewType, () => clock.now()),
      expiry:
        expiryAttribute === null
          ? null
          : new ItemExpiry(expiryAttribute, clock, (keys) => this.expire(tableName, keys)),
    };
  }

  private async expire(tableName: string, keys: readonly Item[]): Promise<void> {
    this.options.log.record('dynamodb', 'items-expired', { tableName, count: keys.length });
    for (let start = 0; start < keys.length; start += BATCH_SIZE) {
      const requests = keys.slice(start, start + BATCH_SIZE).map((Key) => ({ DeleteRequest: { Key } }));
      await this.inTurn(() => this.writes.batch({ RequestItems: { [tableName]: requests } }, EXPIRED_BY));
    }
  }

  /** Undefined for a table that dynalite does not have. */
  private async status(tableName: string): Promise<unknown> {
    try {
      const { Table } = await this.dynalite.call('DescribeTable', { TableName: tableName });
      return (Table as JsonMembers).TableStatus;
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }
}
