import type { DemoFlags } from './demo-flags.ts';
import type { Connect } from './model-connection.ts';
import type { OutputStream } from './terminal/terminal.ts';

/** Everything that the command line has to do with the world. */
export interface CliIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The verb that brings more along than the others; returns the exit code. @default it is not offered */
  readonly demo?: (flags: DemoFlags, io: CliIo) => Promise<number>;
  /** @default AWS, or a kept run where one is named */
  readonly connect?: Connect;
}
