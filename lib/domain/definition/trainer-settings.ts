import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { wholeNumber } from './definition-values.ts';
import { checkExternal, containerOf, type ExternalTrainer, externalFields } from './external-trainer.ts';
import { softVoteSchema } from './soft-vote-settings.ts';
import { trainerParameters } from './trainer-parameters.ts';
import { candidateCount, gridCandidates } from './trainer-search.ts';

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

/** One way to train that Ratchet has. */
export type BuiltInTrainer = SingleTrainer | SoftVote;

/** One way to train. */
export type TrainerSettings = BuiltInTrainer | ExternalTrainer;

export type ParameterValue = string | number | boolean | string[];

export type SingleTrainerKind = keyof typeof trainerParameters;

const MOST_TRAINERS = 5;
const MOST_CANDIDATES = 40;
const gridExpected = 'should be an object of lists such as {"depth": [4, 6]}';
const gridValue = z.union([z.number(), z.string(), z.boolean()]);

const searchSchema = z
  .strictObject(
    {
      /** Values of parameters; every combination is a candidate. */
      grid: z
        .record(z.string(), z.array(gridValue).min(1).max(20), gridExpected)
        .refine((grid) => Object.keys(grid).length > 0, gridExpected),
      budget: wholeNumber(1, MOST_CANDIDATES, 12).default(12),
    },
    'should be an object such as {"grid": {"depth": [4, 6]}, "budget": 12}',
  )
  .optional();

function trainer<const Kind extends SingleTrainerKind>(kind: Kind) {
  const parameters = trainerParameters[kind];
  const shape = { kind: z.literal(kind), parameters, search: searchSchema };
  return z.strictObject(shape).superRefine(checkGrid(parameters, Object.keys(parameters.parse({}))));
}

/** Every value of a grid has to be one that the parameter may have, and stands there once. `names` is null for any. */
function checkGrid(parameters: z.ZodType, names: readonly string[] | null) {
  return ({ search }: { readonly search?: z.output<typeof searchSchema> }, context: z.RefinementCtx): void => {
    const issues = Object.entries(search?.grid ?? {}).flatMap(([name, values]) =>
      names === null || names.includes(name)
        ? values.flatMap((input, place) => valueIssues(parameters, { name, values, input, place }))
        : [{ message: `should be one of ${names.join(', ')}`, path: [name], input: values }],
    );
    for (const { path, ...issue } of issues) {
      context.addIssue({ code: 'custom', ...issue, path: ['search', 'grid', ...path] });
    }
  };
}

interface GridCell {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly input: unknown;
  readonly place: number;
}

function valueIssues(parameters: z.ZodType, { name, values, input, place }: GridCell) {
  const repeated = values.indexOf(input) < place ? ['should stand there once'] : [];
  const wrong = parameters.safeParse({ [name]: input }).error?.issues.map(({ message }) => message) ?? [];
  return [...repeated, ...wrong].map((message) => ({ message, path: [name, place], input }));
}

const singleSchemas = [
  trainer('logistic-regression'),
  trainer('gradient-boosted-trees'),
  trainer('random-forest'),
  trainer('xgboost'),
  trainer('lightgbm'),
] as const;

const externalSchema = z
  .strictObject({ kind: z.literal('external'), ...externalFields, search: searchSchema })
  .superRefine(checkGrid(externalFields.parameters, null))
  .superRefine(checkExternal);

const trainerSchema = z.discriminatedUnion(
  'kind',
  [...singleSchemas, softVoteSchema, externalSchema],
  'should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost", "lightgbm", "soft-vote" or "external"',
);

/** Of trainers that need no more than their name. */
export const singleTrainerKinds: readonly SingleTrainerKind[] = singleSchemas.map(({ shape }) => shape.kind.value);

const trainerListExpected = `should be a list of 1 to ${MOST_TRAINERS} trainers, such as [{"kind": "logistic-regression"}]`;

export const trainersSchema = z
  .array(trainerSchema, trainerListExpected)
  .min(1, trainerListExpected)
  .max(MOST_TRAINERS, trainerListExpected)
  .superRefine((trainers, context) => {
    const candidates = trainers.reduce((sum, { search }) => sum + (search ? candidateCount(search) : 1), 0);
    if (candidates > MOST_CANDIDATES) {
      context.addIssue({
        code: 'custom',
        message: `should be at most ${MOST_CANDIDATES} candidates in all, with their grids and budgets ${candidates}`,
      });
    }
  });

/** A trainer of this kind with the parameters it has unless told otherwise. */
export function defaultTrainer(kind: SingleTrainerKind): SingleTrainer {
  return { kind, parameters: trainerParameters[kind].parse({}) };
}

/** The same for a kind that may be unknown, or need more than its name. */
export function trainerOfKind(kind: string): SingleTrainer | undefined {
  const known = singleTrainerKinds.find((one) => one === kind);
  return known && defaultTrainer(known);
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
  const settings = kind === 'external' ? { kind, parameters, container: containerOf(whole) } : { kind, parameters };
  if (search === undefined) return [settings];
  return gridCandidates(parameters, search.grid, search.budget).map((chosen) => ({ ...settings, parameters: chosen }));
}
