import { expect, test } from 'vitest';
import { faultsWith, policyJson } from './definition-samples.ts';

const name = 'should be a name in kebab case of 3 to 40 characters, such as "bank-marketing"';
const column = 'should be a column name of at most 128 characters without commas, quotes or line ends, such as "age"';
const manyColumns = Array.from({ length: 600 }, (_, index) => `c${index}`);
const moreColumns = Array.from({ length: 401 }, (_, index) => `d${index}`);

/** What is wrong, the fields that replace those of the smallest file, and the sentence that refuses them. */
const wrongFields: [what: string, fields: object, sentence: string][] = [
  ['a name in capitals', { name: 'Bank' }, `'name' ${name}, got "Bank"`],
  ['a name that is too short', { name: 'ab' }, `'name' ${name}, got "ab"`],
  ['a name that is too long', { name: 'a'.repeat(41) }, `'name' ${name}, got "${'a'.repeat(41)}"`],
  ['a name of two hyphens in a row', { name: 'bank--marketing' }, `'name' ${name}, got "bank--marketing"`],
  ['a missing name', { name: undefined }, `'name' ${name}, got nothing`],
  [
    'a long description',
    { description: 'x'.repeat(201) },
    `'description' should be a text of at most 200 characters, got "${'x'.repeat(78)}…`,
  ],
  [
    'an unknown policy',
    { policy: 'lead-conversions' },
    `'policy' should be "lead-conversion", "backlink-actions", "process-heat", "feed-ranker", "backlink-lifecycle" or the JSON {retrain, canary, rollback}, got "lead-conversions"`,
  ],
  [
    'a wrong value in the JSON of a policy',
    { policy: { ...policyJson, retrain: { ...policyJson.retrain, day: 'caturday' } } },
    `'policy.retrain.day' should be "sunday" or "monday" or "tuesday" or "wednesday" or "thursday" or "friday" or "saturday", got "caturday"`,
  ],
  [
    'a percentage in the JSON of a policy that is none',
    { policy: { ...policyJson, canary: { ...policyJson.canary, percentage: 10 } } },
    `'policy.canary.percentage' should be a share of traffic above 0 and below 1, such as 0.1, got 10`,
  ],
  [
    'an unknown member in the JSON of a policy',
    { policy: { ...policyJson, monitoring: true } },
    `'policy.monitoring' should not be there: no such field, got true`,
  ],
  [
    'limits in the JSON of a policy that turn laxer in canary',
    {
      policy: {
        ...policyJson,
        canary: { ...policyJson.canary, thresholds: { ...policyJson.canary.thresholds, max_error_rate: 0.2 } },
      },
    },
    `'policy.canary.thresholds.max_error_rate' should be at most 0.1, the limit after promotion, got 0.2`,
  ],
  ['an unknown field', { feature: ['age'] }, `'feature' should not be there: no such field, got ["age"]`],
  ['a target that is no column name', { target: 'a,b' }, `'target' ${column}, got "a,b"`],
  [
    'a target that is a feature',
    { target: 'age' },
    `'features.numeric[0]' should be a column other than the target, got "age"`,
  ],
  [
    'a dropped target',
    { features: { numeric: ['age'], dropped: ['y'] } },
    `'features.dropped[0]' should be a column other than the target, got "y"`,
  ],
  [
    'neither a positive class nor classes',
    { positiveClass: undefined },
    `'positiveClass' should be the label that counts as positive, such as "yes", or give classes, got nothing`,
  ],
  [
    'a positive class and classes',
    { classes: ['yes', 'no'] },
    `'classes' should be left out next to positiveClass: give exactly one of the two, got ["yes","no"]`,
  ],
  [
    'a single class',
    { positiveClass: undefined, classes: ['yes'] },
    `'classes' should be a list of 2 to 1000 labels, such as ["booked", "ghosted"], got ["yes"]`,
  ],
  [
    'a class that occurs twice',
    { positiveClass: undefined, classes: ['a', 'b', 'a'] },
    `'classes[2]' should occur once, it stands at classes[0] too, got "a"`,
  ],
  [
    'labels next to classes',
    { positiveClass: undefined, classes: ['a', 'b'], labels: ['a', 'b', 'c'] },
    `'labels' should be left out next to classes, which are the labels already, got ["a","b","c"]`,
  ],
  [
    'a positive class that is no label',
    { labels: ['booked', 'ghosted', 'qualified'] },
    `'positiveClass' should be one of the labels ["booked","ghosted","qualified"], got "yes"`,
  ],
  [
    'an empty label',
    { labels: ['yes', ''] },
    `'labels[1]' should be a label of 1 to 64 characters, such as "booked", got ""`,
  ],
  [
    'features that are a list',
    { features: ['age'] },
    `'features' should be an object with lists of columns, such as {"numeric": ["age"], "categorical": ["job"]}, got ["age"]`,
  ],
  ['a feature that is no text', { features: { numeric: ['age', 5] } }, `'features.numeric[1]' ${column}, got 5`],
  [
    'a feature of the name __proto__',
    { features: { numeric: ['age', '__proto__'] } },
    `'features.numeric[1]' should be a column name other than __proto__, such as "age", got "__proto__"`,
  ],
  [
    'features without anything to train on',
    { features: { text: ['comment'] } },
    `'features' should have at least one numeric or categorical column, such as {"numeric": ["age"]}, got {"text":["comment"]}`,
  ],
  [
    'a column in two lists',
    { features: { numeric: ['age'], dropped: ['id', 'age'] } },
    `'features.dropped[1]' should be a column that occurs once in the features, it stands at features.numeric[0] too, got "age"`,
  ],
  [
    'more than a thousand columns in all',
    { features: { numeric: manyColumns, categorical: moreColumns } },
    `'features' should have at most 1000 columns in all, got 1001 columns`,
  ],
  [
    'the rule of a feature that is not there',
    { featureRules: { jop: { missing: ['unknown'] } } },
    `'featureRules.jop' should be the rule of a numeric or categorical feature, got {"missing":["unknown"]}`,
  ],
  [
    'levels of a numeric feature',
    { featureRules: { age: { levels: ['young'] } } },
    `'featureRules.age.levels' should be left out: only a categorical feature has levels, got ["young"]`,
  ],
  [
    'a share of unknown values above 1',
    { featureRules: { job: { maximumUnknownShare: 95 } } },
    `'featureRules.job.maximumUnknownShare' should be a number from 0 to 1, such as 0.5, got 95`,
  ],
  [
    'an outcome id that is a feature',
    { outcome: { id: 'age' } },
    `'outcome.id' should be a column that is neither the target nor a feature, got "age"`,
  ],
  [
    'a feature that is called like the time column',
    { features: { numeric: ['time'] } },
    `'outcome.time' should be a column that is neither the target nor a feature, got nothing, which means "time"`,
  ],
  [
    'one column for id and time',
    { outcome: { id: 'stamp', time: 'stamp' } },
    `'outcome.time' should be a column other than outcome.id, got "stamp"`,
  ],
  [
    'a hash of tenants that is the target',
    { tenant: 'account', tenantHash: 'y' },
    `'tenantHash' should be a column other than the target, got "y"`,
  ],
  [
    'a hash of tenants without tenants',
    { tenantHash: 'account_hash' },
    `'tenantHash' should be left out where there is no tenant, got "account_hash"`,
  ],
  [
    'a hash of tenants that is the tenant',
    { tenant: 'account', tenantHash: 'account' },
    `'tenantHash' should be a column other than the tenant, got "account"`,
  ],
  [
    'a hash of tenants that is never stored',
    { tenant: 'account', tenantHash: 'account_hash', privacy: { drop: ['account_hash'] } },
    `'privacy.drop[0]' should be a column that nothing else in the definition needs, got "account_hash"`,
  ],
  ['a tenant that is the target', { tenant: 'y' }, `'tenant' should be a column other than the target, got "y"`],
  [
    'a metric prefix with a hyphen',
    { metricPrefix: 'bank-lead' },
    `'metricPrefix' should be a metric prefix of at most 32 characters, such as "lead", got "bank-lead"`,
  ],
];

test.each(wrongFields)('%s is refused with its path, what was expected and what was got', (_, fields, sentence) => {
  expect(faultsWith(fields)).toEqual([sentence]);
});
