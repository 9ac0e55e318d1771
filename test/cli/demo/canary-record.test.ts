import { describe, expect, test } from 'vitest';
import { canariesOf } from '../../../lib/cli/demo/canary-record.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  eventOf,
  FIRST,
  inTurn,
  LATER_RETRAIN,
  ledgerOf,
  minute,
  promoted,
  proven,
  published,
  rolledBack,
  SECOND,
  shifted,
  UNSERVABLE,
} from '../../domain/ledger/ledger-samples.ts';
import { at } from './demo-samples.ts';

/** Every minute has one request for every function version, and its last one counts no more. */
const everyMinute = { between: (_version: string, from: number, to: number) => Math.round((to - from) / 60_000) };
const hours = (minutes: number) => Number((minutes / 60).toFixed(4));
const probation = (minutes: number) => promoted({ probationEnd: minute(minutes) });

/** The canaries of these events, a minute apart from the bootstrap at minute 0 on, until a minute. */
function canariesAfter(events: readonly LedgerEvent[], { end = 600, counts = everyMinute } = {}) {
  return canariesOf(ledgerOf(inTurn([bootstrapped(), ...events])), counts, { start: at(0), end: at(end) });
}

/** Weight, first and last minute of each step. */
const courses = (...given: Parameters<typeof canariesAfter>) =>
  canariesAfter(...given).map(({ steps, outcome }) => [
    outcome,
    ...steps.map(({ weight, fromHour, toHour }) => [weight, Math.round(fromHour * 60), Math.round(toHour * 60)]),
  ]);

// the first shift is at minute 5
const first = canaryOf(FIRST, BASELINE);

describe('a canary', () => {
  test('that is promoted has its steps, and all traffic until its probation is over', () => {
    expect(canariesAfter([...first, shifted(0.5), probation(20)])).toEqual([
      {
        modelVersion: '1.0.0',
        functionVersion: '2',
        outcome: 'promoted',
        steps: [
          { weight: 0.1, fromHour: hours(5), toHour: hours(6), requests: 1 },
          { weight: 0.5, fromHour: hours(6), toHour: hours(7), requests: 1 },
          // the probation of 20 minutes begins with the promotion
          { weight: 1, fromHour: hours(7), toHour: hours(27), requests: 20 },
        ],
      },
    ]);
  });

  test('that is rolled back ends there', () => {
    expect(courses([...first, shifted(0.5), rolledBack('canary-verdict')])).toEqual([
      ['rolled-back', [0.1, 5, 6], [0.5, 6, 7]],
    ]);
    expect(courses([...first, rolledBack('alarm')])).toEqual([['rolled-back', [0.1, 5, 6]]]);
  });

  test('that is promoted and rolled back in probation loses all traffic then', () => {
    expect(courses([...first, probation(20), rolledBack('alarm')])).toEqual([['promoted', [0.1, 5, 6], [1, 6, 7]]]);
  });

  test('that nobody has ended lasts to the end of the run', () => {
    expect(courses([...first, shifted(0.5)], { end: 30 })).toEqual([['ended', [0.1, 5, 6], [0.5, 6, 30]]]);
  });

  test('of which the probation goes on lasts to the end of the run', () => {
    expect(courses([...first, probation(100)], { end: 30 })).toEqual([['promoted', [0.1, 5, 6], [1, 6, 30]]]);
  });

  test('is not ended by the failure of another execution', () => {
    const failed = eventOf('failed', { error: 'TrainingFailed', execution: LATER_RETRAIN });

    expect(courses([...first, failed, shifted(0.5), rolledBack('manual', { execution: null })])).toEqual([
      ['rolled-back', [0.1, 5, 7], [0.5, 7, 8]],
    ]);
  });

  test('counts the requests of its own function version, in each step', () => {
    const asked: [string, number, number][] = [];
    const counts = {
      between: (version: string, from: number, to: number) => asked.push([version, from - at(0), to - at(0)]),
    };

    canariesAfter([...first, shifted(0.5), rolledBack('alarm')], { counts });

    expect(asked).toEqual([
      ['2', 300_000, 360_000],
      ['2', 360_000, 420_000],
    ]);
  });
});

test('canaries come one after the other, each with its own steps', () => {
  const second = canaryOf(SECOND, FIRST);

  // a probation of a minute is over before the next canary
  expect(courses([...first, probation(1), ...second, shifted(0.5), rolledBack('alarm')])).toEqual([
    ['promoted', [0.1, 5, 6], [1, 6, 7]],
    ['rolled-back', [0.1, 11, 12], [0.5, 12, 13]],
  ]);
});

test('the same challenger may have a second canary', () => {
  expect(courses([...first, rolledBack('alarm'), ...canaryOf(FIRST, BASELINE), rolledBack('manual')])).toEqual([
    ['rolled-back', [0.1, 5, 6]],
    ['rolled-back', [0.1, 11, 12]],
  ]);
});

describe('there is no canary', () => {
  test('where nothing was ever released', () => {
    expect(canariesAfter([])).toEqual([]);
    expect(canariesOf([], everyMinute, { start: at(0), end: at(1) })).toEqual([]);
  });

  test('of a release that failed before it had traffic', () => {
    const unservable = checked('smoke-test', FIRST, { servable: false, detail: UNSERVABLE.detail });
    const failing = [
      acquired(FIRST, BASELINE),
      published(FIRST),
      unservable,
      eventOf('failed', { error: 'SmokeTestFailed' }),
    ];

    expect(canariesAfter(failing)).toEqual([]);
  });

  test('of a release whose plan is immediate', () => {
    expect(canariesAfter([...proven(FIRST, BASELINE, { plan: 'immediate' }), probation(20)])).toEqual([]);
  });

  test('of a champion that is rolled back by hand long afterwards', () => {
    expect(courses([...first, probation(1), rolledBack('manual')])).toHaveLength(1);
  });
});
