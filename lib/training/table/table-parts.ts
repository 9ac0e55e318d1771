import type { FeatureTable, TableColumn } from './feature-table.ts';

/** Rows of a table at these places, in their order. */
export function rowsAt({ columns }: FeatureTable, places: Uint32Array): FeatureTable {
  return { rows: places.length, columns: columns.map((column) => columnAt(column, places)) };
}

/**
 * The rows of a table by the part that each belongs to. Takes the table's columns away one by one and empties them, so that
 * nothing is held twice.
 */
export function splitTable(table: { columns: TableColumn[] }, places: readonly Uint32Array[]): FeatureTable[] {
  const parts = places.map((of) => ({ rows: of.length, columns: [] as TableColumn[] }));
  for (let column = table.columns.shift(); column !== undefined; column = table.columns.shift()) {
    for (const [index, part] of parts.entries()) part.columns.push(columnAt(column, places[index] as Uint32Array));
    giveBack(column.kind === 'numeric' ? column.values : column.codes);
  }
  return parts;
}

/** Frees the memory now, and not when garbage is collected; what shares its buffer with others is left to them. */
function giveBack({ buffer, byteLength }: Float32Array | Int32Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** The values of a column at these places, in their order. */
export function columnAt(column: TableColumn, places: Uint32Array): TableColumn {
  if (column.kind === 'numeric') {
    const values = new Float32Array(places.length);
    for (let row = 0; row < values.length; row += 1) values[row] = column.values[places[row] as number] as number;
    return { ...column, values };
  }
  const codes = new Int32Array(places.length);
  for (let row = 0; row < codes.length; row += 1) codes[row] = column.codes[places[row] as number] as number;
  return { ...column, codes };
}
