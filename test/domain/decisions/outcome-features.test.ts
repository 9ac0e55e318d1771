import { describe, expect, test } from 'vitest';
import { checkFeatures, columnUses, recordedFeatures } from '../../../lib/domain/decisions/outcome-features.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const fields = {
  features: {
    numeric: ['age', 'balance'],
    categorical: ['job', 'customer'],
    text: ['note'],
    dropped: ['duration'],
  },
  featureRules: { balance: { missing: ['none', '-1'] } },
  outcome: { id: 'task', time: 'at' },
  tenant: 'bank',
  tenantHash: 'bank_hash',
  privacy: { hash: ['customer'], drop: ['phone'] },
};

function checked(features: Record<string, string | number | boolean | null>, more: object = {}) {
  const definition = definitionWith({ ...fields, ...more });
  return checkFeatures(features, columnUses(definition), definition.featureRules);
}

test('features are stored as they are given', () => {
  const features = { age: 42, balance: -1.5, job: 'nurse', note: 'called twice' };

  expect(checked(features)).toEqual({ features, problems: [] });
});

test('what must not be stored, and what a whole row has besides, is left out without a word', () => {
  const others = { duration: 7, y: 'yes', task: 't-1', at: 'today', phone: '+49', customer: 'Eve' };

  expect(checked({ age: 42, ...others })).toEqual({ features: { age: 42 }, problems: [] });
});

describe('whose an outcome is', () => {
  test('is stored with it, as the tenant and as its hash', () => {
    const features = { age: 42, bank: 'a', bank_hash: 7 };

    expect(checked(features)).toEqual({ features, problems: [] });
    expect(checked({ bank: 'x'.repeat(1001) }).problems).toHaveLength(1);
  });

  test('is stored where no model may learn from it, and where texts would have to be redacted', () => {
    const features = { ...fields.features, dropped: ['bank'] };

    expect(checked({ bank: 'a' }, { features, privacy: { redact: ['email'] } }).features).toEqual({ bank: 'a' });
  });

  test('is not stored where only a hash of it may be kept', () => {
    expect(checked({ bank: 'a', bank_hash: 7 }, { privacy: { hash: ['bank'] } }).features).toEqual({ bank_hash: 7 });
  });

  test('that is a feature too stays one', () => {
    const features = { ...fields.features, numeric: ['age', 'balance', 'bank'] };

    expect(checked({ bank: 'a' }, { features }).problems).toHaveLength(1);
    expect(checked({ bank: 5 }, { features }).features).toEqual({ bank: 5 });
  });
});

test('a column that the definition does not know is refused by name', () => {
  for (const name of ['agee', 'constructor', '__proto__', '']) {
    const { features, problems } = checked(JSON.parse(`{"${name}":5}`));

    expect(features).toEqual({});
    expect(problems).toEqual([
      { path: `features.${name}`, expected: 'should be a column of the definition', got: '5' },
    ]);
  }
});

test('texts are not stored while they would have to be redacted', () => {
  const privacy = { redact: ['email'] };

  expect(checked({ note: 'eve@example.com', job: 'nurse' }, { privacy }).features).toEqual({ job: 'nurse' });
});

describe('a number', () => {
  test.each([null, '', ' ', 'none', '-1', -1, 0])('may be %j', (balance) => {
    expect(checked({ balance })).toEqual({ features: { balance }, problems: [] });
  });

  test.each(['12', 'None', true, false])('may not be %j', (balance) => {
    const expected = 'should be a number, or missing';

    expect(checked({ balance }).problems).toEqual([
      { path: 'features.balance', expected, got: JSON.stringify(balance) },
    ]);
  });

  test('is missing by the rule of its own feature only', () => {
    expect(checked({ age: 'none' }).problems).toHaveLength(1);
  });
});

describe('a text', () => {
  test.each([
    [1000, 0],
    [1001, 1],
  ])('of %i characters has %i faults', (length, faults) => {
    for (const name of ['job', 'note', 'age']) {
      const { problems } = checked({ [name]: 'x'.repeat(length) });
      const inNumber = name === 'age' ? 1 : faults;
      expect(problems).toHaveLength(inNumber);
    }
  });

  test('may stand for a level as a number or a truth value too', () => {
    const features = { job: 7, note: true };

    expect(checked(features)).toEqual({ features, problems: [] });
  });
});

test('of the features of a prediction only those are stored that the definition allows', () => {
  const uses = columnUses(definitionWith(fields));
  const recorded = { age: 'forty', job: 'nurse', customer: 'Eve', phone: '+49', duration: 7, gone: 1 };

  expect(recordedFeatures(recorded, uses)).toEqual({ age: 'forty', job: 'nurse' });
});
