import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { EventOf, EventType } from '../../domain/ledger/ledger-event.ts';
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
  if ('modelVersion' in event) return event.modelVersion === modelVersion ? aboutItself(event) : null;
  const was = before?.champion?.modelVersion === modelVersion;
  const is = state.champion?.modelVersion === modelVersion;
  if (was !== is) return is ? risen(event.type) : fallen(event.type);
  return event.type === 'rolled-back' && lostCanary(modelVersion, before) ? 'rolled back on canary' : null;
}

function aboutItself(event: EventOf<'registered' | 'lease-acquired'>): string | null {
  if (event.type === 'registered') return verdictWords[event.verdict];
  return event.grounds.kind === 'forced' ? 'forced' : null;
}

function risen(type: EventType): string {
  if (type === 'rolled-back') return 'champion again';
  return type === 'promoted' ? 'promoted' : 'first to serve';
}

/** A champion that was followed by a better one has done its work. */
function fallen(type: EventType): string | null {
  return type === 'rolled-back' ? 'rolled back as champion' : null;
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
