import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

const cronForms =
  'should be a cron of five unix fields, such as "17 3 * * *", or of six AWS fields, such as "17 3 * * ? *"';
const rule = { metric: 'accuracy', mode: 'floor', minimum: 0.85, severity: 'hard' };
const auc = { metric: 'auc', mode: 'absolute', minimum: 0.01, severity: 'hard' };

/** What is wrong, the fields that replace those of the smallest file, and the sentence that refuses them. */
const wrongFields: [what: string, fields: object, sentence: string][] = [
  [
    'a cron of three fields',
    { schedules: [{ cron: '17 3 *' }] },
    `'schedules[0].cron' ${cronForms} (there should be five or six fields), got "17 3 *"`,
  ],
  [
    'an hour that no day has',
    { schedules: [{ cron: '0 24 * * *' }] },
    `'schedules[0].cron' ${cronForms} (the hour "24" is not from 0 to 23), got "0 24 * * *"`,
  ],
  [
    'a day of month or a day of week',
    { schedules: [{ cron: '0 2 1 * SUN' }] },
    `'schedules[0].cron' ${cronForms} (EventBridge cannot run on a day of month or a day of week: give two schedules instead), got "0 2 1 * SUN"`,
  ],
  [
    'a time zone that does not exist',
    { schedules: [{ cron: '0 2 * * 0', timeZone: 'Europe/Bern' }] },
    `'schedules[0].timeZone' should be a time zone of the IANA database, such as "UTC" or "Europe/Berlin", got "Europe/Bern"`,
  ],
  [
    'two schedules of one name',
    {
      schedules: [
        { name: 'weekly', cron: '0 2 * * 0' },
        { name: 'weekly', cron: '0 2 * * 3' },
      ],
    },
    `'schedules[1].name' should be unlike the name of schedules[0], got "weekly"`,
  ],
  [
    'a name that another schedule has without saying so',
    { schedules: [{ name: 'schedule-2', cron: '0 2 * * 0' }, { cron: '0 2 * * 3' }] },
    `'schedules[1].name' should be unlike the name of schedules[0], got nothing`,
  ],
  [
    'one schedule in two spellings',
    { schedules: [{ cron: '0 2 * * 0' }, { cron: '0 2 ? * SUN *' }] },
    `'schedules[1].cron' should be unlike the cron of schedules[0], got "0 2 ? * SUN *"`,
  ],
  [
    'eleven schedules',
    { schedules: Array.from({ length: 11 }, (_, index) => ({ cron: `${index} 2 * * 0` })) },
    `'schedules' should be a list of at most 10 schedules, such as [{"cron": "17 3 * * *"}], got [{"cron":"0 2 * * 0"},{"cron":"1 2 * * 0"},{"cron":"2 2 * * 0"},{"cron":"3 2 * …`,
  ],
  [
    'two kinds of window',
    { window: { days: 30, since: 'last-retrain' } },
    `'window' should be either {"days": 90} or {"since": "last-retrain"}, got {"days":30,"since":"last-retrain"}`,
  ],
  [
    'a window that is too short',
    { window: { days: 6 } },
    `'window.days' should be a whole number from 7 to 730, such as 90, got 6`,
  ],
  [
    'a window that is too long',
    { window: { days: 731 } },
    `'window.days' should be a whole number from 7 to 730, such as 90, got 731`,
  ],
  [
    'half a sample',
    { samples: { minimum: 50.5 } },
    `'samples.minimum' should be a whole number from 1 to 100000000, such as 50, got 50.5`,
  ],
  [
    'a trusted count below the minimum',
    { samples: { minimum: 200 } },
    `'samples.trusted' should be at least 200, the minimum to train at all, got 100 from the policy`,
  ],
  [
    'an unknown metric in the gate',
    { gate: { rules: [{ ...auc, metric: 'roc' }] } },
    `'gate.rules[0].metric' should be "auc" or "accuracy" or "f1" or "macro-f1" or "log-loss" or "brier" or "failure-rate-reduction", got "roc"`,
  ],
  [
    'a floor of a metric that falls as it gets better',
    { gate: { rules: [{ ...rule, metric: 'log-loss' }] } },
    `'gate.rules[0].mode' should be "absolute" or "relative" for log-loss, got "floor"`,
  ],
  [
    'a floor below zero',
    { gate: { rules: [{ ...rule, minimum: -0.1 }] } },
    `'gate.rules[0].minimum' should be from 0 to 1 in mode "floor", such as 0.85, got -0.1`,
  ],
  [
    'an accuracy floor of process-heat below .85',
    { policy: 'process-heat', gate: { rules: [{ ...rule, minimum: 0.8499 }] } },
    `'gate.rules[0].minimum' should be at least 0.85, the accuracy floor of process-heat, got 0.8499`,
  ],
  [
    'an accuracy floor of process-heat that a trigger lowers',
    { policy: 'process-heat', gate: { rules: [{ ...rule, triggers: { manual: 0.5 } }] } },
    `'gate.rules[0].triggers.manual' should be at least 0.85, the accuracy floor of process-heat, got 0.5`,
  ],
  [
    'process-heat without its accuracy floor',
    { policy: 'process-heat', gate: { rules: [auc] } },
    `'gate.rules' should hold the accuracy floor of process-heat, {"metric": "accuracy", "mode": "floor", "minimum": 0.85, "severity": "hard"}, got [{"metric":"auc","minimum":0.01,"mode":"absolute","severity":"hard"}]`,
  ],
  [
    'an accuracy floor of process-heat that only warns',
    { policy: 'process-heat', gate: { rules: [{ ...rule, severity: 'soft' }] } },
    `'gate.rules' should hold the accuracy floor of process-heat, {"metric": "accuracy", "mode": "floor", "minimum": 0.85, "severity": "hard"}, got [{"metric":"accuracy","minimum":0.85,"mode":"floor","severity":"soft"}]`,
  ],
  [
    'a band of rejection above zero',
    { gate: { rejectBelow: 0.005 } },
    `'gate.rejectBelow' should be a number from -1 to 0, such as -0.005, got 0.005`,
  ],
  [
    'an A/B test with nothing in between',
    { gate: { between: 'a-b-test' } },
    `'gate.between' should be "reject" while the first rule has the minimum 0: no gain lies between, got "a-b-test"`,
  ],
  [
    'an A/B test on a floor',
    { gate: { rules: [rule], between: 'hold' } },
    `'gate.rules[0].mode' should be "absolute" or "relative": the first rule is the one that rejectBelow and between speak of, got "floor"`,
  ],
  [
    'a confidence that is certainty',
    { gate: { confidence: 1 } },
    `'gate.confidence' should be a number from 0.5 to below 1, such as 0.9, got 1`,
  ],
  [
    'an unknown guardrail',
    { gate: { guardrails: [{ metric: 'recall', margin: 0.01 }] } },
    `'gate.guardrails[0].metric' should be "auc" or "accuracy" or "f1" or "macro-f1" or "log-loss" or "brier" or "slice-auc", got "recall"`,
  ],
  [
    'one guardrail twice',
    {
      gate: {
        guardrails: [
          { metric: 'accuracy', margin: 0.01 },
          { metric: 'accuracy', margin: 0.02 },
        ],
      },
    },
    `'gate.guardrails[1]' should occur once, it stands at gate.guardrails[0] too, got "accuracy"`,
  ],
  [
    'a guardrail of slices without slices',
    { gate: { guardrails: [{ metric: 'slice-auc', margin: 0.02 }] } },
    `'gate.guardrails[0].metric' should stand next to gate.slices, the feature whose values are the slices, got "slice-auc"`,
  ],
  ['slices of a number', { gate: { slices: 'age' } }, `'gate.slices' should be one of features.categorical, got "age"`],
  [
    'slices of several classes',
    { positiveClass: undefined, classes: ['low', 'high'], gate: { slices: 'job' } },
    `'gate.slices' should be false without a positiveClass: slices have one AUC each, got "job"`,
  ],
  [
    'an artefact that fails before it warns',
    { gate: { artifactKilobytes: { warning: 2000, maximum: 1000 } } },
    `'gate.artifactKilobytes.warning' should be at most 1000, the maximum, got 2000`,
  ],
];

test.each(wrongFields)('%s is refused with its path, what was expected and what was got', (_, fields, sentence) => {
  expect(faultsWith(fields)).toEqual([sentence]);
});
