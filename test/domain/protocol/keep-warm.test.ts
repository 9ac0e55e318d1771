import { describe, expect, test } from 'vitest';
import { coldReleases } from '../../../lib/domain/protocol/keep-warm.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import {
  BASELINE,
  bootstrapped,
  FIRST,
  releaseOf,
  releasing,
  SECOND,
  START,
  stateAfter,
  UNSERVABLE,
} from '../ledger/ledger-samples.ts';

const DAY = 86_400;
const cold = (state: Parameters<typeof coldReleases>[0], seconds: number) =>
  coldReleases(state, secondsAfter(START, seconds)).map(({ functionVersion }) => functionVersion);

describe('a function version that a rollback may need', () => {
  const state = stateAfter(bootstrapped());

  test.each([
    ['is warm for a day', DAY - 1, []],
    ['is cold after a day', DAY, ['1']],
  ])('%s', (_, seconds, expected) => {
    expect(cold(state, seconds)).toEqual(expected);
  });

  test('is cold when nobody ever asked it', () => {
    expect(cold({ ...state, champion: releaseOf('1', '0.0.0', { servability: null }) }, 0)).toEqual(['1']);
  });

  test('is asked once a day as well when it cannot serve', () => {
    const broken = { ...state, champion: releaseOf('1', '0.0.0', { servability: UNSERVABLE }) };

    expect(cold(broken, DAY - 1)).toEqual([]);
    expect(cold(broken, DAY)).toEqual(['1']);
  });
});

test('the champion and its predecessor are kept warm, and nobody before them', () => {
  const state = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...releasing(SECOND, FIRST));

  expect(state.previousChampions).toHaveLength(2);
  expect(cold(state, 30 * DAY)).toEqual([SECOND.functionVersion, FIRST.functionVersion]);
});

test('a model that was never born has nothing to keep warm', () => {
  expect(cold({ champion: null, previousChampions: [] } as never, 30 * DAY)).toEqual([]);
});
