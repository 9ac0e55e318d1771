import { describe, expect, test } from 'vitest';
import { parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { InvalidDefinition } from '../../../lib/domain/errors.ts';
import { faultsOf, faultsWith, smallest } from './definition-samples.ts';

const name = 'should be a name in kebab case of 3 to 40 characters, such as "bank-marketing"';
const column = 'should be a column name of at most 128 characters without commas, quotes or line ends, such as "age"';

const floor = { metric: 'accuracy', mode: 'floor', minimum: 0.85, severity: 'hard' };
const wholeInput =
  'the whole input should be a JSON object, such as {"name": "bank-marketing", "policy": "backlink-actions", ...}';

test.each([
  ['a list', [smallest], /^the whole input should be a JSON object, .*, got \[\{"\$schema"/],
  ['null', null, `${wholeInput}, got null`],
  ['a text', 'bank-marketing', `${wholeInput}, got "bank-marketing"`],
  ['nothing', undefined, `${wholeInput}, got nothing`],
  ['a function', () => smallest, /^the whole input should hold nothing but JSON values, got .*function/],
  [
    'a number that is none',
    { ...smallest, window: { days: Number.NaN } },
    /nothing but JSON values, got .*\$\.window\.days.*NaN/,
  ],
  ['half a character', { ...smallest, description: '\ud800' }, /nothing but JSON values, got .*lone surrogate/],
  [
    'more than 64 KiB',
    { ...smallest, description: 'x'.repeat(65_536) },
    /should be at most 65536 bytes of JSON, got \d{5} bytes/,
  ],
])('%s is no definition', (_, input, sentence) => {
  const faults = faultsOf(input);

  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(sentence);
});

test('a definition of exactly 64 KiB is looked at', () => {
  const padding = 65_536 - JSON.stringify({ ...smallest, description: '' }).length;

  const [fault] = faultsWith({ description: 'x'.repeat(padding) });

  expect(fault).toMatch(/^'description' should be a text of at most 200 characters/);
});

describe('a file with several errors', () => {
  test('reports malformed fields and fields that do not fit together at once', () => {
    const faults = faultsWith({
      name: 'Bank Marketing',
      target: 'job',
      features: { numeric: ['age', 7, 'age'], categorical: ['job'] },
      colour: 'blue',
      canary: {
        poll: '5 minutes',
        steps: [
          { weight: 0.5, bake: '1h' },
          { weight: 0.1, bake: 'long' },
        ],
      },
      limits: { canary: { minimumSuccessRate: '0.8', maximumErrorRate: 0.2 } },
      rollback: { probation: '10d' },
    });

    expect(faults).toEqual([
      `'name' ${name}, got "Bank Marketing"`,
      `'features.numeric[1]' ${column}, got 7`,
      `'canary.steps[1].bake' should be a duration from 10m to 13d, such as "24h", got "long"`,
      `'canary.poll' should be a duration from 60s to 1h, such as "2m", got "5 minutes"`,
      `'limits.canary.minimumSuccessRate' should be a number from 0 to 1, such as 0.8, got "0.8"`,
      `'colour' should not be there: no such field, got "blue"`,
      `'features.numeric[2]' should be a column that occurs once in the features, it stands at features.numeric[0] too, got "age"`,
      `'features.categorical[0]' should be a column other than the target, got "job"`,
      `'canary.steps[1].weight' should be above 0.5, the weight before it, got 0.1`,
      `'limits.canary.maximumErrorRate' should be at most 0.1, the limit after promotion, got 0.2`,
      `'rollback.probation' should be shorter than "7d", the shortest time between two scheduled runs, got "10d"`,
    ]);
  });

  test('names everything that an empty object lacks', () => {
    const fields = faultsOf({}).map((fault) => fault.split(' ')[0]);

    expect(fields).toEqual(["'name'", "'policy'", "'target'", "'features'", "'positiveClass'"]);
  });

  test.each([
    ['canary.poll', { canary: { poll: 'often', maximumHold: '13d' } }],
    ['schedules', { schedules: 'daily' }],
    ['samples.minimum', { samples: { minimum: 'x', trusted: 1 } }],
    ['features.numeric', { features: { numeric: 'age' } }],
    ['features.categorical', { features: { categorical: 'job' }, featureRules: { job: { missing: ['?'] } } }],
    ['outcome.time', { outcome: { id: 'time', time: 5 } }],
    ['labels[1]', { labels: ['no', 5] }],
    ['classes', { positiveClass: undefined, classes: 'several' }],
    ['gate.rules[0].minimum', { policy: 'process-heat', gate: { rules: [{ ...floor, minimum: '0.5' }] } }],
    ['gate.rules[0].severity', { gate: { rules: [{ ...floor, severity: 'firm' }], between: 'hold' } }],
    ['gate.artifactKilobytes.warning', { gate: { artifactKilobytes: { warning: 'x', maximum: 1 } } }],
    ['triggers.drift.psi', { triggers: { require: 'event', drift: { psi: 'high' } } }],
    ['limits.promoted.maximumErrorRate', { limits: { promoted: { maximumErrorRate: 'low' } } }],
    ['rollback.probation', { rollback: { probation: 'long' } }],
    ['alarms.aucWarning.below', { alarms: { aucWarning: { below: 'x' }, aucCritical: { below: 0.9 } } }],
    ['trainers[0].kind', { trainers: [{ kind: 'none' }] }],
    ['window.days', { window: { days: 'all' } }],
  ])('names a malformed %s once and judges nothing against it', (path, fields) => {
    expect(faultsWith(fields).map((fault) => fault.split(' ')[0])).toEqual([`'${path}'`]);
  });

  test('judges what stands in the file although the policy is unknown', () => {
    const faults = faultsWith({ policy: 'none', target: 'age', rollback: { probation: '14d' } });

    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(["'policy'", "'features.numeric[0]'"]);
  });

  test('starts with its source and lists one problem a line', () => {
    const parse = () => parseModelDefinition({ ...smallest, name: 'X', colour: 1 }, 'models/bank.json');

    expect(parse).toThrow(InvalidDefinition);
    expect(parse).toThrow(
      /^models\/bank\.json:\n- 'name' should be .*, got "X"\n- 'colour' should not be there: no such field, got 1$/,
    );
  });

  test('says a single problem in one line', () => {
    const parse = () => parseModelDefinition({ ...smallest, colour: 1 }, 'models/bank.json');

    expect(parse).toThrow(/^models\/bank\.json: 'colour' should not be there: no such field, got 1$/);
  });
});

test('a member named __proto__ is unknown and changes nothing', () => {
  const input: unknown = JSON.parse(JSON.stringify(smallest).replace('{', '{"__proto__": {"name": "other"}, '));

  expect(faultsOf(input)).toEqual([`'__proto__' should not be there: no such field, got {"name":"other"}`]);
});
