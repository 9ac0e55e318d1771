import { describe, expect, test } from 'vitest';
import { decisionLine, rollbackReason } from '../../../lib/cli/demo/decision-line.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { probationAlarmKinds } from '../../../lib/domain/resource-names.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  promoted,
  proven,
  published,
  releasing,
  rolledBack,
  SECOND,
  shifted,
} from '../../domain/ledger/ledger-samples.ts';

/** How the last of these events is told. */
function lineAfter(...events: readonly LedgerEvent[]) {
  const entries = ledgerOf(inTurn(events));
  const last = entries.at(-1);
  if (last === undefined) throw new Error('there should be an event');
  return decisionLine(last, entries.at(-2)?.state);
}

const textAfter = (...events: readonly LedgerEvent[]) => lineAfter(...events)?.text;

const birth = bootstrapped();
const first = [birth, ...releasing(FIRST, BASELINE)];
const whole = promoted({ probationEnd: minute(1440) });
const registered = (verdict: 'promote' | 'reject' | 'hold' | 'a-b-test', reason = 'it was time') =>
  eventOf('registered', { modelVersion: FIRST.modelVersion, modelSha256: FIRST.modelSha256, verdict, reason });

describe('a decision is told', () => {
  test('of a deployment, with its reason', () => {
    expect(lineAfter(birth)).toEqual({ paint: 'green', mark: '●', deed: 'deployed', text: 'it was time' });
  });

  test.each([
    ['promote', 'green', '✓', 'better'],
    ['reject', 'yellow', '✗', 'refused'],
    ['hold', 'yellow', '✗', 'held'],
    ['a-b-test', 'yellow', '✗', 'held'],
  ] as const)('of the verdict %s', (verdict, paint, mark, deed) => {
    expect(lineAfter(birth, registered(verdict))).toEqual({ paint, mark, deed, text: '1.0.0: it was time' });
  });

  test('of a verdict, without the word that it begins with already', () => {
    const better = { ...registered('promote'), reason: 'better: auc 0.71 is at least 0.7' };

    expect(lineAfter(birth, better)?.text).toBe('1.0.0: auc 0.71 is at least 0.7');
  });

  test('of a shift, with the share in percent and who keeps the rest', () => {
    expect(lineAfter(birth, ...canaryOf(FIRST, BASELINE))).toEqual({
      paint: 'cyan',
      mark: '↗',
      deed: 'canary',
      text: '1.0.0 gets 10 % of the traffic, 0.0.0 keeps the rest',
    });
    expect(textAfter(birth, ...proven(FIRST, BASELINE), shifted(0.005))).toContain('gets 0.5 % of the traffic');
    expect(textAfter(birth, ...proven(FIRST, BASELINE), shifted(0.07))).toContain('gets 7 % of the traffic');
  });

  test('of a promotion', () => {
    expect(lineAfter(birth, ...canaryOf(FIRST, BASELINE), whole)).toEqual({
      paint: 'green',
      mark: '★',
      deed: 'promoted',
      text: '1.0.0 gets all traffic: it was time',
    });
  });

  test('of a rollback on canary and of one in probation, with who loses traffic to whom', () => {
    const back = rolledBack('alarm', { reason: 'ratchet-churn-error-rate' });
    const text = '1.1.0 loses its traffic, 1.0.0 has all of it again: too many requests fail (alarm error-rate)';
    const told = { paint: 'red', mark: '↩', deed: 'rolled back', text };

    expect(lineAfter(...first, ...canaryOf(SECOND, FIRST), back)).toEqual(told);
    expect(lineAfter(...first, ...canaryOf(SECOND, FIRST), whole, back)).toEqual(told);
  });

  test('of a release by force, with the reason that was given', () => {
    const grounds = { kind: 'forced', reason: 'the customer insists' } as const;

    expect(lineAfter(birth, acquired(FIRST, BASELINE, { grounds }))).toEqual({
      paint: 'yellow',
      mark: '!',
      deed: 'forced',
      text: '1.0.0 is released against the verdict: the customer insists',
    });
  });

  test('of a function version that cannot serve', () => {
    const broken = checked('smoke-test', FIRST, { servable: false, detail: 'timed out' });

    expect(lineAfter(birth, acquired(FIRST, BASELINE), published(FIRST), broken)).toEqual({
      paint: 'red',
      mark: '!',
      deed: 'cannot serve',
      text: 'function version 2: timed out',
    });
  });

  test('of a champion that fails after a rollback too', () => {
    const evidence = [{ metric: 'error rate', value: 0.2, threshold: 0.1, n: 100, interval: null }];
    const ended = [...canaryOf(FIRST, BASELINE), rolledBack('alarm')];
    const watched = (healthy: boolean) => eventOf('rollback-watched', { healthy, evidence, reason: 'it fails' });

    expect(lineAfter(birth, ...ended, watched(true))).toBeNull();
    expect(lineAfter(birth, ...ended, watched(false))).toEqual({
      paint: 'red',
      mark: '!',
      deed: 'still failing',
      text: 'it fails',
    });
  });

  test.each([
    [eventOf('skipped', { code: 'too-few', reason: 'only 3 new rows' }), 'yellow', '–', 'skipped', 'only 3 new rows'],
    [eventOf('failed', { error: 'Broken', reason: 'no answer' }), 'red', '!', 'failed', 'Broken: no answer'],
    [eventOf('reconciled', { found: 'another', reason: 'alias moved' }), 'yellow', '!', 'put right', 'alias moved'],
  ] as const)('of what else is worth telling (%#)', (event, paint, mark, deed, text) => {
    expect(lineAfter(birth, event)).toEqual({ paint, mark, deed, text });
  });
});

