import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { sha256Hex } from '../../domain/content-hash.ts';
import type { StreamRecord } from './change-feed.ts';
import type { Item } from './item.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import type { TableStore } from './table-store.ts';

/** What a run keeps of its stores. Signing keys come back from the seed. */
export interface KeptStores {
  readonly tables: TableStore;
  readonly objects: ObjectStore;
}

interface StoreIndex {
  readonly schema: typeof SCHEMA;
  readonly tables: readonly { readonly tableName: string; readonly newestRecord: string | null }[];
  readonly buckets: readonly string[];
}

/** An object without its content, which is in the file of that name under `contents`. */
interface ObjectLine extends Omit<StoredObject, 'content'> {
  readonly sha256: string;
}

const SCHEMA = 'ratchet-local-stores-1';

/** Writes tables and streams as JSON lines, and each object's content as a file named by its hash. */
export async function exportStores(folder: string, { tables, objects }: KeptStores): Promise<void> {
  for (const part of ['tables', 'streams', 'objects', 'contents']) mkdirSync(join(folder, part), { recursive: true });
  const described: StoreIndex['tables'][number][] = [];
  for (const tableName of tables.tableNames()) {
    writeLines(linesFile(folder, 'tables', tableName), await tables.items(tableName));
    const feed = tables.feedOf(tableName);
    writeLines(linesFile(folder, 'streams', tableName), feed?.read(null, Number.POSITIVE_INFINITY) ?? []);
    described.push({ tableName, newestRecord: feed?.newest() ?? null });
  }
  for (const bucket of objects.bucketNames()) {
    const lines = objects.listObjects(bucket).map((object) => keepContent(folder, object));
    writeLines(linesFile(folder, 'objects', bucket), lines);
  }
  const index: StoreIndex = { schema: SCHEMA, tables: described, buckets: objects.bucketNames() };
  writeFileSync(join(folder, 'stores.json'), `${canonicalJson(index)}\n`);
}

/**
 * Fills stores with what was exported. Their tables and buckets exist, because the same assembly was deployed before;
 * nothing of this shows up in streams or in the log.
 */
export async function importStores(folder: string, { tables, objects }: KeptStores): Promise<void> {
  const index = readIndex(folder);
  for (const { tableName, newestRecord } of index.tables) {
    await tables.restoreItems(tableName, readLines<Item>(linesFile(folder, 'tables', tableName)));
    const records = readLines<StreamRecord>(linesFile(folder, 'streams', tableName));
    tables.feedOf(tableName)?.restore(records, newestRecord);
  }
  for (const bucket of index.buckets) {
    for (const { sha256, ...object } of readLines<ObjectLine>(linesFile(folder, 'objects', bucket))) {
      objects.restoreObject(bucket, { ...object, content: readContent(folder, sha256) });
    }
  }
}

function keepContent(folder: string, { content, ...object }: StoredObject): ObjectLine {
  const sha256 = sha256Hex(content);
  const file = join(folder, 'contents', sha256);
  if (!existsSync(file)) writeFileSync(file, content);
  return { ...object, sha256 };
}

function readContent(folder: string, sha256: string): Buffer {
  const content = readFileSync(join(folder, 'contents', sha256));
  const actual = sha256Hex(content);
  if (actual === sha256) return content;
  throw new Error(`contents/${sha256} should have that sha256, got ${actual}: the kept run was changed`);
}

function readIndex(folder: string): StoreIndex {
  const index = JSON.parse(readFileSync(join(folder, 'stores.json'), 'utf8')) as StoreIndex;
  if (index.schema === SCHEMA) return index;
  throw new Error(`'schema' of stores.json should be ${SCHEMA}, got ${index.schema}`);
}

function linesFile(folder: string, part: string, name: string): string {
  return join(folder, part, `${name}.jsonl`);
}

function writeLines(file: string, values: readonly unknown[]): void {
  writeFileSync(file, values.map((value) => `${canonicalJson(value)}\n`).join(''));
}

function readLines<Value>(file: string): Value[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Value);
}
