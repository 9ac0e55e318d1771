import { damageModel } from '../test/scenarios/damage.ts';
import { failShares } from '../test/scenarios/failing-share.ts';
import { type Restoration, restoration } from '../test/scenarios/restoration.ts';
import { ringingDatapoint } from '../test/scenarios/ringing-datapoint.ts';
import { Scenario } from '../test/scenarios/scenario.ts';

/** Why traffic is taken from a function version, and how it is played. */
export interface RollbackCause {
  readonly name: string;
  /** Most seconds that the restoration may take; docs/benchmarks.md says why. */
  readonly target: string;
  play(): Promise<CausedRestoration>;
}

export interface CausedRestoration extends Restoration {
  /** Virtual seconds from the end of the datapoint that made the alarm ring to the alias write. */
  readonly secondsAfterDatapoint?: number;
}

/** So many requests in a minute are a rate for an alarm, and half of them accuse a challenger. */
const BUSY = 60;
/** So many in a minute are none. */
const QUIET = 30;
const CHALLENGER = '3';

async function played(begun: Promise<Scenario>, play: (scenario: Scenario) => Promise<CausedRestoration>) {
  const scenario = await begun;
  try {
    return await play(scenario);
  } finally {
    scenario.runtime.stop();
  }
}

/** A canary that has half of the traffic, and has held so far. */
async function inCanary(): Promise<Scenario> {
  const scenario = await Scenario.inChangedWorld();
  scenario.retrain();
  await scenario.until(async () => (await scenario.state()).routing?.canary?.weight === 0.5, 15);
  return scenario;
}

/** Takes a version's model away and ends its environments, so that it can load nothing and answers 503. */
function empty(scenario: Scenario, functionVersion: string): void {
  const { faults, functionName } = scenario;
  damageModel(scenario, 'remove');
  let ended = false;
  faults.failure = (name, executed) => {
    if (ended || name !== functionName || executed !== functionVersion) return null;
    ended = true;
    return 'crash';
  };
}

async function afterDatapoint(scenario: Scenario, alarm: string): Promise<CausedRestoration> {
  const found = await restoration(scenario, { badVersion: CHALLENGER, perMinute: BUSY });
  const { end } = ringingDatapoint(scenario, `ratchet-${scenario.model}-${alarm}`);
  return { ...found, secondsAfterDatapoint: (found.restoredAt - end) / 1000 };
}

/** Every cause of a rollback, with what it measures from the first bad answer, or from the command. */
export const rollbackCauses: readonly RollbackCause[] = [
  {
    name: 'alarm in a canary: every request of the challenger fails',
    target: '<=240',
    play: () =>
      played(inCanary(), (scenario) => {
        failShares(scenario, { [CHALLENGER]: 1 });
        return restoration(scenario, { badVersion: CHALLENGER, perMinute: BUSY });
      }),
  },
  {
    name: "the execution's own verdict: the challenger cannot load its model in the canary",
    target: '<=420',
    play: () =>
      played(inCanary(), (scenario) => {
        empty(scenario, CHALLENGER);
        return restoration(scenario, { badVersion: CHALLENGER, perMinute: QUIET });
      }),
  },
  {
    name: "alarm in probation: .15 of the champion's requests fail",
    target: '<=240',
    play: () =>
      played(Scenario.inProbation(), (scenario) => {
        failShares(scenario, { [CHALLENGER]: 0.15 });
        return afterDatapoint(scenario, 'error-rate');
      }),
  },
  {
    name: 'alarm in probation: the champion cannot load its model',
    target: '<=60',
    play: () =>
      played(Scenario.inProbation(), (scenario) => {
        empty(scenario, CHALLENGER);
        return restoration(scenario, { badVersion: CHALLENGER, perMinute: BUSY });
      }),
  },
  {
    name: "the reconciler's verdict: one of four answers fails in probation, too thinly for an alarm",
    target: '<=600',
    play: () =>
      played(Scenario.inProbation(), (scenario) => {
        failShares(scenario, { [CHALLENGER]: 0.25 });
        return restoration(scenario, { badVersion: CHALLENGER, perMinute: QUIET });
      }),
  },
  {
    name: 'by hand: from the start of the Rollback machine',
    target: '<=5',
    play: () =>
      played(Scenario.withChampion(), (scenario) => {
        scenario.rollback();
        return restoration(scenario, { badVersion: '2', perMinute: BUSY });
      }),
  },
  {
    name: 'abandoned: the execution is stopped in the console during its canary',
    target: '<=300',
    play: () =>
      played(inCanary(), (scenario) => {
        const [execution] = scenario.runtime.executions(`ratchet-${scenario.model}-retrain`);
        if (execution === undefined) throw new Error('there should be an execution');
        const { executionArn } = execution;
        scenario.runtime.services.states.stopExecution({ executionArn, cause: 'somebody pressed Stop execution' });
        return restoration(scenario, { badVersion: CHALLENGER, perMinute: BUSY });
      }),
  },
];
