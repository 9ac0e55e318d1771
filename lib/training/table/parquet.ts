import type { CsvSpec } from './csv.ts';
import type { LabelledTable } from './labelled-table.ts';
import { featureValues, levelValues, type ValueColumn } from './value-columns.ts';

/** The columns of a Parquet file that are read. */
export type ParquetSpec = Pick<CsvSpec, 'features' | 'target' | 'id' | 'idIsOptional'>;

/** DuckDB is not installed. */
export class DuckDbMissing extends Error {
  override readonly name = 'DuckDbMissing';
}

/** A file that is no Parquet with the columns that are asked for. */
export class ParquetBroken extends Error {
  override readonly name = 'ParquetBroken';
}

/** The part of `@duckdb/node-api` that is used. */
export interface DuckDb {
  readonly DuckDBInstance: { create(): Promise<DuckDbInstance> };
}

interface DuckDbInstance {
  connect(): Promise<DuckDbConnection>;
  closeSync(): void;
}

interface DuckDbConnection {
  stream(sql: string, values: string[]): Promise<DuckDbResult>;
  closeSync(): void;
}

interface DuckDbResult {
  getRows(): Promise<unknown[][]>;
  fetchChunk(): Promise<DuckDbChunk | null>;
}

interface DuckDbChunk {
  readonly rowCount: number;
  /** `items` are there for numbers without null. */
  getColumnVector(column: number): { readonly items?: ArrayLike<unknown>; toArray(): ArrayLike<unknown> };
}

const PACKAGE = '@duckdb/node-api';

/** Loads DuckDB, which is an optional dependency. Throws `DuckDbMissing`. */
export async function loadDuckDb(name: string = PACKAGE): Promise<DuckDb> {
  try {
    return await import(name);
  } catch (cause) {
    throw new DuckDbMissing(`reading Parquet takes DuckDB: run \`npm install ${PACKAGE}\``, { cause });
  }
}

/**
 * Reads a Parquet file, or all that a pattern such as `data/*.parquet` names, chunk by chunk. Numbers read as
 * serving reads them, everything else as it reads the text that DuckDB has for it; so do whole numbers of 64 bits that
 * are names. Throws `ParquetBroken`.
 */
export async function readParquet(path: string, spec: ParquetSpec, duckDb?: DuckDb): Promise<LabelledTable> {
  const { DuckDBInstance } = duckDb ?? (await loadDuckDb());
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    return await readThrough(connection, path, spec);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function readThrough(connection: DuckDbConnection, path: string, spec: ParquetSpec): Promise<LabelledTable> {
  const { features, target } = spec;
  const found = await columnTypes(connection, path);
  const id = spec.idIsOptional && !found.has(spec.id ?? '') ? undefined : spec.id;
  const names = [...features.map(({ name }) => name), target, ...(id === undefined ? [] : [id])];
  const types = typesOf(names, found, path);
  const selected = names.map((name, place) => valueSql(name, types[place] ?? '', features[place]?.kind === 'numeric'));
  const columns = features.map(featureValues);
  const labels = levelValues(target, textOf);
  const ids: string[] | undefined = id === undefined ? undefined : [];
  const sql = `SELECT ${selected.join(', ')} FROM read_parquet($1)`;
  const chunks = await asking(path, () => connection.stream(sql, [path]));
  for (let chunk = await chunks.fetchChunk(); chunk?.rowCount; chunk = await chunks.fetchChunk()) {
    appendChunk(chunk, [...columns, labels]);
    if (ids !== undefined) appendIds(chunk, names.length - 1, ids);
  }
  const { levels, codes } = labels.finish();
  requireLabels(codes, target);
  const table = { rows: codes.length, columns: columns.map((column) => column.finish()) };
  return { rows: codes.length, table, labels: { levels, codes }, ids };
}

function requireLabels(codes: Int32Array, target: string): void {
  const unlabelled = codes.indexOf(-1);
  if (unlabelled !== -1) throw new ParquetBroken(`row ${unlabelled + 1} should have a label in '${target}', got null`);
}

function appendIds(chunk: DuckDbChunk, column: number, ids: string[]): void {
  for (const value of Array.from(valuesOf(chunk, column))) {
    const id = textOf(value);
    if (id === null) throw new ParquetBroken(`row ${ids.length + 1} should have an id, got null`);
    ids.push(id);
  }
}

function appendChunk(chunk: DuckDbChunk, columns: readonly ValueColumn<unknown>[]): void {
  for (const [place, column] of columns.entries()) column.append(valuesOf(chunk, place), 0, chunk.rowCount);
}

function valuesOf(chunk: DuckDbChunk, column: number): ArrayLike<unknown> {
  const vector = chunk.getColumnVector(column);
  return vector.items ?? vector.toArray();
}

function textOf(value: unknown): string | null {
  return value === null || Number.isNaN(value) ? null : String(value);
}

const NUMBER = /^(U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
// of which a float64 does not tell the names apart
const LONG_NUMBER = /^(U?BIGINT|U?HUGEINT|BOOLEAN)$/;

/** Types of all columns by their names. */
async function columnTypes(connection: DuckDbConnection, path: string): Promise<ReadonlyMap<string, string>> {
  const described = await asking(path, async () => {
    const result = await connection.stream('DESCRIBE SELECT * FROM read_parquet($1)', [path]);
    return result.getRows();
  });
  return new Map(described.map(([name, type]) => [String(name), String(type)]));
}

/** Those of these columns. Throws `ParquetBroken`, which lists those that are there, for one that is not. */
function typesOf(names: readonly string[], types: ReadonlyMap<string, string>, path: string): string[] {
  const lacking = names.filter((name) => !types.has(name));
  if (lacking.length === 0) return names.map((name) => types.get(name) ?? '');
  throw new ParquetBroken(`'${path}' should have ${lacking.join(', ')}, got ${[...types.keys()].join(', ')}`);
}

/** A number without null, or a text. */
function valueSql(name: string, type: string, isNumeric: boolean): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const isNumber = NUMBER.test(type) || (isNumeric && LONG_NUMBER.test(type));
  // of a float the number that its shortest text says, as serving gets it
  const read = type === 'FLOAT' ? `CAST(${column} AS VARCHAR)` : column;
  return isNumber ? `coalesce(CAST(${read} AS DOUBLE), 'NaN'::DOUBLE)` : `CAST(${column} AS VARCHAR)`;
}

async function asking<Answer>(path: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    // what follows is the query, which nobody has written
    throw new ParquetBroken(`'${path}' should be a Parquet file: ${problem.split('\n', 1)[0]}`, { cause });
  }
}
