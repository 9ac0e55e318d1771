import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerState } from '../../../lib/domain/ledger/ledger-state.ts';
import { unneededVersions } from '../../../lib/domain/protocol/prune-versions.ts';
import { histories } from '../ledger/ledger-histories.ts';
import { BASELINE, bootstrapped, canaryOf, FIRST, releasing, SECOND, stateAfter } from '../ledger/ledger-samples.ts';

const first = stateAfter(bootstrapped());
const second = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE));
const canary = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST));

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const on = (functionVersion: string) => ({ functionVersion, canary: null });

describe('what nobody needs', () => {
  test.each<[string, LedgerState, number, number, string[]]>([
    ['is nothing while there are no more than are kept', first, 20, 20, []],
    ['is the oldest beyond those that are kept', { ...first, ...servingOn('21') }, 21, 20, ['1']],
    ['leaves three however few are wanted (S4-28)', { ...first, ...servingOn('6') }, 6, 1, ['1', '2', '3']],
    ['leaves the champion, however old', first, 6, 3, ['2', '3']],
    ['leaves the former champions (S1-42)', second, 7, 3, ['3', '4']],
    ['leaves the challenger', canary, 9, 3, ['4', '5', '6']],
  ])('%s', (_, state, count, kept, expected) => {
    expect(unneededVersions(state, on(state.champion?.functionVersion ?? ''), numbers(count), kept)).toEqual(expected);
  });

  test('leaves what the alias points to, whatever the ledger says', () => {
    const alias = { functionVersion: '3', canary: { functionVersion: '4', weight: 0.1 } };

    expect(unneededVersions(first, alias, numbers(9), 3)).toEqual(['2', '5', '6']);
  });

  test('goes by number, not by text', () => {
    expect(unneededVersions(first, on('1'), ['1', '8', '9', '10', '11', '12'], 3)).toEqual(['8', '9']);
  });

  test('is never what the ledger or the alias names, nor one of the newest', () => {
    const published = fc.uniqueArray(fc.integer({ min: 1, max: 30 })).map((found) => found.sort((a, b) => a - b));
    fc.assert(
      fc.property(histories, published, fc.integer({ min: 3, max: 10 }), fc.nat(30), (steps, found, kept, aliased) => {
        const listed = found.map(String);
        const { after: state } = steps.at(-1) ?? { after: first };

        const gone = unneededVersions(state, on(String(aliased)), listed, kept);

        const named = [state.champion, state.challenger, ...state.previousChampions, state.routing?.canary];
        for (const one of named) expect(gone).not.toContain(one?.functionVersion);
        expect(gone).not.toContain(String(aliased));
        expect(gone.filter((one) => listed.slice(-kept).includes(one))).toEqual([]);
        expect(listed.length - gone.length).toBeGreaterThanOrEqual(Math.min(kept, listed.length));
      }),
      { numRuns: 200 },
    );
  });
});

function servingOn(functionVersion: string): Pick<LedgerState, 'champion' | 'routing'> {
  const champion = { ...BASELINE, functionVersion };
  return { champion, routing: first.routing && { ...first.routing, functionVersion } };
}
