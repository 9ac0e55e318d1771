import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { modelDefinitionJsonSchema, parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { presetNames } from '../../../lib/domain/definition/policy-presets.ts';
import { definitionWith, policyJson, smallest } from './definition-samples.ts';

const members = [
  'name',
  'description',
  'preset',
  'target',
  'labels',
  'positiveClass',
  'classes',
  'features',
  'featureRules',
  'outcome',
  'metricPrefix',
  'tenant',
  'tenantHash',
  'privacy',
  'schedules',
  'window',
  'samples',
  'trainers',
  'gate',
  'triggers',
  'canary',
  'limits',
  'rollback',
  'alarms',
  'retention',
  'memory',
  'training',
  'retry',
];

describe('the smallest file', () => {
  test('is about ten lines of JSON and resolves to a whole definition', () => {
    const definition = parseModelDefinition(smallest, 'models/bank-marketing.json');

    expect(Object.keys(definition)).toEqual(members);
    expect(Object.values(definition)).not.toContain(undefined);
    expect(definition).toMatchObject({
      name: 'bank-marketing',
      description: '',
      preset: 'backlink-actions',
      target: 'y',
      positiveClass: 'yes',
      features: { numeric: ['age', 'balance'], categorical: ['job', 'marital'], text: [], dropped: [] },
    });
  });

  test('needs nothing but name, policy, target, class and one feature', () => {
    const { $schema: _, ...required } = { ...smallest, features: { categorical: ['job'] } };

    expect(parseModelDefinition(required, 'a.json').features.categorical).toEqual(['job']);
  });

  test('always resolves to the same definition, whatever the order of its fields', () => {
    const fields = fc.shuffledSubarray(Object.entries(smallest), { minLength: Object.keys(smallest).length });
    fc.assert(
      fc.property(fields, fc.constantFrom(...presetNames), (entries, policy) => {
        const definition = parseModelDefinition({ ...Object.fromEntries(entries), policy }, 'a.json');
        expect(canonicalJson(definition)).toBe(canonicalJson(definitionWith({ policy })));
      }),
      { numRuns: 30 },
    );
  });

  test('is not touched by what happens to its file afterwards', () => {
    const file = structuredClone({ ...smallest, features: { numeric: ['age'] } });
    const definition = parseModelDefinition(file, 'a.json');

    file.features.numeric.push('duration');

    expect(definition.features.numeric).toEqual(['age']);
  });
});

test.each([
  ['a', 'abc'],
  ['bank-marketing', 'bank-marketing'],
  ['forty characters', `a${'-b2'.repeat(13)}`],
])('%s may be a name', (_, name) => {
  expect(definitionWith({ name }).name).toBe(name);
});

test.each(['age', 'default.payment.next.month', 'PAY_0', 'Größe', 'constructor', 'page views', "customer's age"])(
  '%s may be a column',
  (column) => {
    const { features, featureRules } = definitionWith({ features: { numeric: [column] } });

    expect(features.numeric).toEqual([column]);
    expect(Object.keys(featureRules)).toEqual([column]);
  },
);

test('a thousand columns are accepted', () => {
  const column = (index: number) => `c${index}`;
  const numeric = Array.from({ length: 1_000 }, (_, index) => column(index));

  expect(definitionWith({ features: { numeric } }).features.numeric).toHaveLength(1_000);
});

describe('the JSON schema for editors', () => {
  const schema = modelDefinitionJsonSchema();

  test('stands in models/ as the code has it', () => {
    const file: unknown = JSON.parse(readFileSync('models/model-definition.schema.json', 'utf8'));

    expect(file, 'models/model-definition.schema.json is out of date: run npm run schema').toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  test('accepts what the code accepts', () => {
    const editor = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
    const bank: unknown = JSON.parse(readFileSync('models/bank-marketing.json', 'utf8'));

    expect(editor.safeParse(smallest).error).toBeUndefined();
    expect(editor.safeParse(bank).error).toBeUndefined();
    expect(editor.safeParse({ ...smallest, policy: policyJson }).error).toBeUndefined();
  });

  test.each([
    ['an unknown field', { colour: 'blue' }],
    ['an unknown policy', { policy: 'none' }],
    ['a name in capitals', { name: 'Bank' }],
    ['a weight above 1', { canary: { steps: [{ weight: 10, bake: '1h' }] } }],
    ['a duration without a unit', { canary: { poll: '300' } }],
    ['an unknown parameter', { trainers: [{ kind: 'random-forest', parameters: { eta: 1 } }] }],
  ])('refuses %s', (_, fields) => {
    const editor = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));

    expect(editor.safeParse({ ...smallest, ...fields }).success).toBe(false);
  });
});
