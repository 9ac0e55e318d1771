import { followChain, type LedgerChain } from '../ledger/ledger-chain.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { stateProblems } from '../ledger/ledger-invariants.ts';
import { isWonComparison } from '../ledger/won-comparison.ts';
import { type Check, check } from './check.ts';
import type { Evidence } from './evidence.ts';

/** The hash chain, every state, and that each release rests on what it says; with the entries as far as they hold. */
export function checkLedger({ modelName, entries }: Pick<Evidence, 'modelName' | 'entries'>): LedgerChain & {
  readonly check: Check;
} {
  const chain = followChain(modelName, entries);
  const findings = [
    ...(chain.fault === null ? [] : [chain.fault.message]),
    ...chain.entries.flatMap((entry) => entryFindings(entry, chain.entries)),
  ];
  return { ...chain, check: check('ledger entries', entries.length, findings) };
}

function entryFindings(entry: LedgerEntry, entries: readonly LedgerEntry[]): string[] {
  const { sequence, state, event } = entry;
  const illegal = stateProblems(state).map((rule) => `entry ${sequence} has a state in which this fails: ${rule}`);
  const finding = event.type === 'lease-acquired' ? groundsFinding(sequence, event, entries) : null;
  return finding === null ? illegal : [...illegal, finding];
}

/** A release for its verdict names the entry with that verdict. */
function groundsFinding(
  sequence: number,
  released: EventOf<'lease-acquired'>,
  entries: readonly LedgerEntry[],
): string | null {
  const { modelVersion, grounds } = released;
  if (grounds.kind !== 'comparison') return null;
  const named = grounds.sequence < sequence ? entries[grounds.sequence - 1]?.event : undefined;
  if (isWonComparison(named, released, grounds.verdict)) return null;
  return `entry ${sequence} releases ${modelVersion} for the verdict of entry ${grounds.sequence}, which has no such verdict on it`;
}
