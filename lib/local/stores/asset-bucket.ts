import { readFileSync, statSync } from 'node:fs';

/** Files of a cloud assembly by the key under which they would have been uploaded: read from disk, never written. */
export class AssetBucket {
  private readonly files = new Map<string, string>();

  add(assets: ReadonlyMap<string, string>): void {
    for (const [key, path] of assets) this.files.set(key, path);
  }

  keys(): readonly string[] {
    return [...this.files.keys()];
  }

  /** Where an asset is; undefined for a key that is not there. */
  path(key: string): string | undefined {
    return this.files.get(key);
  }

  /** Undefined for a key that is not there. Throws for a folder, which an upload would have zipped. */
  read(key: string): Buffer | undefined {
    const path = this.files.get(key);
    if (path === undefined) return undefined;
    if (statSync(path).isDirectory()) throw new Error(`the asset ${key} should be a single file, got a folder`);
    return readFileSync(path);
  }
}
