import {
  type AliasRecord,
  type FunctionRecord,
  type FunctionVersion,
  LATEST,
  versionNamed,
} from './function-record.ts';
import { notFound } from './function-reference.ts';

/** Where one request goes. */
export interface Route {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  /** As it was asked for; null when nothing was. */
  readonly qualifier: string | null;
  readonly byAlias: boolean;
}

/** Decides for one request: the additional version of an alias gets its share at random, request by request. */
export function route(record: FunctionRecord, qualifier: string | null): Route {
  const alias = record.aliases.get(qualifier ?? '');
  const version = versionNamed(record, alias === undefined ? (qualifier ?? LATEST) : drawn(alias));
  if (version === undefined) throw notFound(`${record.arn}:${qualifier}`);
  return { record, version, qualifier, byAlias: alias !== undefined };
}

/** Throws where there is neither a version nor an alias. */
export function requireTarget(record: FunctionRecord, qualifier: string | null): void {
  const there = record.aliases.has(qualifier ?? '') || versionNamed(record, qualifier ?? LATEST) !== undefined;
  if (!there) throw notFound(`${record.arn}:${qualifier}`);
}

function drawn({ functionVersion, weights, routing }: AliasRecord): string {
  const [split] = Object.entries(weights);
  return split !== undefined && routing.next() < split[1] ? split[0] : functionVersion;
}
