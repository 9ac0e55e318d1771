import type { Lease, LedgerState } from './ledger-state.ts';
import { type Release, sameCode, sameModel } from './release.ts';

/** What is illegal about a state, one sentence each; empty for every state that `transition` can reach. */
export function stateProblems(state: LedgerState): string[] {
  return rules.filter(([, holds]) => !holds(state)).map(([rule]) => rule);
}

type Rule = readonly [rule: string, holds: (state: LedgerState) => boolean];

const rules: readonly Rule[] = [
  ['a model without a champion has nothing else', (state) => state.champion !== null || isBlank(state)],
  [
    'the alias gives its main traffic to the champion',
    ({ champion, routing }) =>
      champion?.functionVersion === routing?.functionVersion && champion?.functionArn === routing?.functionArn,
  ],
  [
    'only the challenger is on canary',
    ({ challenger, routing }) => !routing?.canary || routing.canary.functionVersion === challenger?.functionVersion,
  ],
  ['a challenger is what the lease was taken for', ({ challenger, lease }) => !challenger || isFor(lease, challenger)],
  [
    'code and model never change in the same release',
    ({ champion, challenger }) =>
      !champion || !challenger || sameModel(champion, challenger) || sameCode(champion, challenger),
  ],
  [
    'no release runs while another is in probation',
    ({ lease, probationEnd }) => lease === null || probationEnd === null,
  ],
  [
    'probation has a former champion to go back to',
    ({ probationEnd, previousChampions }) => probationEnd === null || previousChampions.length > 0,
  ],
  [
    'a champion is watched after a rollback or is in probation, not both',
    ({ probationEnd, watchedSince }) => probationEnd === null || watchedSince === null,
  ],
  ['every release is on the same function', (state) => distinct(releases(state).map((one) => one.functionArn)) <= 1],
  [
    'the challenger runs under the role of the champion',
    ({ challenger, champion }) => !challenger || challenger.roleArn === champion?.roleArn,
  ],
  [
    'the champion is neither a challenger nor its own predecessor',
    ({ champion, challenger, previousChampions }) =>
      [challenger, ...previousChampions].every(
        (other) => !other || other.functionVersion !== champion?.functionVersion,
      ),
  ],
  [
    'nothing that may be needed was decided to be deleted',
    (state) => releases(state).every(({ functionVersion }) => !state.pruned.includes(functionVersion)),
  ],
  [
    'no champion is remembered twice',
    ({ previousChampions }) =>
      distinct(previousChampions.map((one) => one.functionVersion)) === previousChampions.length,
  ],
  [
    'neither champion nor challenger runs rejected code',
    ({ champion, challenger, rejectedCode }) =>
      [champion, challenger].every((one) => !one || !rejectedCode || !sameCode(one, rejectedCode)),
  ],
  [
    'whoever has traffic has been seen to serve',
    ({ challenger, routing }) => !routing?.canary || challenger?.servability?.servable === true,
  ],
];

function isBlank(state: LedgerState): boolean {
  const { previousChampions, challenger, routing, lease, probationEnd, watchedSince, rejectedCode, pruned } = state;
  return (
    previousChampions.length === 0 &&
    pruned.length === 0 &&
    [challenger, routing, lease, probationEnd, watchedSince, rejectedCode].every((part) => part === null)
  );
}

function isFor(lease: Lease | null, challenger: Release): boolean {
  return lease !== null && sameModel(lease, challenger);
}

function releases({ champion, challenger, previousChampions }: LedgerState) {
  return [champion, challenger, ...previousChampions].filter((release) => release !== null);
}

function distinct(values: readonly string[]): number {
  return new Set(values).size;
}
