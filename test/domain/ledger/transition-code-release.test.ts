import { describe, expect, test } from 'vitest';
import * as refused from '../../../lib/domain/ledger/ledger-errors.ts';
import { codePair } from '../../../lib/domain/ledger/release.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  NEW_CODE,
  NEWER_CODE,
  promoted,
  published,
  releasing,
  rolledBack,
  SECOND,
  stateAfter,
} from './ledger-samples.ts';

/** The same model as the champion, on new code. */
const firstOnNewCode = { ...FIRST, functionVersion: '5', ...NEW_CODE };

describe('a code release', () => {
  const champion = [bootstrapped(), ...releasing(FIRST, BASELINE)];
  const begun = [...champion, acquired(FIRST, FIRST, CODE_RELEASE)];
  const onCanary = [...champion, ...canaryOf(firstOnNewCode, FIRST, CODE_RELEASE)];
  const rejected = [...onCanary, rolledBack('canary-verdict')];
  const newer = { ...firstOnNewCode, functionVersion: '6', ...NEWER_CODE };

  test('brings other code', () => {
    expect(() => stateAfter(...begun, published({ ...FIRST, functionVersion: '5' }))).toThrow(refused.NoChange);
    expect(stateAfter(...onCanary, promoted()).champion).toMatchObject({ modelVersion: '1.0.0', ...NEW_CODE });
  });

  test.each(['releaseKey', 'codeSha256'] as const)('is one when only the %s differs', (part) => {
    const other = { ...FIRST, functionVersion: '5', [part]: NEW_CODE[part] };

    expect(stateAfter(...begun, published(other)).challenger?.functionVersion).toBe('5');
    expect(() =>
      stateAfter(...champion, acquired(SECOND, FIRST), published({ ...SECOND, [part]: NEW_CODE[part] })),
    ).toThrow(refused.CodeReleasePending);
  });

  test.each(['canary-verdict', 'alarm', 'failure', 'abandoned', 'manual'] as const)(
    'that is rolled back for %s leaves its code rejected, until other code is promoted',
    (cause) => {
      const failed = [...onCanary, rolledBack(cause)];

      expect(stateAfter(...failed).rejectedCode).toEqual(NEW_CODE);
      expect(() => stateAfter(...failed, acquired(SECOND, FIRST), published({ ...SECOND, ...NEW_CODE }))).toThrow(
        refused.CodeRejected,
      );
      expect(() => stateAfter(...failed, acquired(FIRST, FIRST, CODE_RELEASE), published(firstOnNewCode))).toThrow(
        refused.CodeRejected,
      );
      expect(stateAfter(...failed, ...releasing(newer, FIRST, CODE_RELEASE)).rejectedCode).toBeNull();
    },
  );

  test('that newer code cut short leaves nothing rejected', () => {
    expect(stateAfter(...onCanary, rolledBack('superseded')).rejectedCode).toBeNull();
    expect(stateAfter(...onCanary, rolledBack('no-evidence')).rejectedCode).toBeNull();
  });

  test('that fails after it was published leaves its code rejected', () => {
    const published5 = [...begun, published(firstOnNewCode)];

    expect(stateAfter(...published5, eventOf('failed', { error: 'SmokeTestFailed' }))).toMatchObject({
      lease: null,
      challenger: null,
      rejectedCode: codePair(firstOnNewCode),
    });
    expect(stateAfter(...begun, eventOf('failed', { error: 'States.Timeout' })).rejectedCode).toBeNull();
    // what is not the code's fault may be tried again, even after the code was published
    for (const error of ['States.Timeout', 'Abandoned', 'RollbackTargetUnservable']) {
      expect(stateAfter(...published5, eventOf('failed', { error })).rejectedCode).toBeNull();
    }
  });

  test('leaves a model release on the old code alone', () => {
    const state = stateAfter(...rejected, ...releasing(SECOND, FIRST));

    expect(state).toMatchObject({ champion: { functionVersion: '3' }, rejectedCode: NEW_CODE });
  });

  test('that is rolled back in probation takes the rejection with it', () => {
    const state = stateAfter(...onCanary, promoted(), rolledBack('alarm'));

    expect(state).toMatchObject({ champion: { functionVersion: '2' }, rejectedCode: NEW_CODE, probationEnd: null });
  });
});
