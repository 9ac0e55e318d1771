import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

/** What is wrong, the fields that replace those of the smallest file, and the sentence that refuses them. */
const wrongFields: [what: string, fields: object, sentence: string][] = [
  [
    'a drift threshold above 1',
    { triggers: { drift: { psi: 25 } } },
    `'triggers.drift.psi' should be a number from 0 to 1, such as 0.25, got 25`,
  ],
  [
    'a trigger that is only half turned off',
    { triggers: { drift: null } },
    `'triggers.drift' should be {"psi": 0.25}, or false to turn it off, got null`,
  ],
  [
    'a lookback in hours',
    { triggers: { performance: { lookback: '720h' } } },
    `'triggers.performance.lookback' should be whole days from 1d to 365d, such as "30d", got "720h"`,
  ],
  [
    'events required while none can occur',
    { triggers: { require: 'event' } },
    `'triggers.require' should be "any" while drift, performance and volume are off, or nothing would ever retrain, got "event"`,
  ],
  [
    'predictions that are gone before a window of drift is counted',
    { triggers: { drift: { windows: 3 } }, retention: { predictions: '3d' } },
    `'retention.predictions' should be more days than triggers.drift.windows (3), or requests would be gone before a window of drift is counted, got "3d"`,
  ],
  [
    'a weight of all traffic',
    { canary: { steps: [{ weight: 1, bake: '24h' }] } },
    `'canary.steps[0].weight' should be a share of traffic above 0 and below 1, such as 0.1, got 1`,
  ],
  [
    'weights that do not rise',
    {
      canary: {
        steps: [
          { weight: 0.1, bake: '1h' },
          { weight: 0.1, bake: '1h' },
        ],
      },
    },
    `'canary.steps[1].weight' should be above 0.1, the weight before it, got 0.1`,
  ],
  [
    'a canary without steps',
    { canary: { steps: [] } },
    `'canary.steps' should be a list of 1 to 10 steps, such as [{"weight": 0.1, "bake": "24h"}], got []`,
  ],
  [
    'a duration with a space',
    { canary: { steps: [{ weight: 0.1, bake: '24 h' }] } },
    `'canary.steps[0].bake' should be a duration from 10m to 13d, such as "24h", got "24 h"`,
  ],
  [
    'a poll that is too short',
    { canary: { poll: '59s' } },
    `'canary.poll' should be a duration from 60s to 1h, such as "2m", got "59s"`,
  ],
  [
    'a poll that is too long',
    { canary: { poll: '61m' } },
    `'canary.poll' should be a duration from 60s to 1h, such as "2m", got "61m"`,
  ],
  [
    'a success rate in percent',
    { limits: { canary: { minimumSuccessRate: 80 } } },
    `'limits.canary.minimumSuccessRate' should be a number from 0 to 1, such as 0.8, got 80`,
  ],
  [
    'a laxer success rate in canary',
    { limits: { canary: { minimumSuccessRate: 0.74 } } },
    `'limits.canary.minimumSuccessRate' should be at least 0.75, the limit after promotion, got 0.74`,
  ],
  [
    'a laxer error rate in canary',
    { limits: { promoted: { maximumErrorRate: 0.04 } } },
    `'limits.canary.maximumErrorRate' should be at most 0.04, the limit after promotion, got 0.05 from the policy`,
  ],
  [
    'a laxer response time in canary',
    { limits: { canary: { maximumResponseMilliseconds: 201 } } },
    `'limits.canary.maximumResponseMilliseconds' should be at most 200, the limit after promotion, got 201`,
  ],
  [
    'a watch longer than a week',
    { rollback: { watch: '8d' } },
    `'rollback.watch' should be a duration from 25m to 7d, such as "1h", got "8d"`,
  ],
  [
    'a probation as long as the time between two runs',
    { rollback: { probation: '7d' } },
    `'rollback.probation' should be shorter than "7d", the shortest time between two scheduled runs, got "7d"`,
  ],
  [
    'schedules closer together than the probation of the policy',
    { schedules: [{ cron: '0 2,14 * * *' }] },
    `'rollback.probation' should be shorter than "12h", the shortest time between two scheduled runs, got "24h" from the policy`,
  ],
  [
    'an alarm in seconds',
    { alarms: { aucWarning: { below: 0.65, for: '90s' } } },
    `'alarms.aucWarning.for' should be minutes or hours from 1m to 24h, such as "30m", got "90s"`,
  ],
  [
    'a critical level above the warning',
    { policy: 'lead-conversion', alarms: { aucCritical: { below: 0.7 } } },
    `'alarms.aucCritical.below' should be below 0.65, the level of the warning, got 0.7`,
  ],
  [
    'fewer than three function versions',
    { retention: { functionVersions: 2 } },
    `'retention.functionVersions' should be a whole number from 3 to 200, such as 20, got 2`,
  ],
  [
    'a log period that CloudWatch does not know',
    { retention: { logs: '31d' } },
    `'retention.logs' should be a period CloudWatch Logs knows, such as "30d": 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days, got "31d"`,
  ],
  [
    'hashing a number',
    { privacy: { hash: ['age'] } },
    `'privacy.hash[0]' should be a column that works as a hash, not the target, the time or a number, got "age"`,
  ],
  [
    'dropping a feature',
    { privacy: { drop: ['phone', 'job'] } },
    `'privacy.drop[1]' should be a column that nothing else in the definition needs, got "job"`,
  ],
  [
    'hashing and dropping one column',
    { privacy: { hash: ['customer'], drop: ['customer'] } },
    `'privacy.drop[0]' should be a column that is not in privacy.hash as well, got "customer"`,
  ],
  [
    'redacting names',
    { privacy: { redact: ['name'] } },
    `'privacy.redact[0]' should be "email" or "phone", got "name"`,
  ],
  [
    'too little memory',
    { memory: { train: 127 } },
    `'memory.train' should be a whole number from 128 to 10240, such as 3008, got 127`,
  ],
  [
    'more memory than Lambda has',
    { memory: { predict: 10_241 } },
    `'memory.predict' should be a whole number from 128 to 10240, such as 512, got 10241`,
  ],
  [
    'an engine that nobody has',
    { training: { engine: 'mainframe' } },
    `'training.engine' should be "auto" or "lambda" or "fargate", got "mainframe"`,
  ],
];

test.each(wrongFields)('%s is refused with its path, what was expected and what was got', (_, fields, sentence) => {
  expect(faultsWith(fields)).toEqual([sentence]);
});
