import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { choice, decimal, flag, positive, wholeNumber } from './definition-values.ts';
import { checkExternal, containerOf, type ExternalTrainer, externalFields } from './external-trainer.ts';
import { gridCandidates } from './trainer-search.ts';

/** One way to train that Ratchet has; every parameter of its kind is present. */
export interface BuiltInTrainer {
  readonly kind: TrainerKind;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export type TrainerSettings = BuiltInTrainer | ExternalTrainer;

export type ParameterValue = string | number | boolean | string[];

/** Of trainers that Ratchet has. */
export type TrainerKind = keyof typeof trainerParameters;

const MOST_TRAINERS = 5;
const MOST_CANDIDATES = 40;
const trees = wholeNumber(1, 5_000, 100);
const featureNames = z.array(z.string().min(1).max(200), 'should be a list of features, such as ["age"]').max(200);
const seed = wholeNumber(0, 4_294_967_295, 1).default(1);

const logisticRegression = z
  .strictObject(
    {
      inverseRegularization: positive(1_000_000, 1).default(1),
      l1Ratio: decimal(0, 1, 0.5).default(0),
      maximumIterations: wholeNumber(1, 10_000, 200).default(200),
      tolerance: positive(1, 0.0001).default(0.0001),
      classWeight: choice(['none', 'balanced']).default('none'),
      warmStart: flag().default(false),
    },
    'should be an object such as {"inverseRegularization": 1}',
  )
  .prefault({});

const gradientBoostedTrees = z
  .strictObject(
    {
      trees: trees.default(100),
      depth: wholeNumber(1, 16, 6).default(6),
      learningRate: positive(1, 0.1).default(0.1),
      l1Regularization: decimal(0, 10_000, 0).default(0),
      l2Regularization: decimal(0, 10_000, 1).default(1),
      minimumChildWeight: decimal(0, 1_000_000, 1).default(1),
      minimumGain: decimal(0, 1_000_000, 0).default(0),
      subsample: positive(1, 0.8).default(1),
      columnSample: positive(1, 0.8).default(1),
      earlyStoppingRounds: wholeNumber(0, 1_000, 20).default(0),
      classWeight: choice(['none', 'balanced']).default('none'),
      risingFeatures: featureNames.default([]),
      fallingFeatures: featureNames.default([]),
      seed,
      warmStart: flag().default(false),
    },
    'should be an object such as {"trees": 100, "depth": 6}',
  )
  .prefault({});

const randomForest = z
  .strictObject(
    {
      trees: trees.default(100),
      depth: wholeNumber(1, 32, 16).default(16),
      minimumLeafRows: wholeNumber(1, 1_000_000, 5).default(5),
      classWeight: choice(['none', 'balanced']).default('none'),
      seed,
    },
    'should be an object such as {"trees": 100, "depth": 16}',
  )
  .prefault({});

// these two keep the parameter names of their own documentation
const xgboost = z
  .strictObject(
    {
      num_round: trees.default(100),
      max_depth: wholeNumber(1, 16, 6).default(6),
      eta: positive(1, 0.3).default(0.3),
      gamma: decimal(0, 1_000_000, 0).default(0),
      lambda: decimal(0, 10_000, 1).default(1),
      alpha: decimal(0, 10_000, 0).default(0),
      min_child_weight: decimal(0, 1_000_000, 1).default(1),
      subsample: positive(1, 0.8).default(1),
      colsample_bytree: positive(1, 0.8).default(1),
      scale_pos_weight: positive(1_000_000, 1).default(1),
      seed,
    },
    'should be an object such as {"num_round": 100, "max_depth": 6}',
  )
  .prefault({});

const lightgbm = z
  .strictObject(
    {
      num_iterations: trees.default(100),
      num_leaves: wholeNumber(2, 65_536, 31).default(31),
      learning_rate: positive(1, 0.1).default(0.1),
      min_data_in_leaf: wholeNumber(0, 1_000_000, 20).default(20),
      lambda_l1: decimal(0, 10_000, 0).default(0),
      lambda_l2: decimal(0, 10_000, 0).default(0),
      feature_fraction: positive(1, 0.8).default(1),
      bagging_fraction: positive(1, 0.8).default(1),
      seed,
    },
    'should be an object such as {"num_iterations": 100, "num_leaves": 31}',
  )
  .prefault({});

/** Parameters of every kind of trainer, with their defaults. */
export const trainerParameters = {
  'logistic-regression': logisticRegression,
  'gradient-boosted-trees': gradientBoostedTrees,
  'random-forest': randomForest,
  xgboost,
  lightgbm,
} as const;

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

const builtIn = [
  trainer('logistic-regression', logisticRegression),
  trainer('gradient-boosted-trees', gradientBoostedTrees),
  trainer('random-forest', randomForest),
  trainer('xgboost', xgboost),
  trainer('lightgbm', lightgbm),
] as const;

const external = z
  .strictObject({ kind: z.literal('external'), ...externalFields, search: searchSchema })
  .superRefine(checkGrid(externalFields.parameters))
  .superRefine(checkExternal);

const trainerSchema = z.discriminatedUnion(
  'kind',
  [...builtIn, external],
  'should be "logistic-regression", "gradient-boosted-trees", "random-forest", "xgboost", "lightgbm" or "external"',
);

/** Of trainers that Ratchet has. */
export const trainerKinds: readonly TrainerKind[] = builtIn.map(({ shape }) => shape.kind.value);

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
export function defaultTrainer(kind: TrainerKind): BuiltInTrainer {
  return { kind, parameters: trainerParameters[kind].parse({}) };
}

/** The same for a kind that may be unknown, or one that has nothing without a definition. */
export function trainerOfKind(kind: string): BuiltInTrainer | undefined {
  const known = trainerKinds.find((one) => one === kind);
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
  const { search, ...trainer } = trainerSchema.parse(given);
  const settings: TrainerSettings =
    trainer.kind === 'external'
      ? { kind: trainer.kind, parameters: trainer.parameters, container: containerOf(trainer) }
      : trainer;
  if (search === undefined) return [settings];
  return gridCandidates(settings.parameters, search.grid, search.budget).map((chosen) => ({
    ...settings,
    parameters: chosen,
  }));
}
