import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { executionNameSchema } from '../../../lib/domain/ports/executions.ts';
import { codeReleaseInput, codeReleaseName, isCodePending } from '../../../lib/domain/protocol/code-release.ts';
import { retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
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
  NEWER_CODE,
  OLD_CODE,
  promoted,
  releaseOf,
  rolledBack,
} from '../ledger/ledger-samples.ts';

const ROLE = { roleArn: BASELINE.roleArn };
const RETRAIN_CODE = 'arn:aws:states:eu-west-1:123456789012:execution:retrain:code-0f3a-1';
const RETRAIN_MODEL = 'arn:aws:states:eu-west-1:123456789012:execution:retrain:nightly';

function headAfter(...events: readonly LedgerEvent[]) {
  const head = ledgerOf(inTurn([bootstrapped(), ...events])).at(-1);
  if (head === undefined) throw new Error('there should be an entry');
  return head;
}

describe('deployed code', () => {
  test.each([
    ['waits when it is not the champion’s', NEW_CODE, true],
    ['waits when only its settings differ', { ...OLD_CODE, releaseKey: NEW_CODE.releaseKey }, true],
    ['does not wait when it is the champion’s', OLD_CODE, false],
    ['under another role waits for a deployment instead', { ...NEW_CODE, roleArn: 'other' }, false],
  ])('%s', (_, deployed, pending) => {
    expect(isCodePending(headAfter(), { ...ROLE, ...deployed }, minute(60))).toBe(pending);
  });

  test('that failed its release does not wait, and other code does', () => {
    const challenger = releaseOf('2', '0.0.0', NEW_CODE);
    const head = headAfter(...canaryOf(challenger, BASELINE, CODE_RELEASE), rolledBack('canary-verdict'));

    expect(isCodePending(head, { ...ROLE, ...NEW_CODE }, minute(600))).toBe(false);
    expect(isCodePending(head, { ...ROLE, ...NEWER_CODE }, minute(600))).toBe(true);
  });

  test.each([
    ['while a release is prepared', [acquired(FIRST, BASELINE)], minute(60), false],
    ['during a canary', canaryOf(FIRST, BASELINE), minute(60), false],
    ['in probation', [...canaryOf(FIRST, BASELINE), promoted()], minute(60), false],
    ['after probation', [...canaryOf(FIRST, BASELINE), promoted()], minute(3000), true],
  ])('%s', (_, events, now, pending) => {
    expect(isCodePending(headAfter(...events), { ...ROLE, ...NEW_CODE }, now)).toBe(pending);
  });
});

describe('code whose last release came to nothing', () => {
  const skipped = (execution: string) => headAfter(eventOf('skipped', { code: 'LeaseHeld', execution }));

  test.each([
    ['rests for an hour', 3599, false],
    ['waits again after an hour', 3600, true],
  ])('%s', (_, seconds, pending) => {
    const head = skipped(RETRAIN_CODE);

    expect(isCodePending(head, { ...ROLE, ...NEW_CODE }, secondsAfter(head.event.at, seconds))).toBe(pending);
  });

  test('does not rest because of somebody else', () => {
    const head = skipped(RETRAIN_MODEL);

    expect(isCodePending(head, { ...ROLE, ...NEW_CODE }, secondsAfter(head.event.at, 1))).toBe(true);
  });
});

describe('an execution that releases code', () => {
  test('has a name that Step Functions takes, and that the next decision knows it by', () => {
    const name = codeReleaseName('0123456789abcdef'.repeat(4), '6e657720-1234567');

    expect(executionNameSchema.parse(name)).toBe('code-0123456789abcdef0123456789abcdef-6e657720-1234567');
  });

  test('has an input that the machine takes, however long the name of who asks', () => {
    const input = codeReleaseInput('a'.repeat(1000), 'the code changed');

    expect(retrainRequestSchema.parse(input)).toMatchObject({ mode: 'code', trigger: 'code', actor: 'a'.repeat(256) });
  });
});
