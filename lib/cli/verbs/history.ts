import type { Evidence } from '../../domain/evidence/evidence.ts';
import { verifyLedger } from '../../domain/ledger/ledger-chain.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { liveAt } from '../../domain/ledger/live-at.ts';
import { entryAnswer } from '../../domain/ledger/model-answers.ts';
import type { Timestamp } from '../../domain/time.ts';
import { WrongUsage } from '../cli-errors.ts';
import { collectEvidence } from '../evidence/collect-evidence.ts';
import { evidenceText, writeEvidence } from '../evidence/evidence-file.ts';
import type { ModelConnection } from '../model-connection.ts';
import { readLedger, readStored } from '../read-ledger.ts';
import { momentText } from '../terminal/moments.ts';
import { paragraph } from '../terminal/paragraph.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { entryText } from '../text/entry-text.ts';
import { headline } from '../text/headline.ts';
import { actorText, liveText } from '../text/names.ts';
import type { Verb, VerbResult } from '../verb.ts';
import { timeFlag } from '../verb-flags.ts';

/** Every decision, the newest first, or those up to a time and what was live then; or all evidence in a file instead. */
export const history: Verb<'history'> = (flags) => {
  const [at, verifies, file] = [timeFlag(flags), flags.has('--verify'), flags.text('--export')];
  if (file !== null && at !== null)
    throw new WrongUsage('--export and --at should not be given together: evidence is whole or none');
  return async ({ connection }) => {
    const verified = verifies ? verifyLedger(connection.modelName, await readStored(connection)).length : null;
    if (file !== null) return exported(await collectEvidence(connection), file);
    const { entries } = await readLedger(connection);
    const known = entries.filter(({ event }) => at === null || event.at <= at);
    const live = liveAt(known.at(-1) ?? null);
    return {
      json: { model: connection.modelName, at, live, verified, entries: known.toReversed().map(entryAnswer) },
      text: (terminal) => historyText(terminal, connection, { at, verified, entries: known }),
    };
  };
};

async function exported(evidence: Evidence, file: string): Promise<VerbResult> {
  if (file === '-') return { json: evidence, text: () => evidenceText(evidence).trimEnd() };
  const { modelName, entries, records } = evidence;
  const written = await writeEvidence(evidence, file);
  const counts = { entries: entries.length, records: records.length };
  const text = `wrote ${counts.entries} entries and ${counts.records} version records of ${modelName} to ${file}, with the SHA-256 ${written.sha256}`;
  return { json: { model: modelName, ...written, ...counts }, text: (terminal) => paragraph(terminal, text) };
}

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
