import { Command, Option } from 'commander';
import { type CliFlag, type CliVerb, flagsOf } from '../domain/cli-verbs.ts';
import type { CliIo } from './cli-io.ts';
import { paragraph } from './terminal/paragraph.ts';
import { terminalOf } from './terminal/terminal.ts';
import type { VerbFlags } from './verb-flags.ts';

/** Does a verb's work with the flags that it was given. */
export type VerbAction = (name: string, flags: VerbFlags<string>) => Promise<void>;

const NARROWEST = 30;

const EXIT_CODES = 'Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not found or not reachable.';

/** The commands of the table, for commander to parse. It throws a `CommanderError` instead of ending the process. */
export function cliProgram(
  verbs: Readonly<Record<string, CliVerb>>,
  { stdout, stderr, environment }: CliIo,
  action: VerbAction,
): Command {
  const program = new Command('ratchet').description('Looks after models that retrain themselves.');
  // what a verb is for stays within narrow terminals, however long its own words are
  program.configureHelp({ minWidthToWrap: NARROWEST });
  program.exitOverride().helpCommand(false);
  program.addHelpText('after', () => `\n${paragraph(terminalOf(stdout, environment), EXIT_CODES)}`);
  program.showHelpAfterError("see 'ratchet --help'");
  program.configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
    getOutHelpWidth: () => terminalOf(stdout, environment).width,
    getErrHelpWidth: () => terminalOf(stderr, environment).width,
  });
  for (const [name, verb] of Object.entries(verbs)) addVerb(program, name, verb, action);
  return program;
}

function addVerb(program: Command, name: string, verb: CliVerb, action: VerbAction): void {
  const command = program.command(name).description(verb.summary).allowExcessArguments(false);
  command.showHelpAfterError(`see 'ratchet ${name} --help'`);
  for (const word of verb.positional ?? []) command.argument(word);
  const options = new Map(flagsOf(verb).map((flag) => [flag.flag, optionOf(flag)]));
  for (const option of options.values()) command.addOption(option);
  command.action(() => action(name, readFlags(command, options)));
}

function optionOf({ flag, value, summary, required }: CliFlag): Option {
  const option = new Option(value === undefined ? flag : `${flag} <${value}>`, summary);
  return required === true ? option.makeOptionMandatory() : option;
}

function readFlags(command: Command, options: ReadonlyMap<string, Option>): VerbFlags<string> {
  const words = new Map(command.registeredArguments.map((word, index) => [word.name(), command.args[index]]));
  const nameOf = (flag: string) => options.get(flag)?.attributeName() ?? flag;
  return {
    has: (flag) => words.get(flag) !== undefined || command.getOptionValueSource(nameOf(flag)) === 'cli',
    text: (flag) => {
      const value: unknown = words.get(flag) ?? command.getOptionValue(nameOf(flag));
      return typeof value === 'string' ? value : null;
    },
  };
}
