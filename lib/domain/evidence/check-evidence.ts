import type { Signer } from '../ports/signer.ts';
import type { Check } from './check.ts';
import type { Evidence } from './evidence.ts';
import { checkAlias, checkFunctionVersions } from './function-check.ts';
import { checkLedger } from './ledger-check.ts';
import { checkRecords } from './record-check.ts';
import { checkWitnesses } from './witness-check.ts';

/**
 * Checks what is recorded against itself: ledger, version records, alias and function versions. With a broken ledger,
 * what would be compared with its newest entry is not, rather than called wrong or sound.
 */
export async function checkEvidence(evidence: Evidence, signatures: Pick<Signer, 'verify'>): Promise<Check[]> {
  const { entries, fault, check } = checkLedger(evidence);
  const records = await checkRecords(evidence, entries, signatures);
  const head = entries.at(-1) ?? null;
  const rest = [
    checkWitnesses(evidence, entries),
    checkFunctionVersions(evidence, entries),
    checkAlias(evidence, head),
  ];
  if (fault === null) return [check, records, ...rest];
  const unchecked = `the ledger holds only up to entry ${head?.sequence ?? 0}`;
  return [check, records, ...rest.map(({ what, count }) => ({ what, count, findings: [], unchecked }))];
}
