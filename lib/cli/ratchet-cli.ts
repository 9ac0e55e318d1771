import { CommanderError } from 'commander';
import { type CliVerb, type CliVerbName, cliVerbs } from '../domain/cli-verbs.ts';
import { connectToAws } from './aws-connection.ts';
import { WrongUsage } from './cli-errors.ts';
import type { CliIo } from './cli-io.ts';
import { cliProgram } from './cli-program.ts';
import { demoFlags } from './demo-flags.ts';
import { exitCodes } from './exit-codes.ts';
import { failureReport } from './failure-report.ts';
import { connectToKeptRun } from './local-connection.ts';
import type { Connect } from './model-connection.ts';
import { runVerb } from './run-verb.ts';
import type { VerbFlags } from './verb-flags.ts';
import { isModelVerb, modelVerbs } from './verbs/model-verbs.ts';

/** Runs `ratchet` with the words after its name. Returns the exit code; nothing is thrown. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = cliProgram(offeredVerbs(io), io, async (name, flags) => {
    exitCode = await perform(name, flags, io);
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // commander has said what is wrong, or has shown the help that was asked for
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    const report = failureReport(error);
    io.stderr.write(`${report.text}\n`);
    return report.exitCode;
  }
}

/** Only verbs that do something. */
function offeredVerbs({ demo }: CliIo): Record<string, CliVerb> {
  const all: Readonly<Record<CliVerbName, CliVerb>> = cliVerbs;
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => isModelVerb(name) || (name === 'demo' && demo !== undefined)),
  );
}

async function perform(name: string, flags: VerbFlags<string>, io: CliIo): Promise<number> {
  if (isModelVerb(name)) return runVerb(modelVerbs[name], flags, { ...io, connect: io.connect ?? connectOf(flags) });
  if (name === 'demo' && io.demo !== undefined) return io.demo(demoFlags(flags), io);
  throw new WrongUsage(`the verb '${name}' does nothing here: see 'ratchet --help'`);
}

function connectOf(flags: VerbFlags<string>): Connect {
  const folder = flags.text('--local');
  return folder === null ? connectToAws() : connectToKeptRun(folder);
}
