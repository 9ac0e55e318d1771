import type { Ledger } from '../domain/ledger/ledger.ts';
import type { SentNotices } from '../domain/ports/announcements.ts';
import type { ArtifactStore } from '../domain/ports/artifact-store.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DecisionRecords } from '../domain/ports/decision-records.ts';
import type { Executions } from '../domain/ports/executions.ts';
import type { FunctionVersions } from '../domain/ports/function-versions.ts';
import type { LiveAlias } from '../domain/ports/live-alias.ts';
import type { Signer } from '../domain/ports/signer.ts';
import type { VersionRecords } from '../domain/ports/version-record.ts';
import type { Timestamp } from '../domain/time.ts';

/** Everything of one deployed model that a verb works with. */
export interface ModelConnection {
  readonly modelName: string;
  readonly platformName: string;
  /** Where it is deployed, in a word or two, such as `AWS eu-central-1`. */
  readonly place: string;
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly store: ArtifactStore;
  readonly decisions: DecisionRecords;
  readonly signer: Signer;
  readonly alias: LiveAlias;
  readonly functions: FunctionVersions;
  readonly notices: SentNotices;
  /** Name of the function that predicts. */
  readonly functionName: string;
  readonly clock: Clock;
  readonly executions: Executions;
  readonly retrainMachineArn: string;
  readonly rollbackMachineArn: string;
  /** Executions of both machines that have not ended. */
  readonly running: () => Promise<{ readonly arn: string; readonly startedAt: Timestamp }[]>;
  /** Whether executions go on when nobody waits for them; in a kept run they do not. */
  readonly goesOn: boolean;
  /** Where a browser shows an execution; null where there is no console. */
  readonly consoleLink: (executionArn: string) => string | null;
}

/** Which model; null where there is only one. */
export interface Selection {
  readonly modelName: string | null;
  readonly platformName: string | null;
}

/**
 * Opens the connection to a model, does something with it and closes it. Throws `NotFound` where there is no such model
 * or folder.
 */
export type Connect = <Value>(
  selection: Selection,
  work: (connection: ModelConnection) => Promise<Value>,
) => Promise<Value>;
