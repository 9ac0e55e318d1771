import type { CliFlagName, CommonFlagName } from '../../domain/cli-verbs.ts';
import type { Check } from '../../domain/evidence/check.ts';
import { WrongUsage } from '../cli-errors.ts';
import { type Verification, verifyDeployed, verifyFile } from '../evidence/verification.ts';
import { exitCodes } from '../exit-codes.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { textTable } from '../terminal/text-table.ts';
import { headline } from '../text/headline.ts';
import type { Verb, VerbResult } from '../verb.ts';
import type { VerbFlags } from '../verb-flags.ts';

/** Checks ledger, signatures, artefacts, function versions and alias, of a deployed model or of exported evidence. */
export const verify: Verb<'verify'> = (flags) => {
  const [file, publicKey, artifacts] = [flags.text('--file'), flags.text('--public-key'), flags.text('--artifacts')];
  const readsData = flags.has('--data');
  if (file === null) {
    requireNone(flags, ['--public-key', '--artifacts'], 'belongs to --file');
    return async ({ connection }) => verificationResult(await verifyDeployed(connection, readsData), null);
  }
  requireNone(flags, ['--model', '--platform', '--local'], 'does not go together with a file: the file says it all');
  if (artifacts === null) requireNone(flags, ['--data'], 'needs --artifacts beside --file');
  return {
    offline: async () => verificationResult(await verifyFile({ file, publicKey, artifacts, readsData }), file),
  };
};

type VerifyFlag = CliFlagName<'verify'> | CommonFlagName;

function requireNone(flags: VerbFlags<VerifyFlag>, unwanted: readonly VerifyFlag[], why: string): void {
  const given = unwanted.find((flag) => flags.has(flag));
  if (given !== undefined) throw new WrongUsage(`${given} ${why}`);
}

function verificationResult({ evidence, checks }: Verification, file: string | null): VerbResult {
  const { modelName, platformName, collectedAt, entries } = evidence;
  const sound = checks.every(({ findings }) => findings.length === 0);
  const place = file === null ? evidence.place : `${evidence.place}, file ${file}`;
  const head = { sequence: entries.length, hash: entries.at(-1)?.hash ?? null };
  const unchecked = checks.filter((one) => one.unchecked !== null).map(({ what }) => what);
  return {
    json: { model: modelName, collectedAt, head, sound, unchecked, checks },
    text: (terminal) =>
      [
        headline(terminal, { modelName, platformName, place, clock: { now: () => collectedAt } }, 'verification'),
        checksText(terminal, checks),
        ...(head.hash === null ? [] : ['', paragraph(terminal, `entry ${head.sequence} has the hash ${head.hash}`)]),
      ].join('\n'),
    exitCode: sound ? exitCodes.done : exitCodes.refused,
  };
}

function checksText(terminal: Terminal, checks: readonly Check[]): string {
  const rows = checks.map((one) => [one.what, String(one.count), verdictText(terminal, one)]);
  return textTable(terminal, rows, { right: [1] });
}

function verdictText({ paint }: Terminal, { findings, unchecked }: Check): string {
  if (findings.length > 0) return paint('red', findings.join('\n'));
  return unchecked === null ? paint('green', 'sound') : paint('yellow', `not checked: ${unchecked}`);
}
