import { describe, expect, test } from 'vitest';
import { storedOutcomeSchema } from '../../../lib/domain/artifacts/outcome.ts';
import { checkOutcome } from '../../../lib/domain/decisions/outcome-check.ts';
import { columnUses } from '../../../lib/domain/decisions/outcome-features.ts';
import type { FoundPrediction } from '../../../lib/domain/decisions/prediction-link.ts';
import type { GivenOutcome } from '../../../lib/domain/steps/feedback-request.ts';
import { samplePrediction } from '../../contracts/prediction-store-contract.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const receivedAt = '2026-01-05T10:15:00.000Z';
const given: GivenOutcome = { id: 'a', time: '2026-01-05T10:00:00+01:00', label: 'yes', features: { age: 42 } };

function check(details: Partial<GivenOutcome> = {}, found: FoundPrediction | null = null, fields: object = {}) {
  const definition = definitionWith(fields);
  return checkOutcome({ ...given, ...details }, found, { definition, uses: columnUses(definition), receivedAt });
}

const prediction = samplePrediction('p', { rows: [{ features: { age: 1, job: 'cook', gone: 2 }, score: 0.25 }] });

test('an outcome is stored with its time in UTC and the time of its arrival', () => {
  const { outcome, refused } = check();

  expect(refused).toBeNull();
  expect(outcome).toEqual({
    schema: 'ratchet.outcome/1',
    id: 'a',
    time: '2026-01-05T09:00:00.000Z',
    label: 'yes',
    features: { age: 42 },
    prediction: null,
    receivedAt,
  });
  expect(storedOutcomeSchema.parse(outcome)).toEqual(outcome);
});

describe('a label', () => {
  const labels = { labels: ['yes', 'no', '1', 'true'] };

  test.each(['yes', 1, true, '1'])('may be %j where its text is listed', (label) => {
    expect(check({ label }, null, labels).outcome?.label).toBe(String(label));
  });

  test.each(['Yes', 0, false, 'maybe'])('may not be %j where its text is not listed', (label) => {
    const expected = `'label' should be "yes" or "no" or "1" or "true", got ${JSON.stringify(label)}`;

    expect(check({ label }, null, labels).refused).toEqual({ id: 'a', reason: expected });
  });

  test('may be anything where none are listed', () => {
    expect(check({ label: 'anything' }).outcome?.label).toBe('anything');
  });
});

describe('a time', () => {
  test.each([
    ['2026-01-06T10:15:00Z', true],
    ['2026-01-06T10:15:00.001Z', false],
    ['2026-01-06T11:15:00+01:00', true],
    ['9999-12-31T23:59:59-12:00', false],
    ['1970-01-01T00:00:00Z', true],
  ])('%s, where a day ahead is the most: stored %s', (time, stored) => {
    const { outcome, refused } = check({ time });

    expect(outcome !== null).toBe(stored);
    if (!stored) expect(refused?.reason).toContain("'time' should be at most a day after 2026-01-05T10:15:00.000Z");
  });

  test('before the year zero is refused, for no one could sort by it', () => {
    expect(check({ time: '0000-01-01T00:00:00+12:00' }).refused?.reason).toMatch(/^'time' should be/);
  });
});

describe('a prediction', () => {
  test('that is known is linked, and lends its features to an outcome without', () => {
    const { outcome } = check({ features: undefined, predictionId: 'p' }, { record: prediction, index: null });

    expect(outcome?.prediction).toEqual({
      id: 'p-0',
      modelVersion: '1.2.0',
      functionVersion: '7',
      at: prediction.at,
      score: 0.25,
    });
    expect(outcome?.features).toEqual({ age: 1, job: 'cook' });
  });

  test('lends its features to an outcome that says no more than whose it is', () => {
    const features = { bank: 'north' };
    const found = { record: prediction, index: 0 };

    const { outcome } = check({ features }, found, { tenant: 'bank' });

    expect(outcome?.features).toEqual({ age: 1, job: 'cook', bank: 'north' });
    const own = check({ features: { ...features, age: 42 } }, found, { tenant: 'bank' });
    expect(own.outcome?.features).toEqual({ age: 42, bank: 'north' });
  });

  test('leaves an outcome with features those that it has', () => {
    expect(check({}, { record: prediction, index: 0 }).outcome).toMatchObject({
      features: { age: 42 },
      prediction: { id: 'p-0' },
    });
  });

  test('of which there is no such row leaves the outcome unlinked', () => {
    expect(check({}, { record: prediction, index: 1 }).outcome?.prediction).toBeNull();
  });

  test('of several rows has to be told which', () => {
    const record = { ...prediction, rows: [...prediction.rows, ...prediction.rows] };

    expect(check({}, { record, index: null }).refused?.reason).toContain('should name one of its 2 rows');
  });
});

test('everything that is wrong is named at once', () => {
  const wrong = { label: 'maybe', time: '2027-01-01T00:00:00Z', features: { agee: 1, age: 'old' } };

  const reason = check(wrong, null, { labels: ['yes', 'no'] }).refused?.reason ?? '';

  expect(reason.split('; ').map((sentence) => sentence.split("'")[1])).toEqual([
    'label',
    'time',
    'features.agee',
    'features.age',
  ]);
});

test('an outcome that no table can hold is refused', () => {
  const numeric = Array.from({ length: 300 }, (_, index) => `c${index}`);
  const withTexts = (length: number) =>
    check({ features: Object.fromEntries(numeric.map((name) => [name, 'x'.repeat(length)])) }, null, {
      features: { numeric: ['age'], categorical: numeric },
    });

  expect(withTexts(980).outcome).not.toBeNull();
  expect(withTexts(1000).refused?.reason).toMatch(/should be at most 300000 bytes of JSON, got 30\d{4}$/);
});
