import { verifyLedger } from '../../domain/ledger/ledger-chain.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { liveAt } from '../../domain/ledger/live-at.ts';
import { entryAnswer } from '../../domain/ledger/model-answers.ts';
import type { Timestamp } from '../../domain/time.ts';
import type { ModelConnection } from '../model-connection.ts';
import { readLedger, readStored } from '../read-ledger.ts';
import { momentText } from '../terminal/moments.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { entryText } from '../text/entry-text.ts';
import { headline } from '../text/headline.ts';
import { actorText, liveText } from '../text/names.ts';
import type { Verb } from '../verb.ts';
import { timeFlag } from '../verb-flags.ts';

/** Every decision, the newest first, or those up to a time and what was live then. */
export const history: Verb<'history'> = (flags) => {
  const [at, verifies] = [timeFlag(flags), flags.has('--verify')];
  return async ({ connection }) => {
    const verified = verifies ? verifyLedger(connection.modelName, await readStored(connection)).length : null;
    const { entries } = await readLedger(connection);
    const known = entries.filter(({ event }) => at === null || event.at <= at);
    const live = liveAt(known.at(-1) ?? null);
    return {
      json: { model: connection.modelName, at, live, verified, entries: known.toReversed().map(entryAnswer) },
      text: (terminal) => historyText(terminal, connection, { at, verified, entries: known }),
    };
  };
};

interface ShownHistory {
  readonly at: Timestamp | null;
  /** Entries whose hashes were checked; null where nobody asked. */
  readonly verified: number | null;
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[];
}

function historyText(terminal: Terminal, connection: ModelConnection, { at, verified, entries }: ShownHistory): string {
  const checked =
    verified === null ? [] : [`${terminal.paint('green', `the hash chain of ${verified} entries is whole`)}\n`];
  const then = at === null ? [] : [`${paragraph(terminal, liveThen(at, entries))}\n`];
  const decisions = entries.toReversed().map((entry) => `${entryText(terminal, entry)}\n`);
  return [headline(terminal, connection, 'history'), ...then, ...checked, ...decisions].join('\n').trimEnd();
}

function liveThen(at: Timestamp, entries: readonly LedgerEntry[]): string {
  const live = liveAt(entries.at(-1) ?? null);
  if (live === null) return `at ${momentText(at)} UTC nothing was live yet`;
  return `at ${momentText(at)} UTC ${liveText(live)} was live, since ${momentText(live.since)} UTC, moved by ${actorText(live.movedBy)}`;
}
