import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

const cronForms =
  'should be a cron of five unix fields, such as "17 3 * * *", or of six AWS fields, such as "17 3 * * ? *"';
const rule = { metric: 'accuracy', mode: 'floor', minimum: 0.85, severity: 'hard' };
const trees = { kind: 'gradient-boosted-trees' };
const voteOf = (members: object[], more: object = {}) => ({ trainers: [{ kind: 'soft-vote', members, ...more }] });
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
    'an unknown trainer',
    { trainers: [{ kind: 'deep-mlp' }] },
    `'trainers[0].kind' should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost", "lightgbm", "soft-vote" or "external", got "deep-mlp"`,
  ],
  [
    'a trainer of the owner without any code',
    { trainers: [{ kind: 'external' }] },
    `'trainers[0]' should have an image or a module, and not both, such as {"module": "trainers/mlp.mjs"}, got {"kind":"external"}`,
  ],
  [
    'an image that may be another one tomorrow',
    { trainers: [{ kind: 'external', image: 'acme/trainer' }] },
    `'trainers[0].image' should be a container image with a tag or digest, such as "public.ecr.aws/acme/trainer:1.4", got "acme/trainer"`,
  ],
  [
    'a module outside of the folder',
    { trainers: [{ kind: 'external', module: '../mlp.mjs' }] },
    `'trainers[0].module' should be the path of a JavaScript module below the folder of cdk.json, such as "trainers/mlp.mjs", got "../mlp.mjs"`,
  ],
  [
    'a container of a size that there is none of',
    { trainers: [{ kind: 'external', module: 'mlp.mjs', megabytes: 4096 }] },
    `'trainers[0].megabytes' should be 8192 or 16384 or 30720 or 61440 or 122880, got 4096`,
  ],
  [
    'a processor for a module',
    { trainers: [{ kind: 'external', module: 'mlp.mjs', architecture: 'x86-64' }] },
    `'trainers[0].architecture' should be left out beside a module, which runs on arm64, got "x86-64"`,
  ],
  [
    'a parameter that could be taken for the code',
    { trainers: [{ kind: 'external', module: 'mlp.mjs', parameters: { image: 'another:1' } }] },
    `'trainers[0].parameters.image' should have another name: the record of a model says there where its trainer is, got "another:1"`,
  ],
  [
    'no trainer',
    { trainers: [] },
    `'trainers' should be a list of 1 to 5 trainers, such as [{"kind": "logistic-regression"}], got []`,
  ],
  [
    'a parameter of another trainer',
    { trainers: [{ kind: 'random-forest', parameters: { learningRate: 0.1 } }] },
    `'trainers[0].parameters.learningRate' should not be there: no such field, got 0.1`,
  ],
  [
    'a parameter out of range',
    { trainers: [{ kind: 'gradient-boosted-trees', parameters: { learningRate: 0 } }] },
    `'trainers[0].parameters.learningRate' should be a number above 0 and at most 1, such as 0.1, got 0`,
  ],
  [
    'an ensemble of one',
    voteOf([trees]),
    `'trainers[0].members' should be a list of 2 to 10 trainers, such as [{"kind": "gradient-boosted-trees"}, {"kind": "random-forest"}], got [{"kind":"gradient-boosted-trees"}]`,
  ],
  [
    'an ensemble without members',
    { trainers: [{ kind: 'soft-vote' }] },
    `'trainers[0].members' should be a list of 2 to 10 trainers, such as [{"kind": "gradient-boosted-trees"}, {"kind": "random-forest"}], got nothing`,
  ],
  [
    'an ensemble of eleven',
    voteOf(Array.from({ length: 11 }, () => trees)),
    `'trainers[0].members' should be a list of 2 to 10 trainers, such as [{"kind": "gradient-boosted-trees"}, {"kind": "random-forest"}], got [{"kind":"gradient-boosted-trees"},{"kind":"gradient-boosted-trees"},{"kind":"g…`,
  ],
  [
    'an ensemble within an ensemble',
    voteOf([trees, { kind: 'soft-vote', members: [trees, trees] }]),
    `'trainers[0].members[1].kind' should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost" or "lightgbm": members are no ensembles themselves, got "soft-vote"`,
  ],
  [
    'a search over an ensemble',
    voteOf([trees, trees], { search: { grid: { depth: [4, 6] } } }),
    `'trainers[0].search' should be left out: an ensemble is trained once, so give its members the parameters that a search of theirs found, got {"grid":{"depth":[4,6]}}`,
  ],
  [
    'a search over a member',
    voteOf([trees, { ...trees, search: { grid: { depth: [4, 6] } } }]),
    `'trainers[0].members[1].search' should be left out: an ensemble is trained once, so give its members the parameters that a search of theirs found, got {"grid":{"depth":[4,6]}}`,
  ],
  [
    'a member that begins with the champion',
    voteOf([trees, { ...trees, parameters: { warmStart: true } }]),
    `'trainers[0].members[1].parameters.warmStart' should be false: members of an ensemble begin with nothing, as the champion may have others, got true`,
  ],
  [
    'weights that are numbers',
    voteOf([trees, trees], { weights: [0.5, 0.5] }),
    `'trainers[0].weights' should be "fitted" or "equal", got [0.5,0.5]`,
  ],
  [
    'a parameter of a member out of range',
    voteOf([trees, { ...trees, parameters: { depth: 17 } }]),
    `'trainers[0].members[1].parameters.depth' should be a whole number from 1 to 16, such as 6, got 17`,
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
