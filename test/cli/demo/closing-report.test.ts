import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { closingReport } from '../../../lib/cli/demo/closing-report.ts';
import type { DemoCanary, DemoResult, DemoRollback } from '../../../lib/cli/demo/demo-result.ts';
import { looks, shownOn } from './shown.ts';

const lost: DemoCanary = {
  modelVersion: '1.4.0',
  functionVersion: '4',
  outcome: 'rolled-back',
  steps: [
    { weight: 0.01, fromHour: 0, toHour: 0.1, requests: 12 },
    { weight: 0.1, fromHour: 0.1, toHour: 0.2, requests: 30 },
    { weight: 0.5, fromHour: 0.2, toHour: 1.5, requests: 1200 },
  ],
};
const won: DemoCanary = {
  ...lost,
  modelVersion: '1.1.0',
  outcome: 'promoted',
  steps: [...lost.steps, { weight: 1, fromHour: 1.5, toHour: 9, requests: 5000 }],
};
const alarm: DemoRollback = {
  from: '1.4.0',
  to: '1.1.0',
  cause: 'alarm',
  reason: 'ratchet-churn-challenger-errors',
  virtualSecondsToRestore: 772.5,
  awsCallsToRestore: 4,
};
const byHand: DemoRollback = {
  ...alarm,
  from: '1.1.0',
  to: '1.0.0',
  cause: 'manual',
  reason: 'complaints since noon: back to what worked',
  virtualSecondsToRestore: 2.5,
};

const result: DemoResult = {
  seed: '7',
  model: 'churn',
  virtualHours: 8.08,
  wallSeconds: 21.4,
  executions: [],
  champion: { modelVersion: '1.0.0', functionVersion: '2' },
  versions: [
    { modelVersion: '1.4.0', role: 'rolled-back', auc: 0.8, rows: 4700, fate: 'rolled back on canary' },
    {
      modelVersion: '1.1.0',
      role: 'rolled-back',
      auc: 0.7894,
      rows: 12_345,
      fate: 'promoted, rolled back as champion, champion again, rolled back as champion',
    },
    { modelVersion: '0.0.0', role: 'previous-champion', auc: null, rows: 0, fate: 'first to serve' },
  ],
  canaries: [won, lost],
  rollbacks: [alarm, byHand],
  served: { '1': 10, '2': 2500, '3': 1 },
  failedRequests: 31,
  ledgerHead: 'f'.repeat(64),
  eventLogDigest: `0123456789abcdef${'e'.repeat(48)}`,
};

function report(changes: Partial<DemoResult> = {}, columns = 80, isTTY = false): string {
  return closingReport(shownOn(columns, isTTY).terminal, { ...result, ...changes }, 'runs/demo');
}

/** The lines under a title. */
function section(title: string, changes?: Partial<DemoResult>, columns?: number): string[] {
  const parts = report(changes, columns).split('\n\n');
  return (
    parts
      .find((part) => part.startsWith(title))
      ?.split('\n')
      .slice(1) ?? []
  );
}

describe('the report', () => {
  test.each(looks)('stays within %i columns (colours: %s)', (columns, isTTY) => {
    for (const seconds of [0, 59.9, 772.5, 3599, 90_000]) {
      const rollbacks = result.rollbacks.map((one) => ({ ...one, virtualSecondsToRestore: seconds }));
      for (const line of report({ rollbacks }, columns, isTTY).split('\n')) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  });

  test.each([80, 140])('says the same in colours, at %i columns', (columns) => {
    expect(report({}, columns, true)).not.toBe(report({}, columns));
    expect(plain(report({}, columns, true))).toBe(report({}, columns));
  });

  test('ends with where to look closer', () => {
    expect(report().replaceAll('\n', ' ')).toContain('each with --local runs/demo.');
    expect(report()).toMatch(/npm run ratchet -- history --local\s+runs\/demo$/);
  });
});

describe('the model versions', () => {
  test('have their AUC to three digits, their rows and their fate', () => {
    const lines = section('Model versions', {}, 140);

    expect(lines[0]).toMatch(/^ {2}version +role +AUC \* +rows +what became of it$/);
    expect(lines[1]).toMatch(/^ {2}1\.4\.0 +rolled-back +0\.800 +4,700 +rolled back on canary$/);
    expect(lines[2]).toMatch(/^ {2}1\.1\.0 +rolled-back +0\.789 +12,345 +promoted, rolled back as champion/);
  });

  test('have a dash where there is no AUC', () => {
    expect(section('Model versions', {}, 140)[3]).toMatch(/^ {2}0\.0\.0 +previous-champion +- +0 +first to serve$/);
  });
});

describe('the canaries', () => {
  test('have their line, their outcome and their steps', () => {
    const lines = section('Canaries', { canaries: [lost] });

    expect(lines[0]).toMatch(/^ {2}1\.4\.0 +▁+▃+▅+ rolled-back$/);
    expect(lines[1]).toMatch(/^ {9}1 % for 6 min \(12 requests\), 10 % for 6 min/);
  });

  test('are green when promoted, and red otherwise', () => {
    const coloured = (canaries: readonly DemoCanary[]) => report({ canaries }, 80, true);

    expect(coloured([won])).toContain('\u001B[32mpromoted');
    expect(coloured([lost])).toContain('\u001B[31mrolled-back');
    expect(coloured([{ ...lost, outcome: 'ended' }])).toContain('\u001B[31mended');
  });

  test('may be none', () => {
    expect(section('Canaries', { canaries: [] })).toEqual(['  none']);
  });
});

describe('the rollbacks', () => {
  const rollback = (changes: Partial<DemoRollback>) =>
    section('Rollbacks', { rollbacks: [{ ...alarm, ...changes }] }, 140)[1];

  test('say from where to where, how long it took, how many calls, and why', () => {
    expect(rollback({})).toMatch(
      /^ {2}1\.4\.0 +1\.1\.0 +12 min 53 s after clients felt it +4 {2}too many of its requests fail \(alarm challenger-errors\)$/,
    );
  });

  test('by hand have nothing that clients felt first', () => {
    expect(rollback(byHand)).toMatch(/^ {2}1\.1\.0 +1\.0\.0 +after 2\.5 s +4 {2}by hand: "complaints since noon/);
  });

  test.each([
    [0, 'at once'],
    [0.99, 'at once'],
    [1, '1 s after clients felt it'],
  ])('within %d seconds are done "%s"', (virtualSecondsToRestore, text) => {
    expect(rollback({ virtualSecondsToRestore })).toContain(`  ${text}  `);
  });

  test('may be none', () => {
    expect(section('Rollbacks', { rollbacks: [] })).toEqual(['  none']);
  });
});

test('the run has its champion, its requests, its times, its seed and its folder', () => {
  expect(section('The run', {}, 140).map((line) => line.trim().replace(/ {2,}/, ': '))).toEqual([
    'champion: 1.0.0 on function version 2',
    'requests: 2511, of which 31 failed: those that the injected errors hit',
    'time: 8.08 virtual hours in 21.4 seconds',
    'seed: 7; the same seed gives the same event log, 0123456789abcdef…',
    'files: runs/demo',
  ]);
});
