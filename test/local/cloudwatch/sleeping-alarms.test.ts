import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateAlarm, treatments } from '../../../lib/local/cloudwatch/alarm-evaluation.ts';
import type { AlarmState } from '../../../lib/local/cloudwatch/alarm-state.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { cloudWatchSetUp, loadAlarm, MINUTE, START } from './cloudwatch-set-up.ts';

class CountingClock extends VirtualClock {
  ran = 0;

  override schedule(delay: number, label: string, run: () => void) {
    return super.schedule(delay, label, () => {
      this.ran += 1;
      run();
    });
  }
}

function counted() {
  const clock = new CountingClock(START);
  return { ...cloudWatchSetUp(START, clock), clock };
}

const DAYS = 1_440;

describe('alarms that would find the same again sleep', () => {
  test('a virtual year without data costs a single step for all alarms', async () => {
    const { clock, cloudWatch, until } = counted();
    for (const name of ['one', 'two', 'three']) {
      cloudWatch.alarms.putMetricAlarm({ logicalId: name, name, properties: { ...loadAlarm, MetricName: name } });
    }

    await until(365 * DAYS);

    expect(clock.ran).toBe(1);
  });

  test('a few data wake an alarm while they are in range', async () => {
    const { clock, cloudWatch, until, put } = counted();
    cloudWatch.alarms.putMetricAlarm({ logicalId: 'One', name: 'one', properties: loadAlarm });
    await until(100 * DAYS);
    put(1);

    await until(200 * DAYS);

    expect(clock.ran).toBe(1 + 6);
  });

  test('a datum every five minutes costs one step each, however long the period', async () => {
    const { clock, cloudWatch, until, put } = counted();
    const properties = { ...loadAlarm, Period: 3_600, EvaluationPeriods: 2, Statistic: 'Maximum' };
    cloudWatch.alarms.putMetricAlarm({ logicalId: 'Age', name: 'age', properties });

    for (let minute = 0; minute < 2 * DAYS; minute += 5) {
      await until(minute);
      put(1);
    }

    expect(clock.ran).toBeLessThanOrEqual((2 * DAYS) / 5);
  });
});

interface Scenario {
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatment: (typeof treatments)[number];
  /** Minute that a value belongs to, and how many minutes later it comes in. */
  readonly data: readonly { readonly minute: number; readonly late: number; readonly value: number }[];
}

const scenarios = fc
  .record({
    period: fc.constantFrom(1, 2, 5),
    evaluationPeriods: fc.integer({ min: 1, max: 4 }),
    needed: fc.integer({ min: 1, max: 4 }),
    treatment: fc.constantFrom(...treatments),
    data: fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: 60 }),
        late: fc.integer({ min: 0, max: 6 }),
        value: fc.constantFrom(1, 20),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ needed, ...rest }): Scenario => ({ ...rest, datapointsToAlarm: Math.min(needed, rest.evaluationPeriods) }));

/** The state after each of 90 minutes, evaluated at every one of them. */
function everyMinute(scenario: Scenario): AlarmState[] {
  const { period, evaluationPeriods, data } = scenario;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return Array.from({ length: 90 }, (_, index) => {
    const now = index + 1;
    const range = Array.from({ length: evaluationPeriods + 2 }, (_unused, age) => {
      const [from, to] = [now - (age + 1) * period, now - age * period];
      const here = data.filter(({ minute, late }) => minute >= from && minute < to && minute + late < now);
      return here.length === 0 ? undefined : Math.max(...here.map(({ value }) => value)) > 10;
    });
    state = evaluateAlarm(range.reverse(), scenario, state);
    return state;
  });
}

async function asItHappens(scenario: Scenario): Promise<(AlarmState | undefined)[]> {
  const { cloudWatch, put, until, clock } = cloudWatchSetUp();
  const properties = {
    ...loadAlarm,
    Statistic: 'Maximum',
    Period: scenario.period * 60,
    EvaluationPeriods: scenario.evaluationPeriods,
    DatapointsToAlarm: scenario.datapointsToAlarm,
    TreatMissingData: scenario.treatment,
  };
  cloudWatch.alarms.putMetricAlarm({ logicalId: 'One', name: 'one', properties });
  for (const { minute, late, value } of scenario.data) {
    const time = START + minute * MINUTE;
    clock.schedule((minute + late) * MINUTE + 1, 'put', () => put(value, { time }));
  }
  const states: (AlarmState | undefined)[] = [];
  for (let minute = 1; minute <= 90; minute += 1) {
    await until(minute);
    states.push(cloudWatch.alarms.get('one')?.status.value);
  }
  return states;
}

test('an alarm that sleeps is in the same state at every minute as one that never does', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      expect(await asItHappens(scenario)).toEqual(everyMinute(scenario));
    }),
    { numRuns: 150 },
  );
});
