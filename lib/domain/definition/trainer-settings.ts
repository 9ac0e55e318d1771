import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { wholeNumber } from './definition-values.ts';
import { softVoteSchema } from './soft-vote-settings.ts';
import { trainerParameters } from './trainer-parameters.ts';
import { gridCandidates } from './trainer-search.ts';

/** A trainer of one model; every parameter of its kind is present. */
export interface SingleTrainer {
  readonly kind: SingleTrainerKind;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Several trainers on the same rows, whose models vote with their probabilities. */
export interface SoftVote {
  readonly kind: 'soft-vote';
  readonly members: readonly SingleTrainer[];
  /** `fitted` to validation rows, so that some may be 0. */
  readonly weights: 'fitted' | 'equal';
}

/** One way to train. */
export type TrainerSettings = SingleTrainer | SoftVote;

export type ParameterValue = string | number | boolean | string[];

export type SingleTrainerKind = keyof typeof trainerParameters;

const MOST_TRAINERS = 5;
const MOST_CANDIDATES = 40;
const gridExpected = 'should be an object of lists such as {"depth": [4, 6]}';

const searchSchema = z
  .strictObject(
    {
      /** Values of parameters; every combination is a candidate. */
      grid: z.record(
        z.string(),
        z
          .array(z.union([z.number(), z.string(), z.boolean()]))
          .min(1)
          .max(20),
        gridExpected,
      ),
      budget: wholeNumber(1, MOST_CANDIDATES, 12).default(12),
    },
    'should be an object such as {"grid": {"depth": [4, 6]}, "budget": 12}',
  )
  .optional();

function trainer<const Kind extends string, Parameters extends z.ZodType>(kind: Kind, parameters: Parameters) {
  return z.strictObject({ kind: z.literal(kind), parameters, search: searchSchema }).superRefine(checkGrid(parameters));
}

/** Every value of a grid has to be one that the parameter may have. */
function checkGrid(parameters: z.ZodType) {
  return ({ search }: { readonly search?: z.output<typeof searchSchema> }, context: z.RefinementCtx): void => {
    const cells = Object.entries(search?.grid ?? {}).flatMap(([name, values]) =>
      values.map((value, place) => ({ name, value, place })),
    );
    for (const { name, value, place } of cells) {
      const issues = parameters.safeParse({ [name]: value }).error?.issues ?? [];
      for (const { message } of issues) {
        context.addIssue({ code: 'custom', message, path: ['search', 'grid', name, place], input: value });
      }
    }
  };
}

const singleSchemas = [
  trainer('logistic-regression', trainerParameters['logistic-regression']),
  trainer('gradient-boosted-trees', trainerParameters['gradient-boosted-trees']),
  trainer('random-forest', trainerParameters['random-forest']),
  trainer('xgboost', trainerParameters.xgboost),
  trainer('lightgbm', trainerParameters.lightgbm),
] as const;

const singleSchema = z.discriminatedUnion('kind', singleSchemas);

const trainerSchema = z.discriminatedUnion(
  'kind',
  [...singleSchemas, softVoteSchema],
  'should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost", "lightgbm" or "soft-vote"',
);

/** Of trainers that need no more than their name. */
export const singleTrainerKinds = singleSchema.options.map(({ shape }) => shape.kind.value);

const trainerListExpected = `should be a list of 1 to ${MOST_TRAINERS} trainers, such as [{"kind": "logistic-regression"}]`;

export const trainersSchema = z
  .array(trainerSchema, trainerListExpected)
  .min(1, trainerListExpected)
  .max(MOST_TRAINERS, trainerListExpected)
  .superRefine((trainers, context) => {
    const candidates = trainers.reduce((sum, { search }) => sum + (search?.budget ?? 1), 0);
    if (candidates > MOST_CANDIDATES) {
      context.addIssue({
        code: 'custom',
        message: `should have budgets of at most ${MOST_CANDIDATES} candidates in all`,
      });
    }
  });

/** A trainer of this kind with the parameters it has unless told otherwise. */
export function defaultTrainer(kind: SingleTrainerKind): SingleTrainer {
  return singleSchema.parse({ kind });
}

/** The same for a kind that may be unknown, or need more than its name. */
export function trainerOfKind(kind: string): SingleTrainer | undefined {
  return singleSchema.safeParse({ kind }).data;
}

export function resolveTrainers(
  given: Parts<z.input<typeof trainersSchema>> | undefined,
  preset: readonly TrainerSettings[],
): readonly TrainerSettings[] {
  const whole = given?.flatMap((settings) => (trainerSchema.safeParse(settings).success ? candidatesOf(settings) : []));
  return whole ?? preset;
}

/** The trainer itself, or where it has a search one for every combination of its grid that the budget allows. */
function candidatesOf(given: unknown): TrainerSettings[] {
  const whole = trainerSchema.parse(given);
  if (whole.kind === 'soft-vote') {
    return [{ ...whole, members: whole.members.map(({ kind, parameters }) => ({ kind, parameters })) }];
  }
  const { kind, parameters, search } = whole;
  if (search === undefined) return [{ kind, parameters }];
  return gridCandidates(parameters, search.grid, search.budget).map((chosen) => ({ kind, parameters: chosen }));
}
