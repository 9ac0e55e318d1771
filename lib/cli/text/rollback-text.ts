import type { LiveModel } from '../../domain/ledger/live-at.ts';
import { durationText } from '../terminal/moments.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { factList } from '../terminal/text-table.ts';
import { liveText } from './names.ts';

/** What a rollback came to; the first three members are what the source systems answer. */
export interface RolledBack {
  readonly success: boolean;
  readonly restored_from: string | null;
  readonly timestamp: string;
  readonly reason: string;
  readonly execution: string;
  /** From the start of the execution until its end was seen. */
  readonly seconds: number;
  readonly live: LiveModel | null;
}

export function rollbackText(terminal: Terminal, { success, reason, seconds, live }: RolledBack): string {
  const title = success ? terminal.paint('green', 'rolled back') : terminal.paint('red', 'not rolled back');
  const facts = factList(terminal, [
    ['live', live === null ? 'nothing' : liveText(live)],
    ['why', reason],
    ['took', durationText(seconds)],
  ]);
  return `${title}\n\n${facts}`;
}
