import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  archiveFolder,
  hashInKey,
  hourFolder,
  outcomeHours,
  outcomeObjectKey,
  parseOutcomeLines,
} from '../../../lib/domain/artifacts/archived-outcomes.ts';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { ArtifactBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { timestamp } from '../../../lib/domain/time.ts';
import { sampleOutcome } from '../../contracts/sample-outcome.ts';

const START = Date.parse('2026-01-31T22:00:00.000Z');
const time = fc.integer({ min: 0, max: 3 * 3_600_000 }).map((offset) => timestamp(START + offset));
const outcome = fc
  .record({ id: fc.constantFrom('a', 'b', 'c', 'é', '\n'), receivedAt: time, label: fc.string({ minLength: 1 }) })
  .map(({ id, ...details }) => sampleOutcome(id, details));
const outcomes = fc.array(outcome, { maxLength: 20 });

const written = (given: readonly StoredOutcome[]) =>
  outcomeHours('churn', given).map(({ folder, text }) => ({ folder, rows: parseOutcomeLines('key', text) }));

test('folders are named by the hour in UTC, and text order is time order', () => {
  expect(hourFolder('churn', '2026-01-31T23:59:59.999Z')).toBe('churn/outcomes/dt=2026-01-31/hour=23/');
  fc.assert(
    fc.property(time, time, (one, other) => {
      const [first, second] = [one, other].sort().map((moment) => hourFolder('churn', moment ?? ''));
      expect((first ?? '') <= (second ?? '')).toBe(true);
      expect(first?.startsWith(archiveFolder('churn'))).toBe(true);
    }),
  );
});

test('every id is written once, as it first arrived, in the hour of its arrival', () => {
  fc.assert(
    fc.property(outcomes, (given) => {
      const hours = written(given);

      for (const { folder, rows } of hours) {
        for (const row of rows) expect(hourFolder('churn', row.receivedAt)).toBe(folder);
        const order = rows.map(({ receivedAt, id }) => `${receivedAt} ${id}`);
        expect(order).toEqual(order.toSorted((one, next) => (one < next ? -1 : 1)));
      }
      const rows = hours.flatMap((hour) => hour.rows);
      expect(rows.map(({ id }) => id).sort()).toEqual([...new Set(given.map(({ id }) => id))].sort());
      for (const row of rows) {
        const arrivals = given.filter(({ id }) => id === row.id).map(({ receivedAt }) => receivedAt);
        expect(row.receivedAt).toBe(arrivals.sort()[0]);
      }
      expect(hours.map(({ folder }) => folder)).toEqual(hours.map(({ folder }) => folder).sort());
    }),
  );
});

test('the order in which outcomes of different ids are given does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(outcome, { selector: ({ id }) => id }), (given) => {
      expect(outcomeHours('churn', given.toReversed())).toEqual(outcomeHours('churn', given));
    }),
  );
});

describe('the name of an object', () => {
  const sha256 = '0123456789abcdef'.repeat(4);

  test('holds its hash', () => {
    const key = outcomeObjectKey('churn/outcomes/dt=2026-01-31/hour=23/', sha256);

    expect(key).toBe(`churn/outcomes/dt=2026-01-31/hour=23/${sha256}.jsonl.gz`);
    expect(hashInKey(key)).toBe(sha256);
  });

  test.each([
    `churn/outcomes/dt=2026-01-31/hour=23/${sha256}.jsonl`,
    `churn/outcomes/dt=2026-01-31/hour=23/${sha256}.jsonl.gz.bak`,
    `churn/outcomes/dt=2026-01-31/hour=23/x${sha256}.jsonl.gz`,
    `churn/outcomes/dt=2026-01-31/hour=23/${sha256.toUpperCase()}.jsonl.gz`,
    'churn/outcomes/dt=2026-01-31/hour=23/',
    `churn/outcomes/${sha256}-jsonl.gz`,
  ])('is refused when it is %s', (key) => {
    expect(() => hashInKey(key)).toThrow(ArtifactBroken);
  });
});

test('a line that is no outcome is named by its number', () => {
  const text = outcomeHours('churn', [sampleOutcome('a'), sampleOutcome('b')])[0]?.text ?? '';

  expect(parseOutcomeLines('key', text)).toHaveLength(2);
  expect(() => parseOutcomeLines('key', `${text}{}\n`)).toThrow(/^line 3 of 'key' is no outcome: /);
  expect(() => parseOutcomeLines('key', text.slice(0, -1))).toThrow(/cut off/);
});

describe('of the wanted predictions', () => {
  const text = fc.constantFrom(
    'p-0',
    '"',
    '\\',
    '"prediction":',
    '"prediction":null',
    '{"id":"q-0"}',
    'é\n',
    '","id":"',
  );
  const linked = fc.record({
    id: fc.uuid(),
    label: text,
    features: fc.dictionary(fc.constantFrom('prediction', '"prediction":', 'age'), fc.oneof(text, fc.constant(null))),
    prediction: fc.option(
      fc.record(
        {
          id: text,
          modelVersion: fc.constant('1.0.0'),
          functionVersion: fc.constant('2'),
          at: time,
          score: fc.double({ min: 0, max: 1, noNaN: true }),
        },
        { requiredKeys: ['id', 'modelVersion', 'functionVersion', 'score'] },
      ),
    ),
  });

  test('exactly those come that are linked with one, whatever texts an outcome has', () => {
    fc.assert(
      fc.property(fc.array(linked, { maxLength: 8 }), text, (given, wanted) => {
        const outcomes = given.map(({ id, ...details }) => sampleOutcome(id, details as Partial<StoredOutcome>));
        const all = outcomeHours('churn', outcomes)
          .map((hour) => hour.text)
          .join('');
        const idOf = ({ prediction }: StoredOutcome) => prediction?.id;

        const read = parseOutcomeLines('key', all, (id) => id === wanted);

        const found = read.filter((one) => idOf(one) === wanted);
        expect(found).toEqual(parseOutcomeLines('key', all).filter((one) => idOf(one) === wanted));
        // what is written with a backslash comes as well, for others to sort out
        for (const one of read) expect(idOf(one) === wanted || /["\\\n]/.test(idOf(one) ?? '')).toBe(true);
      }),
    );
  });

  test('nothing else is looked at, so that a broken line of another does not matter', () => {
    const [hour] = outcomeHours('churn', [sampleOutcome('a')]);
    const broken = (hour?.text ?? '').replace('"label":', '"lable":');

    expect(() => parseOutcomeLines('key', broken)).toThrow(ArtifactBroken);
    expect(parseOutcomeLines('key', broken, () => false)).toEqual([]);
  });
});
