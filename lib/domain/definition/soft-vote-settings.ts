import { z } from 'zod';
import { choice } from './definition-values.ts';
import { trainerParameters } from './trainer-parameters.ts';

const FEWEST_MEMBERS = 2;
const MOST_MEMBERS = 10;

const noSearch = z
  .never(
    'should be left out: an ensemble is trained once, so give its members the parameters that a search of theirs found',
  )
  .optional();

function member<const Kind extends string, Parameters extends z.ZodType<object>>(kind: Kind, parameters: Parameters) {
  const withoutStart = parameters.refine((given) => Reflect.get(given, 'warmStart') !== true, {
    path: ['warmStart'],
    message: 'should be false: members of an ensemble begin with nothing, as the champion may have others',
  });
  return z.strictObject({ kind: z.literal(kind), parameters: withoutStart, search: noSearch });
}

const memberSchema = z.discriminatedUnion(
  'kind',
  [
    member('logistic-regression', trainerParameters['logistic-regression']),
    member('gradient-boosted-trees', trainerParameters['gradient-boosted-trees']),
    member('random-forest', trainerParameters['random-forest']),
    member('xgboost', trainerParameters.xgboost),
    member('lightgbm', trainerParameters.lightgbm),
  ],
  'should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost" or "lightgbm": members are no ensembles themselves',
);

const memberListExpected = `should be a list of ${FEWEST_MEMBERS} to ${MOST_MEMBERS} trainers, such as [{"kind": "gradient-boosted-trees"}, {"kind": "random-forest"}]`;

/** Several trainers whose models vote with their probabilities. */
export const softVoteSchema = z.strictObject({
  kind: z.literal('soft-vote'),
  members: z
    .array(memberSchema, memberListExpected)
    .min(FEWEST_MEMBERS, memberListExpected)
    .max(MOST_MEMBERS, memberListExpected),
  /** `fitted` to validation rows, so that some may be 0. */
  weights: choice(['fitted', 'equal']).default('fitted'),
  search: noSearch,
});
