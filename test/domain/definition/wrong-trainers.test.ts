import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

const trees = { kind: 'gradient-boosted-trees' };
const voteOf = (members: object[], more: object = {}) => ({ trainers: [{ kind: 'soft-vote', members, ...more }] });

/** What is wrong, the trainers of the smallest file, and the sentence that refuses them. */
const wrongTrainers: [what: string, fields: object, sentence: string][] = [
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
    'a search over nothing',
    { trainers: [{ kind: 'xgboost', search: { grid: {} } }] },
    `'trainers[0].search.grid' should be an object of lists such as {"depth": [4, 6]}, got {}`,
  ],
  [
    'a search over a parameter that the trainer does not have',
    { trainers: [{ kind: 'lightgbm', search: { grid: { depth: [4, 6] } } }] },
    `'trainers[0].search.grid.depth' should be one of num_iterations, num_leaves, learning_rate, min_data_in_leaf, lambda_l1, lambda_l2, feature_fraction, bagging_fraction, seed, got [4,6]`,
  ],
  [
    'a value that is tried twice',
    { trainers: [{ kind: 'xgboost', search: { grid: { max_depth: [4, 6, 4] } } }] },
    `'trainers[0].search.grid.max_depth[2]' should stand there once, got 4`,
  ],
  [
    'more candidates than forty',
    {
      trainers: Array.from({ length: 5 }, () => ({
        kind: 'xgboost',
        search: { grid: { max_depth: [3, 4, 5], eta: [0.1, 0.2, 0.3] } },
      })),
    },
    `'trainers' should be at most 40 candidates in all, with their grids and budgets 45, got [{"kind":"xgboost","search":{"grid":{"eta":[0.1,0.2,0.3],"max_depth":[3,4,5]}}}…`,
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
];

test.each(wrongTrainers)('%s is refused with its path, what was expected and what was got', (_, fields, sentence) => {
  expect(faultsWith(fields)).toEqual([sentence]);
});

test('a small grid counts as what it has, whatever its budget', () => {
  const search = { grid: { max_depth: [3, 4] } };

  expect(faultsWith({ trainers: Array.from({ length: 4 }, () => ({ kind: 'xgboost', search })) })).toEqual([]);
});
