import { WrongUsage } from './cli-errors.ts';
import type { CliIo } from './cli-io.ts';
import { userOf } from './cli-user.ts';
import { exitCodes } from './exit-codes.ts';
import type { Connect } from './model-connection.ts';
import { type Terminal, terminalOf } from './terminal/terminal.ts';
import type { VerbResult, VerbWork } from './verb.ts';
import type { VerbFlags } from './verb-flags.ts';

/** A verb that takes whatever flags it may be given. */
type AnyVerb = (flags: VerbFlags<string>) => VerbWork;

/** Does a verb's work on the model that the flags name, if it is about a deployed one, and prints what it came to. Returns the exit code. */
export async function runVerb(
  verb: AnyVerb,
  flags: VerbFlags<string>,
  { stdout, environment, connect }: CliIo & { readonly connect: Connect },
): Promise<number> {
  const isJson = flags.has('--json');
  const terminal = terminalOf(stdout, environment);
  const write = (text: (terminal: Terminal) => string) => void stdout.write(`${text(terminal)}\n`);
  const work = verb(flags);
  const online = (act: Exclude<VerbWork, { offline: unknown }>) =>
    connect({ modelName: flags.text('--model'), platformName: flags.text('--platform') }, (connection) =>
      act({ connection, user: userOf(environment), say: isJson ? () => {} : write }),
    );
  const result = typeof work === 'function' ? await online(work) : await offline(work, flags);
  write(isJson ? () => JSON.stringify(result.json, null, 2) : result.text);
  return result.exitCode ?? exitCodes.done;
}

/** Throws `WrongUsage` where a deployed or kept model is named all the same. */
function offline(work: Extract<VerbWork, { offline: unknown }>, flags: VerbFlags<string>): Promise<VerbResult> {
  const unwanted = ['--model', '--platform', '--local'].find((flag) => flags.has(flag));
  if (unwanted !== undefined)
    throw new WrongUsage(`${unwanted} does not go together with a file: the file says it all`);
  return work.offline();
}
