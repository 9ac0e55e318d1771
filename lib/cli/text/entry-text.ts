import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { EventOf, EventType, LedgerEvent } from '../../domain/ledger/ledger-event.ts';
import type { LedgerState } from '../../domain/ledger/ledger-state.ts';
import { noticeDetail } from '../../domain/ledger/notice-text.ts';
import { momentText } from '../terminal/moments.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Paint, Terminal } from '../terminal/terminal.ts';
import { actorText, numberText } from './names.ts';

const INDENT = 6;
const LONGEST_TYPE = 'servability-checked'.length;

const paints: Readonly<Partial<Record<EventType, Paint>>> = {
  promoted: 'green',
  'rolled-back': 'red',
  failed: 'red',
  skipped: 'yellow',
  'stood-down': 'yellow',
  paused: 'yellow',
  reconciled: 'yellow',
};

/** A decision: what, when and about which model version, and below it why, by whom and on what numbers. */
export function entryText(terminal: Terminal, entry: LedgerEntry): string {
  const { event } = entry;
  const below = [
    paragraph(terminal, event.reason, INDENT),
    ...event.evidence.map((evidence) => dimmed(terminal, evidenceText(evidence))),
    dimmed(terminal, `by ${actorText(event.actor)}`),
  ];
  return [entryLine(terminal, entry), ...below].join('\n');
}

/** The first line of a decision. */
function entryLine({ paint }: Terminal, entry: LedgerEntry): string {
  const { sequence, event } = entry;
  const type = event.type.padEnd(LONGEST_TYPE);
  const painted = paints[event.type];
  const number = String(sequence).padStart(INDENT - 2);
  const named = painted === undefined ? paint('bold', type) : paint(painted, type);
  return `${paint('dim', number)}  ${momentText(event.at)}  ${named}  ${subjectOf(entry)}`;
}

/** The model version that a decision is about; empty where it is about none. */
export function subjectOf(entry: LedgerEntry): string {
  const { event, state } = entry;
  if (event.type === 'servability-checked') return checkedVersion(event, state);
  const { modelVersion } = noticeDetail(entry);
  return typeof modelVersion === 'string' ? modelVersion : '';
}

function checkedVersion({ functionVersion }: EventOf<'servability-checked'>, state: LedgerState): string {
  const { champion, challenger, previousChampions } = state;
  const checked = [champion, challenger, ...previousChampions].find((one) => one?.functionVersion === functionVersion);
  return checked?.modelVersion ?? '';
}

function evidenceText({ metric, value, threshold, n, interval }: LedgerEvent['evidence'][number]): string {
  const parts = [
    `${metric} ${value === null ? 'unknown' : numberText(value)}`,
    ...(interval === null ? [] : [`between ${numberText(interval[0])} and ${numberText(interval[1])}`]),
    ...(threshold === null ? [] : [`threshold ${numberText(threshold)}`]),
    ...(n === null ? [] : [`n = ${n}`]),
  ];
  return parts.join(', ');
}

function dimmed(terminal: Terminal, text: string): string {
  return terminal.paint('dim', paragraph(terminal, text, INDENT));
}
