import type { z } from 'zod';
import { trainerParameters } from './trainer-parameters.ts';
import type { BuiltInTrainer, SingleTrainer, SingleTrainerKind } from './trainer-settings.ts';

/** One of the three ways to train a model that Ratchet has, with its parameters; the other names map to them. */
type SingleEngineTrainer =
  | { readonly kind: 'logistic-regression'; readonly settings: Parameters<'logistic-regression'> }
  | { readonly kind: 'gradient-boosted-trees'; readonly settings: BoostingParameters }
  | { readonly kind: 'random-forest'; readonly settings: Parameters<'random-forest'> };

/** The same, or several whose models vote. */
export type EngineTrainer =
  | SingleEngineTrainer
  | {
      readonly kind: 'soft-vote';
      readonly members: readonly SingleEngineTrainer[];
      readonly weights: 'fitted' | 'equal';
    };

type Parameters<Kind extends SingleTrainerKind> = z.output<(typeof trainerParameters)[Kind]>;

interface BoostingParameters extends Omit<Parameters<'gradient-boosted-trees'>, 'classWeight'> {
  /** Or one weight per class. */
  readonly classWeight: 'none' | 'balanced' | readonly number[];
}

/**
 * What a trainer of a definition is in Ratchet's own terms. XGBoost's parameters are the same ones under other names.
 * LightGBM grows leaf by leaf and Ratchet level by level, so its leaves become the depth of a full tree of as many.
 */
export function engineTrainer(trainer: BuiltInTrainer): EngineTrainer {
  if (trainer.kind !== 'soft-vote') return singleEngineTrainer(trainer);
  const { kind, members, weights } = trainer;
  return { kind, members: members.map(singleEngineTrainer), weights };
}

function singleEngineTrainer({ kind, parameters }: SingleTrainer): SingleEngineTrainer {
  if (kind === 'logistic-regression') return { kind, settings: trainerParameters[kind].parse(parameters) };
  if (kind === 'random-forest') return { kind, settings: trainerParameters[kind].parse(parameters) };
  if (kind === 'gradient-boosted-trees') return { kind, settings: trainerParameters[kind].parse(parameters) };
  const translated =
    kind === 'xgboost'
      ? fromXgboost(trainerParameters[kind].parse(parameters))
      : fromLightgbm(trainerParameters[kind].parse(parameters));
  return { kind: 'gradient-boosted-trees', settings: { ...neverGiven, ...translated } };
}

const neverGiven = {
  earlyStoppingRounds: 0,
  risingFeatures: [],
  fallingFeatures: [],
  warmStart: false,
} satisfies Partial<BoostingParameters>;

type Translated = Omit<BoostingParameters, keyof typeof neverGiven>;

function fromXgboost(given: Parameters<'xgboost'>): Translated {
  const positives = given.scale_pos_weight;
  return {
    trees: given.num_round,
    depth: given.max_depth,
    learningRate: given.eta,
    l1Regularization: given.alpha,
    l2Regularization: given.lambda,
    minimumChildWeight: given.min_child_weight,
    minimumGain: given.gamma,
    subsample: given.subsample,
    columnSample: given.colsample_bytree,
    classWeight: positives === 1 ? 'none' : [1, positives],
    seed: given.seed,
  };
}

// LightGBM's default of min_sum_hessian_in_leaf
const SMALLEST_HESSIAN = 0.001;
// p (1 - p) of a row of which the model is about 95 % sure
const HESSIAN_OF_A_ROW = 0.05;

function fromLightgbm(given: Parameters<'lightgbm'>): Translated {
  return {
    trees: given.num_iterations,
    depth: Math.ceil(Math.log2(given.num_leaves)),
    learningRate: given.learning_rate,
    l1Regularization: given.lambda_l1,
    l2Regularization: given.lambda_l2,
    minimumChildWeight: Math.max(SMALLEST_HESSIAN, given.min_data_in_leaf * HESSIAN_OF_A_ROW),
    minimumGain: 0,
    subsample: given.bagging_fraction,
    columnSample: given.feature_fraction,
    classWeight: 'none',
    seed: given.seed,
  };
}
