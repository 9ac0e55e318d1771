import { describe, expect, test } from 'vitest';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { bootstrapped, inCanary } from '../in-memory/release-flow.ts';

const HOUR = 3600;
/** Since the entries of a sample follow each other at once, the last of them is dated a little into the future. */
const SLACK = 1;

describe('a definition that changed during the canary', () => {
  const changed = async (canary: object, seconds: number) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.deployed.definition = definitionWith({ name: MODEL, canary });
    release.serve('2', { invocations: 100, answers: 100 });
    release.clock.advance(seconds);
    return release.steps.judge(ongoing);
  };
  const twice = {
    steps: [
      { weight: 0.2, bake: '30m' },
      { weight: 0.6, bake: '2h' },
    ],
  };

  test.each([
    ['has the bake of the next higher weight', twice, HOUR / 2 - SLACK, 'continue'],
    ['steps up after that bake', twice, HOUR / 2 + SLACK, 'step-up'],
    ['is on its last step when no weight is higher', { steps: [{ weight: 0.05, bake: '10m' }] }, 601, 'promote'],
    ['has that bake to wait for', { steps: [{ weight: 0.05, bake: '10m' }] }, 599, 'continue'],
    ['is promoted on its evidence when there is no canary any more', { enabled: false }, 601, 'promote'],
  ])('%s', async (_, canary, seconds, decision) => {
    expect(await changed(canary, seconds)).toMatchObject({ decision });
  });
});
