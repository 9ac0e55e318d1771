import { join, relative } from 'node:path';
import type { SeededRandom } from '../seeded-random.ts';
import type { AliasRecord, FrozenFunction, FunctionRecord, FunctionVersion } from './function-record.ts';

/** A function with its versions and aliases, as plain JSON. */
export interface KeptFunction extends Omit<FunctionRecord, 'latest' | 'versions' | 'aliases'> {
  readonly latest: FunctionVersion;
  readonly versions: readonly FunctionVersion[];
  readonly aliases: readonly Omit<AliasRecord, 'routing'>[];
}

/** Code is kept by its path in the assembly's folder, so that the folder can be moved. */
export function keptFunction(
  { latest, versions, aliases, ...rest }: FunctionRecord,
  assemblyFolder: string,
): KeptFunction {
  const keep = (version: FunctionVersion) => withCode(version, (folder) => relative(assemblyFolder, folder));
  return {
    ...rest,
    latest: keep(latest),
    versions: [...versions.values()].map(keep),
    aliases: [...aliases.values()].map(({ routing: _drawnAnew, ...alias }) => alias),
  };
}

export function restoredFunction(
  { latest, versions, aliases, ...rest }: KeptFunction,
  assemblyFolder: string,
  random: SeededRandom,
): FunctionRecord {
  const restore = (version: FunctionVersion) => withCode(version, (path) => join(assemblyFolder, path));
  const routed = aliases.map((alias) => ({ ...alias, routing: random.fork(`routing of ${rest.name}:${alias.name}`) }));
  return {
    ...rest,
    latest: restore(latest),
    versions: new Map(versions.map((version) => [version.version, restore(version)])),
    aliases: new Map(routed.map((alias) => [alias.name, alias])),
  };
}

function withCode(version: FunctionVersion, place: (folder: string) => string): FunctionVersion {
  const moved = (frozen: FrozenFunction): FrozenFunction => ({
    ...frozen,
    code: { ...frozen.code, folder: place(frozen.code.folder) },
  });
  return { ...version, frozen: moved(version.frozen), serving: moved(version.serving) };
}
