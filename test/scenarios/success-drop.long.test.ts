import { afterAll, beforeAll, expect, test } from 'vitest';
import { failShares } from './failing-share.ts';
import { type DeployedChange, HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

const PREVIOUS = '4';
const LATEST = '5';
/** Success is what speaks here: by default a share of errors ends a canary long before success is down to .85. */
const limits = {
  canary: { minimumSuccessRate: 0.8, maximumErrorRate: 0.2 },
  promoted: { minimumSuccessRate: 0.75, maximumErrorRate: 0.5 },
};

let scenario: Scenario;

/** Deploys other parameters, so that the next model is a patch: the same data, trained in another way. */
function deployParameters(inverseRegularization: number, canary: DeployedChange['canary']): Promise<void> {
  return scenario.deploy({
    limits,
    trainers: [{ kind: 'logistic-regression', parameters: { inverseRegularization } }],
    canary,
  });
}

function retrain(autoDeploy: boolean, perMinute = 0) {
  return scenario.ended(
    scenario.retrain({ force: true, reason: 'the numbers of the scenario', autoDeploy }),
    perMinute,
  );
}

const champion = async () => (await scenario.state()).champion;

beforeAll(async () => {
  scenario = await Scenario.withChampion();
  const noCanary = { enabled: false };
  await deployParameters(1, noCanary);
  await scenario.outcomes(50);
  await retrain(false);
  await scenario.outcomes(50);
  await retrain(true);
  await scenario.runtime.advance(HOUR);
  await deployParameters(0.5, noCanary);
  await retrain(false);
  await deployParameters(0.2, noCanary);
  await retrain(true);
  await scenario.runtime.advance(HOUR);
});
afterAll(() => scenario.stop());

test('1.2.3 succeeds with .85 of its requests in the canary, which is enough to replace 1.2.2 (S1-31)', async () => {
  expect(await champion()).toMatchObject({ modelVersion: '1.2.2', functionVersion: PREVIOUS });
  // some 700 requests show that .85 is above .80
  await deployParameters(0.1, { steps: [{ weight: 0.9, bake: '10m' }], poll: '5m', maximumHold: '45m' });
  // both fail as often: a challenger that fails more often than its champion would not be let through by any limit
  failShares(scenario, { [PREVIOUS]: 0.15, [LATEST]: 0.15 });

  await retrain(true, 20);

  expect(await champion()).toMatchObject({ modelVersion: '1.2.3', functionVersion: LATEST });
  const promoted = (await scenario.entries()).findLast(({ event }) => event.type === 'promoted');
  const errors = promoted?.event.evidence.find(({ metric }) => metric === 'error rate');
  expect(errors?.value).toBeCloseTo(0.15, 1.3);
});

test('when its success is down to .70, all traffic goes back to 1.2.2, with the numbers that say why (S1-31)', async () => {
  failShares(scenario, { [LATEST]: 0.3 });

  await scenario.until(async () => (await champion())?.modelVersion !== '1.2.3', 40, 60);

  expect(await champion()).toMatchObject({ modelVersion: '1.2.2', functionVersion: PREVIOUS });
  expect(await scenario.alias()).toMatchObject({ functionVersion: PREVIOUS, weights: {} });
  const rolledBack = (await scenario.entries()).findLast(({ event }) => event.type === 'rolled-back');
  expect(rolledBack?.event).toMatchObject({ cause: 'probation-verdict', actor: { kind: 'reconciler' } });
  expect(rolledBack?.event.reason).toMatch(/the champion fails in probation: error rate 0\.(29|3)\d* .*, limit 0\.25/);
  const errors = rolledBack?.event.evidence.find(({ metric }) => metric === 'error rate');
  expect(errors?.value).toBeCloseTo(0.3, 1.3);
  expect(scenario.notices().map(({ subject }) => subject)).toContain('quick: 1.2.3 rolled back: probation-verdict');
  await expectSound(scenario, [PREVIOUS, LATEST]);
});
