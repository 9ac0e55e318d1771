import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conclusionAnswer, conclusionEvent, isConclusion } from '../../../lib/domain/decisions/conclusion.ts';
import { ledgerEventSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import type { StepInput } from '../../../lib/domain/steps/step-contracts.ts';
import { bootstrapped, ledgerOf, minute, RETRAIN } from '../ledger/ledger-samples.ts';

const execution = { arn: RETRAIN, name: 'monday', startedAt: minute(1) };
type Input = StepInput<'conclude'>;

function eventOf(input: Partial<Input>) {
  return conclusionEvent({ execution, request: {}, outcome: 'failed', code: 'E', reason: 'r', ...input }, minute(2));
}

const reasonOf = (reason: string) => eventOf({ reason }).reason;
const lambdaError = (errorMessage: string, more: object = {}) =>
  JSON.stringify({ errorType: 'TypeError', errorMessage, trace: ['TypeError: x', '    at "quoted"'], ...more });

describe('the entry of an end', () => {
  test('has its code as skipped, its error as failed, and neither as stood-down', () => {
    expect(eventOf({ outcome: 'skipped', code: 'Held' })).toMatchObject({ type: 'skipped', code: 'Held' });
    expect(eventOf({ outcome: 'failed', code: 'States.Timeout' })).toMatchObject({ error: 'States.Timeout' });
    expect(eventOf({ outcome: 'stood-down', code: 'RolledBack' })).toEqual({
      type: 'stood-down',
      at: minute(2),
      actor: { kind: 'console', id: 'console' },
      execution: RETRAIN,
      reason: 'r',
      evidence: [],
    });
  });

  test('has the numbers that it rests on', () => {
    const evidence = [{ metric: 'TooFewSamples', value: 49, threshold: 50, n: 49, interval: null }];

    expect(eventOf({ outcome: 'skipped', evidence }).evidence).toEqual(evidence);
    expect(eventOf({ outcome: 'skipped' }).evidence).toEqual([]);
  });

  test('names who asked, even for a request that failed because it is wrong', () => {
    expect(eventOf({ request: { trigger: 'schedule', schedule: 'weekly' } }).actor.id).toBe('weekly');
    expect(eventOf({ request: { trigger: 'nonsense' } }).actor.id).toBe('console');
  });

  test.each([
    [80, 'x'.repeat(80)],
    [81, `${'x'.repeat(79)}…`],
  ])('has a code of %i characters as far as it fits', (length, code) => {
    expect(eventOf({ outcome: 'skipped', code: 'x'.repeat(length) })).toMatchObject({ code });
    expect(eventOf({ outcome: 'failed', code: 'x'.repeat(length) })).toMatchObject({ error: code });
  });
});

describe('the reason of an end', () => {
  test.each([
    ['a sentence', 'there is no new data', 'there is no new data'],
    ['a sentence in braces', '{no JSON}', '{no JSON}'],
    ['the message of a Lambda error', lambdaError('x is not a function'), 'x is not a function'],
    ['a message with quotes and lines', lambdaError('a "quoted"\n- line\\'), 'a "quoted"\n- line\\'],
    ['a message that is empty', lambdaError(''), 'failed: E'],
    ['JSON without a message', '{"errorType":"Unknown"}', '{"errorType":"Unknown"}'],
    ['nothing', '', 'failed: E'],
    ['blanks', ' \n ', 'failed: E'],
    ['a message that JSON escapes', '{"errorMessage":"caf\\u00e9 \\/ bar"}', 'café / bar'],
  ])('is %s', (_, reason, text) => {
    expect(reasonOf(reason)).toBe(text);
  });

  test('is the message even when the JSON was cut off, wherever that was', () => {
    const whole = lambdaError('a "quoted" \u0007 message \u2028 of many characters', { more: 'x'.repeat(100) });
    const start = whole.indexOf('a \\"quoted');

    for (let length = start + 1; length < whole.length; length += 1) {
      const text = reasonOf(whole.slice(0, length));
      expect('a "quoted" \u0007 message \u2028 of many characters'.startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  test.each([
    [1000, 'y'.repeat(1000)],
    [1001, `${'y'.repeat(999)}…`],
  ])('of %i characters is cut where it is too long', (length, text) => {
    expect(reasonOf('y'.repeat(length))).toBe(text);
    expect(reasonOf(lambdaError('y'.repeat(length)))).toBe(text);
  });

  test('has no half of a character, which could not be stored', () => {
    const text = reasonOf(lambdaError(`y${'🔥'.repeat(5000)}`).slice(0, 4000));

    expect(text.isWellFormed()).toBe(true);
    expect(text).toHaveLength(1000);
  });
});

test('whatever is given makes an entry that can be written and read back', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => lambdaError(text)),
    fc.tuple(fc.string({ unit: 'binary' }), fc.nat(200)).map(([text, end]) => lambdaError(text).slice(0, end)),
  );
  const outcomes = fc.constantFrom('skipped', 'failed', 'stood-down');
  fc.assert(
    fc.property(
      outcomes,
      texts,
      fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
      (outcome, reason, code) => {
        const event = eventOf({ outcome, reason, code });

        expect(ledgerEventSchema.parse(event)).toEqual(event);
        const [, entry] = ledgerOf([bootstrapped(), event]);
        expect(entry && isConclusion(entry)).toBe(true);
      },
    ),
  );
});

test('the answer is what the entry says, whatever the second attempt says', () => {
  const [birth, skipped, failed, stoodDown] = ledgerOf([
    bootstrapped(),
    eventOf({ outcome: 'skipped', code: 'Held', reason: 'probation' }),
    { ...eventOf({ outcome: 'failed', code: 'E', reason: 'broken' }), at: minute(3) },
    { ...eventOf({ outcome: 'stood-down', reason: 'too late' }), at: minute(4) },
  ]);
  if (!birth || !skipped || !failed || !stoodDown) throw new Error('four entries');

  expect(conclusionAnswer(skipped, 'Other')).toEqual({ sequence: 2, code: 'Held', reason: 'probation' });
  expect(conclusionAnswer(failed, 'Other')).toEqual({ sequence: 3, code: 'E', reason: 'broken' });
  expect(conclusionAnswer(stoodDown, 'RolledBack')).toEqual({ sequence: 4, code: 'RolledBack', reason: 'too late' });
  expect(isConclusion(birth)).toBe(false);
});
