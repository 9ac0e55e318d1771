import { describe, expect, test } from 'vitest';
import { versionsOf } from '../../../lib/cli/demo/version-fates.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  NEW_CODE,
  promoted,
  proven,
  releaseOf,
  releasing,
  rolledBack,
  SECOND,
  shifted,
} from '../../domain/ledger/ledger-samples.ts';

const records = ['1.1.0', '1.0.0', '0.0.0'].map((modelVersion) => sampleRecord(modelVersion));

/** What became of 1.1.0, 1.0.0 and 0.0.0. */
function fatesAfter(...events: readonly LedgerEvent[]) {
  return versionsOf(records, ledgerOf(inTurn([bootstrapped(), ...events]))).map(({ fate }) => fate);
}

const verdictOn = ({ modelVersion, modelSha256 }: typeof FIRST, verdict: 'promote' | 'reject' | 'hold' | 'a-b-test') =>
  eventOf('registered', { modelVersion, modelSha256, verdict });

const first = releasing(FIRST, BASELINE);
const probation = promoted({ probationEnd: minute(1440) });
const FORCED = { grounds: { kind: 'forced', reason: 'the demo needs it' } } as const;

describe('what became of a model version', () => {
  test('that nobody has decided about is nothing', () => {
    expect(fatesAfter()).toEqual(['', '', 'first to serve']);
    expect(fatesAfter(acquired(FIRST, BASELINE))).toEqual(['', '', 'first to serve']);
  });

  test.each([
    ['reject', 'refused by the gate'],
    ['hold', 'held by the gate'],
    ['a-b-test', 'held for an experiment'],
    ['promote', ''],
  ] as const)('with the verdict %s is "%s"', (verdict, fate) => {
    expect(fatesAfter(verdictOn(FIRST, verdict))).toEqual(['', fate, 'first to serve']);
  });

  test('that won is its promotion; the one before it has done its work', () => {
    expect(fatesAfter(verdictOn(FIRST, 'promote'), ...first)).toEqual(['', 'promoted', 'first to serve']);
    expect(fatesAfter(...first, ...releasing(SECOND, FIRST))).toEqual(['promoted', 'promoted', 'first to serve']);
  });

  test('that was released at once is its promotion too', () => {
    expect(fatesAfter(...proven(FIRST, BASELINE, { plan: 'immediate' }), promoted())[1]).toBe('promoted');
  });

  test('that was rolled back on its canary is that, and nothing new for the champion', () => {
    expect(fatesAfter(...canaryOf(FIRST, BASELINE), shifted(0.5), rolledBack('alarm'))).toEqual([
      '',
      'rolled back on canary',
      'first to serve',
    ]);
  });

  test('that was rolled back in probation is both, and its predecessor serves again', () => {
    expect(fatesAfter(...first, ...canaryOf(SECOND, FIRST), probation, rolledBack('alarm'))).toEqual([
      'promoted, rolled back as champion',
      'promoted, champion again',
      'first to serve',
    ]);
  });

  test('that was released against its verdict is all of it, in order', () => {
    expect(fatesAfter(verdictOn(FIRST, 'reject'), ...canaryOf(FIRST, BASELINE, FORCED), promoted())).toEqual([
      '',
      'refused by the gate, forced, promoted',
      'first to serve',
    ]);
    expect(fatesAfter(verdictOn(FIRST, 'hold'), ...canaryOf(FIRST, BASELINE, FORCED), rolledBack('alarm'))[1]).toBe(
      'held by the gate, forced, rolled back on canary',
    );
  });

  test('that failed before it had traffic is no rollback', () => {
    const failed = eventOf('failed', { error: 'SmokeTestFailed' });

    expect(fatesAfter(...proven(FIRST, BASELINE), failed)).toEqual(['', '', 'first to serve']);
  });

  test('does not change with a release of code alone that is promoted', () => {
    const again = releaseOf('9', '1.0.0', NEW_CODE);

    expect(fatesAfter(...first, ...releasing(again, FIRST, CODE_RELEASE))).toEqual(['', 'promoted', 'first to serve']);
  });
});

describe('a model version', () => {
  test('has its role, its AUC on the holdout and its rows, in the order of the records', () => {
    expect(versionsOf(records, ledgerOf(inTurn([bootstrapped(), ...first])))).toEqual([
      { modelVersion: '1.1.0', role: 'candidate', auc: 0.83, rows: 5000, fate: '' },
      { modelVersion: '1.0.0', role: 'champion', auc: 0.83, rows: 5000, fate: 'promoted' },
      { modelVersion: '0.0.0', role: 'previous-champion', auc: 0.83, rows: 5000, fate: 'first to serve' },
    ]);
  });

  test('has no AUC where none was measured', () => {
    const [version] = versionsOf([sampleRecord('1.0.0', { metrics: { accuracy: 0.9 } })], []);

    expect(version).toEqual({ modelVersion: '1.0.0', role: 'candidate', auc: null, rows: 5000, fate: '' });
  });
});
