import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiveAlias } from '../ports/live-alias.ts';

/** What it takes to decide about one model and to move its traffic. */
export interface ReleasePorts {
  readonly modelName: string;
  /** The function that serves, unqualified. */
  readonly functionName: string;
  readonly ledger: Ledger;
  readonly alias: LiveAlias;
  readonly clock: Clock;
}
