import type { CliIo } from './cli-io.ts';
import { userOf } from './cli-user.ts';
import { exitCodes } from './exit-codes.ts';
import type { Connect } from './model-connection.ts';
import { type Terminal, terminalOf } from './terminal/terminal.ts';
import type { VerbContext, VerbResult } from './verb.ts';
import type { VerbFlags } from './verb-flags.ts';

/** A verb that takes whatever flags it may be given. */
type AnyVerb = (flags: VerbFlags<string>) => (context: VerbContext) => Promise<VerbResult>;

/** Does a verb's work on the model that the flags name, and prints what it came to. Returns the exit code. */
export async function runVerb(
  verb: AnyVerb,
  flags: VerbFlags<string>,
  { stdout, environment, connect }: CliIo & { readonly connect: Connect },
): Promise<number> {
  const isJson = flags.has('--json');
  const terminal = terminalOf(stdout, environment);
  const write = (text: (terminal: Terminal) => string) => void stdout.write(`${text(terminal)}\n`);
  const work = verb(flags);
  const selection = { modelName: flags.text('--model'), platformName: flags.text('--platform') };
  const result = await connect(selection, (connection) =>
    work({ connection, user: userOf(environment), say: isJson ? () => {} : write }),
  );
  write(isJson ? () => JSON.stringify(result.json, null, 2) : result.text);
  return result.exitCode ?? exitCodes.done;
}
