import type { LedgerState } from './ledger-state.ts';
import { sameCode } from './release.ts';

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
  ['a challenger has a lease', ({ challenger, lease }) => challenger === null || lease !== null],
  [
    'no release runs while another is in probation',
    ({ lease, probationEnd }) => lease === null || probationEnd === null,
  ],
  ['every release is on the same function', (state) => distinct(releases(state).map((one) => one.functionArn)) <= 1],
  [
    'every release is on the same role during a canary',
    (state) => !state.challenger || state.challenger.roleArn === state.champion?.roleArn,
  ],
  [
    'no function version has two roles at once',
    (state) => distinct(releases(state).map((one) => one.functionVersion)) === releases(state).length,
  ],
  [
    'the code that serves is not rejected code',
    ({ champion, rejectedCode }) => !champion || !rejectedCode || !sameCode(champion, rejectedCode),
  ],
  [
    'whoever has traffic has been seen to serve',
    ({ challenger, routing }) => !routing?.canary || challenger?.servability?.servable === true,
  ],
];

function isBlank({ previousChampions, challenger, routing, lease, probationEnd, rejectedCode }: LedgerState): boolean {
  return (
    previousChampions.length === 0 &&
    [challenger, routing, lease, probationEnd, rejectedCode].every((part) => part === null)
  );
}

function releases({ champion, challenger, previousChampions }: LedgerState) {
  return [champion, challenger, ...previousChampions].filter((release) => release !== null);
}

function distinct(values: readonly string[]): number {
  return new Set(values).size;
}
