import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { EventType } from '../../domain/ledger/ledger-event.ts';
import type { LedgerState } from '../../domain/ledger/ledger-state.ts';
import { modelStandings } from '../../domain/ledger/model-roles.ts';
import type { VersionRecord } from '../../domain/ports/version-record.ts';
import type { DemoVersion } from './demo-result.ts';

/** Every registered model version and what became of it, in the order of the records; `entries` is the whole ledger. */
export function versionsOf(records: readonly VersionRecord[], entries: readonly LedgerEntry[]): DemoVersion[] {
  const standings = modelStandings(records, entries);
  return records.map(({ modelVersion, metrics, lineage }) => {
    const role = standings.get(modelVersion)?.role ?? 'candidate';
    return {
      modelVersion,
      role,
      auc: metrics.auc ?? null,
      rows: lineage.datasetRows,
      fate: fateOf(modelVersion, entries),
    };
  });
}

/** The decisions about a model version in a few words, oldest first. */
function fateOf(modelVersion: string, entries: readonly LedgerEntry[]): string {
  return entries.flatMap((entry, index) => turnOf(modelVersion, entry, entries[index - 1]?.state) ?? []).join(', ');
}

/** What one decision means to a model version; null where it is none of its business. */
function turnOf(modelVersion: string, { event, state }: LedgerEntry, before?: LedgerState): string | null {
  if (event.type === 'registered') return event.modelVersion === modelVersion ? verdictWords[event.verdict] : null;
  const was = before?.champion?.modelVersion === modelVersion;
  const is = state.champion?.modelVersion === modelVersion;
  if (event.type !== 'rolled-back') return is && !was ? championWords(event.type) : null;
  if (was === is) return lostCanary(modelVersion, before) ? 'rolled back on canary' : null;
  return is ? 'champion again' : 'rolled back as champion';
}

function championWords(type: EventType): string {
  return type === 'promoted' ? 'promoted' : 'first to serve';
}

function lostCanary(modelVersion: string, before?: LedgerState): boolean {
  return before?.routing?.canary != null && before.challenger?.modelVersion === modelVersion;
}

const verdictWords = {
  promote: null,
  reject: 'refused by the gate',
  hold: 'held by the gate',
  'a-b-test': 'held for an experiment',
};
