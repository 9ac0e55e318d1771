/** A file that is no CSV with the columns that are asked for; names the line. */
export class CsvBroken extends Error {
  override readonly name = 'CsvBroken';
}
