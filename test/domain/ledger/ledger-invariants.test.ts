import { expect, test } from 'vitest';
import { stateProblems } from '../../../lib/domain/ledger/ledger-invariants.ts';
import { type LedgerState, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
import type { Release } from '../../../lib/domain/ledger/release.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  FIRST,
  minute,
  NEW_CODE,
  OTHER_PREDICT,
  promoted,
  releaseOf,
  releasing,
  SECOND,
  stateAfter,
  UNSERVABLE,
} from './ledger-samples.ts';

const idle = stateAfter(bootstrapped());
const canary = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST));
const probation = stateAfter(bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted());

const challenger = (details: Partial<Release>): LedgerState => ({ ...canary, challenger: { ...SECOND, ...details } });

test('states that can be reached have no problem', () => {
  for (const state of [unbornState, idle, canary, probation]) expect(stateProblems(state)).toEqual([]);
});

test.each<[problem: string, state: LedgerState]>([
  ['a model without a champion has nothing else', { ...unbornState, probationEnd: minute(1) }],
  ['a model without a champion has nothing else', { ...unbornState, previousChampions: [FIRST] }],
  ['the alias gives its main traffic to the champion', { ...idle, champion: FIRST }],
  [
    'the alias gives its main traffic to the champion',
    { ...idle, champion: { ...BASELINE, functionArn: OTHER_PREDICT } },
  ],
  ['the alias gives its main traffic to the champion', { ...idle, routing: null }],
  ['only the challenger is on canary', challenger({ functionVersion: '9' })],
  ['only the challenger is on canary', { ...canary, challenger: null, lease: null }],
  ['a challenger is what the lease was taken for', { ...canary, lease: null }],
  ['a challenger is what the lease was taken for', challenger({ modelVersion: '1.1.1' })],
  ['code and model never change in the same release', challenger(NEW_CODE)],
  ['no release runs while another is in probation', { ...canary, probationEnd: minute(1) }],
  ['probation has a former champion to go back to', { ...probation, previousChampions: [] }],
  ['a champion is watched after a rollback or is in probation, not both', { ...probation, watchedSince: minute(1) }],
  ['a model without a champion has nothing else', { ...unbornState, watchedSince: minute(1) }],
  ['every release is on the same function', challenger({ functionArn: OTHER_PREDICT })],
  ['every release is on the same function', { ...idle, previousChampions: [{ ...FIRST, functionArn: OTHER_PREDICT }] }],
  ['the challenger runs under the role of the champion', challenger({ roleArn: 'another' })],
  ['the champion is neither a challenger nor its own predecessor', { ...idle, previousChampions: [BASELINE] }],
  ['the champion is neither a challenger nor its own predecessor', challenger({ functionVersion: '2' })],
  ['nothing that may be needed was decided to be deleted', { ...idle, pruned: ['1'] }],
  ['nothing that may be needed was decided to be deleted', { ...canary, pruned: ['9', '3'] }],
  ['nothing that may be needed was decided to be deleted', { ...probation, pruned: ['1'] }],
  ['a model without a champion has nothing else', { ...unbornState, pruned: ['9'] }],
  ['no champion is remembered twice', { ...idle, previousChampions: [FIRST, releaseOf('2', '1.1.0')] }],
  ['neither champion nor challenger runs rejected code', { ...idle, rejectedCode: { ...NEW_CODE, ...BASELINE } }],
  ['neither champion nor challenger runs rejected code', { ...challenger(NEW_CODE), rejectedCode: NEW_CODE }],
  ['whoever has traffic has been seen to serve', challenger({ servability: null })],
  ['whoever has traffic has been seen to serve', challenger({ servability: UNSERVABLE })],
])('%s', (problem, state) => {
  expect(stateProblems(state)).toContain(problem);
});
