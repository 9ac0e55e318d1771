import type { CliIo } from './cli-io.ts';
import { userOf } from './cli-user.ts';
import { exitCodes } from './exit-codes.ts';
import type { Connect } from './model-connection.ts';
import { withProgress } from './terminal/progress.ts';
import { type Terminal, terminalOf } from './terminal/terminal.ts';
import type { VerbWork } from './verb.ts';
import type { VerbFlags } from './verb-flags.ts';

/** A verb that takes whatever flags it may be given. */
type AnyVerb = (flags: VerbFlags<string>) => VerbWork;

/** Does a verb's work on the model that the flags name, if it is about a deployed one, and prints what it came to. Returns the exit code. */
export async function runVerb(
  verb: AnyVerb,
  flags: VerbFlags<string>,
  { stdout, stderr, environment, connect }: CliIo & { readonly connect: Connect },
): Promise<number> {
  const isJson = flags.has('--json');
  const terminal = terminalOf(stdout, environment);
  const write = (text: (terminal: Terminal) => string) => void stdout.write(`${text(terminal)}\n`);
  const work = verb(flags);
  const online = (act: Exclude<VerbWork, { offline: unknown }>) =>
    connect({ modelName: flags.text('--model'), platformName: flags.text('--platform') }, (connection) =>
      act({ connection, user: userOf(environment), say: isJson ? () => {} : write }),
    );
  const offline = ({ offline: act }: Extract<VerbWork, { offline: unknown }>) => withProgress(stderr, environment, act);
  const result = typeof work === 'function' ? await online(work) : await offline(work);
  write(isJson ? () => JSON.stringify(result.json, null, 2) : result.text);
  return result.exitCode ?? exitCodes.done;
}
