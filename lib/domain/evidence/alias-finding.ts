import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { type AliasTarget, sameTarget } from '../ports/live-alias.ts';
import { shareText } from '../share-text.ts';

/** How the alias differs from what the ledger says; null where it does not. */
export function aliasFinding(alias: AliasTarget | null, { state }: LedgerEntry): string | null {
  const { routing } = state;
  if (routing === null) return null;
  if (alias === null) return `the alias is missing: it should point to ${targetText(routing)}`;
  if (sameTarget(alias, routing)) return null;
  return `the alias points to ${targetText(alias)}, the ledger says ${targetText(routing)}`;
}

function targetText({ functionVersion, canary }: AliasTarget): string {
  if (canary === null) return `function version ${functionVersion}`;
  return `function version ${functionVersion} with ${shareText(canary.weight)} for ${canary.functionVersion}`;
}
