import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { LedgerState } from '../../domain/ledger/ledger-state.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { OutputStream, Terminal } from '../terminal/terminal.ts';
import { decisionLine } from './decision-line.ts';
import type { Audience } from './demo-story.ts';

const INDENT = 7;
const DEED = 13;

/** Tells a story on a terminal, one paragraph an act and one line a decision, while it happens. */
export class StoryTeller implements Audience {
  private readonly terminal: Terminal;
  private readonly stream: OutputStream;
  private before: LedgerState | undefined;

  private readonly onlyProgress: boolean;

  constructor(terminal: Terminal, stream: OutputStream, { onlyProgress = false } = {}) {
    this.terminal = terminal;
    this.stream = stream;
    this.onlyProgress = onlyProgress;
  }

  readonly say = (text: string): void => {
    this.progress('');
    if (!this.onlyProgress) this.stream.write(`${text}\n`);
  };

  readonly onAct = (time: number, title: string, text: string): void => {
    this.say(`\n${this.terminal.paint('bold', `${clock(time)}  ${title}`)}`);
    this.say(paragraph(this.terminal, text, INDENT));
  };

  readonly onEntry = (entry: LedgerEntry): void => {
    const line = decisionLine(entry, this.before);
    this.before = entry.state;
    if (line === null) return;
    const { paint, mark, deed, text } = line;
    const start = `${clock(Date.parse(entry.event.at))}  ${this.terminal.paint(paint, `${mark} ${deed.padEnd(DEED)}`)}`;
    this.say(start + paragraph(this.terminal, text, INDENT + DEED + 2).trimStart());
  };

  readonly onMinute = (time: number, requests: number): void => {
    this.progress(`${clock(time)}  ${requests} requests so far`);
  };

  /** A line that the next one replaces; only for somebody who looks. */
  progress(text: string): void {
    if (this.stream.isTTY) this.stream.write(`\r\u001B[2K${this.terminal.paint('dim', text)}`);
  }
}

/** The virtual time of day. */
function clock(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}
