import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './markdown.ts';

/** Everything that the modules below a folder of the repository export, by name, wherever they stand in it. */
export async function exportsBelow(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const modules = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => import(pathToFileURL(join(root, folder, file)).href) as Promise<Record<string, unknown>>),
  );
  return Object.assign({}, ...modules);
}
