import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { textTable } from '../terminal/text-table.ts';
import { headline } from '../text/headline.ts';
import type { Verb } from '../verb.ts';
import { type Check, verifyModel } from '../verify-model.ts';

/** Checks ledger, signatures, artefacts and alias. */
export const verify: Verb<'verify'> =
  () =>
  async ({ connection }) => {
    const checks = await verifyModel(connection);
    const sound = checks.every(({ findings }) => findings.length === 0);
    return {
      json: { model: connection.modelName, sound, checks },
      text: (terminal) => `${headline(terminal, connection, 'verification')}\n${checksText(terminal, checks)}`,
      exitCode: sound ? exitCodes.done : exitCodes.refused,
    };
  };

function checksText(terminal: Terminal, checks: readonly Check[]): string {
  const rows = checks.map(({ what, count, findings }) => [what, String(count), verdictText(terminal, findings)]);
  return textTable(terminal, rows, { right: [1] });
}

function verdictText({ paint }: Terminal, findings: readonly string[]): string {
  return findings.length === 0 ? paint('green', 'sound') : paint('red', findings.join('\n'));
}
