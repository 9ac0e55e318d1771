import type { CliFlagName, CliVerbName, CommonFlagName } from '../domain/cli-verbs.ts';
import type { ExitCode } from './exit-codes.ts';
import type { ModelConnection } from './model-connection.ts';
import type { Progress } from './terminal/progress.ts';
import type { Terminal } from './terminal/terminal.ts';
import type { VerbFlags } from './verb-flags.ts';

/** What a verb came to. */
export interface VerbResult {
  /** Something that JSON can carry. */
  readonly json: unknown;
  readonly text: (terminal: Terminal) => string;
  /** @default `done` */
  readonly exitCode?: ExitCode;
}

export interface VerbContext {
  readonly connection: ModelConnection;
  /** Who is at the keyboard, as the ledger names them. */
  readonly user: string;
  /** Tells of something while the verb goes on; says nothing where only the result is wanted. */
  readonly say: (text: (terminal: Terminal) => string) => void;
}

/** What is done on a deployed model, or without one: then nothing is connected to. */
export type VerbWork =
  | ((context: VerbContext) => Promise<VerbResult>)
  | { readonly offline: (progress: Progress) => Promise<VerbResult> };

/** Reads its flags, which throws `WrongUsage` before anything is connected to, and then does its work. */
export type Verb<Name extends CliVerbName> = (flags: VerbFlags<CliFlagName<Name> | CommonFlagName>) => VerbWork;
