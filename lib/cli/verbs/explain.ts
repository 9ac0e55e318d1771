import { entryAnswer } from '../../domain/ledger/model-answers.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainExecution } from '../explain-execution.ts';
import { executionExplained } from '../text/explanation-text.ts';
import type { Verb } from '../verb.ts';

/** What an execution decided, on what numbers, and what would have changed it; ends with 1 where a record does not fit. */
export const explain: Verb<'explain'> = (flags) => {
  const asked = flags.text('execution');
  return async ({ connection }) => {
    const explained = await explainExecution(connection, asked);
    const { execution, decisions, entries, findings, unrecorded } = explained;
    const sound = findings.length === 0;
    return {
      json: {
        model: connection.modelName,
        execution,
        sound,
        findings,
        unrecorded,
        decisions: decisions.map(({ record, explanation }) => ({ ...record, explanation })),
        entries: entries.map(entryAnswer),
      },
      text: (terminal) => executionExplained(terminal, connection, explained),
      exitCode: sound ? exitCodes.done : exitCodes.refused,
    };
  };
};
