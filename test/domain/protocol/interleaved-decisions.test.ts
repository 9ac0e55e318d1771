import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseOf } from '../../../lib/domain/ledger/ledger-state.ts';
import { sameTarget } from '../../../lib/domain/ports/live-alias.ts';
import { type CallGate, interleaved } from '../../in-memory/call-script.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  type OngoingRelease,
  ownRollback,
  promotion,
  requestedRollback,
} from '../../in-memory/release-flow.ts';

type Actor = (release: InMemoryRelease, ongoing: OngoingRelease) => (gate: CallGate) => Promise<unknown>;

const shift: Actor = (release, ongoing) => (gate) => release.stepsThrough(gate).shift({ ...ongoing, fromWeight: 0.1 });
const promote: Actor = (release, ongoing) => (gate) => release.stepsThrough(gate).promote(promotion(ongoing));
const rollBack: Actor = (release, ongoing) => (gate) => release.stepsThrough(gate).rollBack(ownRollback(ongoing));
const rollBackByHand: Actor = (release) => {
  const input = requestedRollback(release);
  return (gate) => release.stepsThrough(gate).rollBack(input);
};
const reconcile: Actor = (release) => (gate) => release.stepsThrough(gate).reconcile();

/** Runs actors on a fresh canary in an order that the dice decide. */
async function race(actors: readonly Actor[], dice: readonly number[]): Promise<InMemoryRelease> {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  release.clock.advance(1);
  let turn = 0;
  const ends = await interleaved(
    actors.map((actor) => actor(release, ongoing)),
    (waiting) => {
      turn += 1;
      return waiting === 0 ? 0 : (dice[turn % dice.length] ?? 0) % waiting;
    },
  );
  expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
  return release;
}

async function expectAgreement(release: InMemoryRelease): Promise<void> {
  const { routing } = (await release.head()).state;
  const alias = await release.alias.read('churn-predict');
  expect(routing && alias && sameTarget(alias, routing), `${release.traffic()}: ${JSON.stringify(routing)}`).toBe(true);
}

const dice = fc.array(fc.nat(11), { minLength: 1, maxLength: 60 });

describe.each<[string, readonly Actor[]]>([
  ['a shift and a rollback', [shift, rollBack]],
  ['a promotion and a rollback', [promote, rollBack]],
  ['a shift, an automatic and a manual rollback', [shift, rollBack, rollBackByHand]],
  ['a shift, a rollback and the reconciler', [shift, rollBack, reconcile]],
  ['a promotion, a rollback and the reconciler', [promote, rollBackByHand, reconcile]],
  ['two attempts of one shift and a rollback', [shift, shift, rollBack]],
])('%s', (_, actors) => {
  test('leave the alias where the ledger says, in whatever order their calls come', async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (rolls) => {
        await expectAgreement(await race(actors, rolls));
      }),
      { numRuns: 30 },
    );
  });
});

test('a rollback beside a shift ends the canary, in whatever order their calls come', async () => {
  await fc.assert(
    fc.asyncProperty(dice, async (rolls) => {
      const release = await race([shift, rollBack], rolls);
      const { state, event } = await release.head();
      expect(phaseOf(state, event.at)).toBe('idle');
      expect(release.traffic()).toBe('1');
    }),
    { numRuns: 30 },
  );
});

test('the race is a real one: in some order a write is refused and repeated, in another it is not', async () => {
  const calls: number[] = [];
  const counted: Actor = (release, ongoing) => (gate) => {
    let own = 0;
    const count: CallGate = (call, proceed) => {
      own += 1;
      return gate(call, proceed);
    };
    return rollBack(release, ongoing)(count).finally(() => calls.push(own));
  };
  for (const rolls of fc.sample(dice, { numRuns: 30, seed: 1 })) await race([shift, counted], rolls);

  expect(calls).toContain(4);
  // the append or the alias write was repeated
  expect(calls).toContain(6);
  expect(calls).toContain(7);
});
