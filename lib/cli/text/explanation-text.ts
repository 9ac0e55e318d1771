import type { ErrorBudget, ExplainedRule } from '../../domain/decision-records/decision-kind.ts';
import type { ExaminedDecision } from '../../domain/decision-records/decision-kinds.ts';
import type { ExplainedExecution } from '../explain-execution.ts';
import type { ModelConnection } from '../model-connection.ts';
import { momentText } from '../terminal/moments.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList, textTable } from '../terminal/text-table.ts';
import { entryText } from './entry-text.ts';
import { headline } from './headline.ts';
import { numberText, shortName } from './names.ts';

export function executionExplained(
  terminal: Terminal,
  connection: ModelConnection,
  { execution, decisions, entries, findings, unrecorded }: ExplainedExecution,
): string {
  return [
    headline(terminal, connection, `execution ${shortName(execution)}`),
    ...decisions.map((decision) => `${decisionText(terminal, decision)}\n`),
    ...entries.map((entry) => `${entryText(terminal, entry)}\n`),
    ...unrecorded.map((sequence) => `${unrecordedText(terminal, sequence)}\n`),
    soundText(terminal, { decisions, findings, unrecorded }),
  ]
    .join('\n')
    .trimEnd();
}

function decisionText(terminal: Terminal, { record, explanation }: ExaminedDecision): string {
  const { decision, at } = record;
  const title = `${terminal.paint('bold', decision)}  ${momentText(at)}`;
  if (explanation === null) return title;
  const { asked, rules, errorBudget, verdict, reason, wouldChange } = explanation;
  const facts: (readonly [string, string])[] = [
    ['verdict', terminal.paint('bold', verdict)],
    ['why', reason],
    ...budgetFacts(errorBudget),
    ['otherwise with', wouldChange.length === 0 ? 'no single number' : wouldChange.join('\nor ')],
  ];
  const table = rules.length === 0 ? [''] : [rulesTable(terminal, rules)];
  return [title, paragraph(terminal, asked), ...table, factList(terminal, facts)].join('\n');
}

const HEAD = ['rule', 'value', 'threshold', 'n', 'interval', 'held'];
const NUMBERS = [1, 2, 3];

function rulesTable(terminal: Terminal, rules: readonly ExplainedRule[]): string {
  const rows = rules.map(({ metric, value, threshold, n, interval, passed }) => [
    metric,
    shown(value),
    shown(threshold),
    n === null ? '-' : String(n),
    interval === null ? '-' : `${numberText(interval[0])} to ${numberText(interval[1])}`,
    heldText(terminal, passed),
  ]);
  return `\n${textTable(terminal, rows, { head: HEAD, right: NUMBERS })}\n`;
}

function heldText({ paint }: Terminal, passed: boolean | null): string {
  if (passed === null) return paint('yellow', 'open');
  return passed ? paint('green', 'yes') : paint('red', 'no');
}

function budgetFacts(budget: ErrorBudget | null): (readonly [string, string])[] {
  if (budget === null) return [];
  const { alpha, spent } = budget;
  return [['error budget', `${numberText(spent)} of ${numberText(alpha)} spent`]];
}

function shown(value: number | null): string {
  return value === null ? '-' : numberText(value);
}

function unrecordedText(terminal: Terminal, sequence: number): string {
  const text = `entry ${sequence} has a verdict whose decision is not recorded: an earlier Ratchet made it, it could not be written, or the record is gone`;
  return terminal.paint('yellow', paragraph(terminal, text));
}

function soundText(
  terminal: Terminal,
  { decisions, findings, unrecorded }: Pick<ExplainedExecution, 'decisions' | 'findings' | 'unrecorded'>,
): string {
  if (findings.length > 0) return terminal.paint('red', findings.map((one) => paragraph(terminal, one)).join('\n'));
  if (decisions.length === 0 && unrecorded.length === 0) {
    return paragraph(terminal, 'it decided nothing but what its entries say');
  }
  if (unrecorded.length > 0) {
    const text = `of its verdicts ${unrecorded.length} cannot be decided once more, and nothing else differs`;
    return terminal.paint('yellow', paragraph(terminal, text));
  }
  const text = 'decided once more from what is stored, each verdict is the same, and the ledger agrees';
  return terminal.paint('green', paragraph(terminal, text));
}