test.each([
  ['a lease for a better model', [acquired(FIRST, BASELINE)]],
  ['a publication', [acquired(FIRST, BASELINE), published(FIRST)]],
  ['a check that went well', proven(FIRST, BASELINE)],
  ['standing down', [eventOf('stood-down', {})]],
  ['a pause', [eventOf('paused', {})]],
])('%s is not told', (_what, events) => {
  expect(lineAfter(birth, ...events)).toBeNull();
});

describe('long decimal numbers', () => {
  test.each([
    ['auc is 0.012345678 better', 'auc is 0.0123 better'],
    ['0.7001234 against 0.6999999', '0.7 against 0.7'],
    ['a difference of -0.00012345', 'a difference of -0.000123'],
    ['12.34567 ms', '12.3 ms'],
    ['1234.56789 ms', '1235 ms'],
    ['0.123 stays, and so does 1.2.0', '0.123 stays, and so does 1.2.0'],
    ['5000 rows', '5000 rows'],
  ])('are cut to what counts: %s', (reason, text) => {
    expect(textAfter(birth, registered('promote', reason))).toBe(`1.0.0: ${text}`);
    expect(textAfter(birth, ...canaryOf(FIRST, BASELINE), { ...whole, reason })).toBe(
      `1.0.0 gets all traffic: ${text}`,
    );
    expect(rollbackReason({ cause: 'canary-verdict', reason })).toBe(text);
  });
});

describe('the reason of a rollback', () => {
  test.each([
    ['challenger-errors', 'too many of its requests fail'],
    ['error-rate', 'too many requests fail'],
    ['success-rate', 'too many answers are bad'],
    ['response-time', 'its answers are too slow'],
    ['predict-failure', 'predictions fail'],
  ])('is the alarm %s in words, with its name', (kind, words) => {
    const told = `${words} (alarm ${kind})`;

    expect(rollbackReason({ cause: 'alarm', reason: `ratchet-churn-${kind}` })).toBe(told);
    // as the judge says it that sees an alarm before the rollback does
    expect(rollbackReason({ cause: 'alarm', reason: `ratchet-churn-${kind} names function version 3` })).toBe(told);
  });

  test.each(probationAlarmKinds)('has words for %s, which gives traffic back', (kind) => {
    expect(rollbackReason({ cause: 'alarm', reason: `ratchet-churn-${kind}` })).not.toContain('ratchet-churn');
  });

  test('is the alarm as it is called where there are no words for it', () => {
    expect(rollbackReason({ cause: 'alarm', reason: 'ratchet-churn-throttles' })).toBe('ratchet-churn-throttles');
  });

  test('is what a person said, and that it was a person, even if they name an alarm', () => {
    expect(rollbackReason({ cause: 'manual', reason: 'complaints' })).toBe('by hand: "complaints"');
    expect(rollbackReason({ cause: 'manual', reason: 'ratchet-churn-error-rate' })).toContain('by hand');
  });
});
