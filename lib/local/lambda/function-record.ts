import type { SeededRandom } from '../seeded-random.ts';
import type { FunctionCode } from './function-code.ts';
import type { FunctionSettings } from './function-definition.ts';

export const LATEST = '$LATEST';

/** All that a version freezes. */
export interface FrozenFunction extends FunctionSettings {
  readonly code: FunctionCode;
  readonly runtimeVersionArn: string;
}

/** `$LATEST` or a published version. */
export interface FunctionVersion {
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  frozen: FrozenFunction;
  /** What invocations run: while an update is under way, what was before it. */
  serving: FrozenFunction;
  /** Of the function when the version was published, which may have a description of its own. */
  readonly functionDescription: string;
  revisionId: string;
  /** `Inactive` is not stored: it follows from the last use. */
  state: 'Pending' | 'Active';
  lastUpdateStatus: 'InProgress' | 'Successful';
  /** Milliseconds since 1970, like `lastUsed`. */
  lastModified: number;
  lastUsed: number;
}

export interface AliasRecord {
  readonly name: string;
  functionVersion: string;
  description: string;
  /** Share of the traffic of at most one other version, by its number. */
  weights: Readonly<Record<string, number>>;
  revisionId: string;
  /** Decides where each request goes. */
  readonly routing: SeededRandom;
}

/** What becomes of asynchronous events. */
export interface AsyncSettings {
  /** @default 2 */
  readonly maximumRetryAttempts?: number;
  /** @default 21600 */
  readonly maximumEventAgeSeconds?: number;
  /** ARN of where a record of a failed event goes. */
  readonly onFailure?: string;
  readonly onSuccess?: string;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  step: string | null;
  reservedConcurrency: number | null;
  readonly latest: FunctionVersion;
  /** By number, oldest first. */
  readonly versions: Map<string, FunctionVersion>;
  /** Newest number ever given; deleted versions keep theirs. */
  newest: number;
  readonly aliases: Map<string, AliasRecord>;
  asyncSettings: AsyncSettings;
}

/** `$LATEST` or a published version. */
export function versionNamed({ latest, versions }: FunctionRecord, version: string): FunctionVersion | undefined {
  return version === LATEST ? latest : versions.get(version);
}
