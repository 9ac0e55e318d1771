import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../../lib/domain/ledger/ledger-chain.ts';
import { type LedgerEntry, nextEntry, storedEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { IllegalTransition } from '../../../lib/domain/ledger/ledger-errors.ts';
import { stateProblems } from '../../../lib/domain/ledger/ledger-invariants.ts';
import { acceptedEvents, histories } from './ledger-histories.ts';

test('three thousand random histories reach no illegal state, and refuse only by name', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      for (const { refusal, after } of steps) {
        if (refusal !== null) expect(refusal).toBeInstanceOf(IllegalTransition);
        expect(stateProblems(after)).toEqual([]);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('every prefix of a random ledger verifies, and no ledger verifies with an entry left out', () => {
  fc.assert(
    fc.property(acceptedEvents, fc.nat(), (events, chosen) => {
      const entries: LedgerEntry[] = [];
      for (const event of events) entries.push(nextEntry('bank', entries.at(-1) ?? null, event));
      const stored = entries.map(storedEntry);
      expect(verifyLedger('bank', stored)).toEqual(entries);
      if (stored.length < 2) return;
      const gap = chosen % (stored.length - 1);
      expect(() => verifyLedger('bank', stored.toSpliced(gap, 1))).toThrow(
        expect.objectContaining({ name: 'LedgerBroken' }),
      );
    }),
    { numRuns: 1000 },
  );
});
