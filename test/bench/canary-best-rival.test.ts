import { describe, expect, test } from 'vitest';
import type { AlarmTimes } from '../../bench/canary/alarm-times.ts';
import { bestRivalRows } from '../../bench/canary/best-rival-rows.ts';
import { laterCells } from '../../bench/canary/later-cells.ts';
import { OURS, rivals } from '../../bench/canary/methods.ts';
import { parsePublishedFigures, scenariosOf } from '../../bench/canary/published-figures.ts';
import type { Scenario } from '../../bench/canary/scenario.ts';
import { latencyScenarios, rampScenarios, stressScenarios } from '../../bench/canary/scenarios.ts';
import { readPage, section } from '../docs/markdown.ts';
import figures from '../vectors/14_canary_benchmark.json' with { type: 'json' };

const never = Number.POSITIVE_INFINITY;
const MSPRT = 'c1_msprt_normal_tau.01_5min';
const Z_TEST = 'b1_peeking_z_5min';
const equal: Scenario = { name: 'equal', rate: 1, canaryShare: 0.02 };
const worse: Scenario = { name: 'worse', rate: 1, canaryShare: 0.1 };

/** A hundred repetitions in which the first `count` canaries were rolled back at this minute. */
function rolledBack(count: number, minute = 10): number[] {
  return Array.from({ length: 100 }, (_, repetition) => (repetition < count ? minute : never));
}

const timesOf = (minutes: Readonly<Record<string, readonly number[]>>): AlarmTimes => ({
  checksum: { rep0_sum: [], rep0_first5: [], all_kc: 0 },
  minutes: { ...Object.fromEntries(Object.keys(rivals).map((method) => [method, rolledBack(0)])), ...minutes },
});

interface Played {
  readonly ours: number;
  readonly msprt?: number;
  /** Share of equal canaries that mSPRT rolls back, in per cent. */
  readonly falseShare?: number;
  readonly cell?: Scenario;
  readonly whole?: number;
}

function rows({ ours, msprt = never, falseShare = 0, cell = worse, whole = 100 }: Played) {
  const results = new Map([
    ['equal', timesOf({ [MSPRT]: rolledBack(falseShare), [Z_TEST]: rolledBack(38) })],
    [
      cell.name,
      timesOf({ [OURS]: rolledBack(100, ours), [MSPRT]: rolledBack(100, msprt), [Z_TEST]: rolledBack(100, 1) }),
    ],
  ]);
  return bestRivalRows(results, [equal, cell], whole);
}

describe('in each cell', () => {
  test('ours is not later than the best rival that rolls back no more equal canaries than it may', () => {
    expect(rows({ ours: 10, msprt: 10 })).toMatchObject([{ ours: 10, peer: 10, target: '<=10', met: true }]);
    expect(rows({ ours: 11, msprt: 10 })).toMatchObject([{ ours: 11, peer: 10, target: '<=10', met: false }]);
    expect(rows({ ours: 10, msprt: 10 })[0]?.name).toBe(
      'minutes to rollback, worse, against the best valid rival, mSPRT, tau .01',
    );
  });

  test('a rival counts up to three standard errors above its alpha', () => {
    expect(rows({ ours: 11, msprt: 10, falseShare: 11 })).toMatchObject([{ met: false }]);
    expect(rows({ ours: 11, msprt: 10, falseShare: 12 })).toMatchObject([{ peer: never, met: true }]);
  });

  test('that is listed it may be later, and not by more than it says', () => {
    const { scenario, times, reason } = laterCells[0] ?? { scenario: '', times: 0, reason: '' };
    const cell = { ...worse, name: scenario };
    expect(rows({ ours: 10 * times, msprt: 10, cell })).toMatchObject([
      { ratio: times, target: `<=${times}`, met: true },
    ]);
    expect(rows({ ours: 10 * times + 1, msprt: 10, cell })).toMatchObject([{ met: false }]);
    expect(rows({ ours: 1, cell })[0]?.name).toContain(reason);
  });

  test('there is nothing to compare where neither finds half, or the equal canary was not played', () => {
    expect(rows({ ours: never })).toEqual([]);
    expect(rows({ ours: 10, msprt: 1, cell: { ...worse, rate: 10 } })).toEqual([]);
    expect(rows({ ours: 10, msprt: 1, cell: { ...worse, clumping: 1 } })).toEqual([]);
  });

  test('a part of the repetitions promises nothing', () => {
    expect(rows({ ours: 11, msprt: 10, whole: 101 })).toMatchObject([{ target: 'none', ratio: 1.1, met: true }]);
  });
});

describe('the list of cells in which ours may be later', () => {
  test('names scenarios that are played, each once, with a worse canary', () => {
    const scenarios = [
      ...scenariosOf(parsePublishedFigures(figures)),
      ...stressScenarios,
      ...latencyScenarios,
      ...rampScenarios,
    ];
    const names = laterCells.map(({ scenario }) => scenario);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(scenarios.find((one) => one.name === name)?.canaryShare).toBeGreaterThan(0.02);
  });

  test('is that of docs/benchmarks.md', () => {
    const told = section(readPage('docs/benchmarks.md'), 'Later than the best rival');
    const lines = told.split('\n').filter((line) => /^\| `/.test(line));
    expect(lines).toEqual(
      laterCells.map(({ scenario, times, reason }) => `| \`${scenario}\` | ${times} | ${reason} |`),
    );
  });
});
