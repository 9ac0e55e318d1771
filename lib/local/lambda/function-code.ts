import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A bundle that is deployed: its folder does not change any more. */
export interface FunctionCode {
  readonly folder: string;
  /** Base64, as Lambda shows it. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** Hashes names and contents of all files. AWS hashes the zip, of which there is none here. */
export function readFunctionCode(folder: string): FunctionCode {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  let size = 0;
  for (const file of files) {
    const content = readFileSync(file);
    const name = file.slice(folder.length).replaceAll(sep, '/');
    hash.update(`${name}\n${content.length}\n`).update(content);
    size += content.length;
  }
  return { folder, sha256: hash.digest('base64'), size };
}
