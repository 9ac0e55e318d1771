import type { ParameterValue, TrainerSettings } from './trainer-settings.ts';

/** One of the three ways to train that Ratchet has, with its parameters; the other names map to them. */
export type EngineTrainer =
  | { readonly kind: 'logistic-regression'; readonly settings: LogisticParameters }
  | { readonly kind: 'gradient-boosted-trees'; readonly settings: BoostingParameters }
  | { readonly kind: 'random-forest'; readonly settings: ForestParameters };

interface LogisticParameters {
  readonly inverseRegularization: number;
  readonly l1Ratio: number;
  readonly maximumIterations: number;
  readonly tolerance: number;
  readonly classWeight: 'none' | 'balanced';
  readonly warmStart: boolean;
}

interface BoostingParameters {
  readonly trees: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly l1Regularization: number;
  readonly l2Regularization: number;
  readonly minimumChildWeight: number;
  readonly minimumGain: number;
  readonly subsample: number;
  readonly columnSample: number;
  readonly earlyStoppingRounds: number;
  /** Or one weight per class. */
  readonly classWeight: 'none' | 'balanced' | readonly number[];
  readonly risingFeatures: readonly string[];
  readonly fallingFeatures: readonly string[];
  readonly seed: number;
  readonly warmStart: boolean;
}

interface ForestParameters {
  readonly trees: number;
  readonly depth: number;
  readonly minimumLeafRows: number;
  readonly classWeight: 'none' | 'balanced';
  readonly seed: number;
}

/**
 * What a trainer of a definition is in Ratchet's own terms. XGBoost's parameters are the same ones under other names.
 * LightGBM grows leaf by leaf and Ratchet level by level, so its leaves become the depth of a full tree of as many.
 */
export function engineTrainer({ kind, parameters }: TrainerSettings): EngineTrainer {
  // the schema of the definition has checked them
  if (kind === 'logistic-regression') return { kind, settings: parameters as unknown as LogisticParameters };
  if (kind === 'random-forest') return { kind, settings: parameters as unknown as ForestParameters };
  if (kind === 'gradient-boosted-trees') return { kind, settings: parameters as unknown as BoostingParameters };
  const translated = kind === 'xgboost' ? fromXgboost(parameters) : fromLightgbm(parameters);
  return { kind: 'gradient-boosted-trees', settings: { ...neverGiven, ...translated } };
}

const neverGiven = {
  earlyStoppingRounds: 0,
  risingFeatures: [],
  fallingFeatures: [],
  warmStart: false,
} as const satisfies Partial<BoostingParameters>;

type Translated = Omit<BoostingParameters, keyof typeof neverGiven>;
type Given = Readonly<Record<string, ParameterValue>>;

function fromXgboost(given: Given): Translated {
  const positives = Number(given.scale_pos_weight);
  return {
    trees: Number(given.num_round),
    depth: Number(given.max_depth),
    learningRate: Number(given.eta),
    l1Regularization: Number(given.alpha),
    l2Regularization: Number(given.lambda),
    minimumChildWeight: Number(given.min_child_weight),
    minimumGain: Number(given.gamma),
    subsample: Number(given.subsample),
    columnSample: Number(given.colsample_bytree),
    classWeight: positives === 1 ? 'none' : [1, positives],
    seed: Number(given.seed),
  };
}

// LightGBM's default of min_sum_hessian_in_leaf
const SMALLEST_HESSIAN = 0.001;
// p (1 - p) of a row of which the model is about 95 % sure
const HESSIAN_OF_A_ROW = 0.05;

function fromLightgbm(given: Given): Translated {
  return {
    trees: Number(given.num_iterations),
    depth: Math.ceil(Math.log2(Number(given.num_leaves))),
    learningRate: Number(given.learning_rate),
    l1Regularization: Number(given.lambda_l1),
    l2Regularization: Number(given.lambda_l2),
    minimumChildWeight: Math.max(SMALLEST_HESSIAN, Number(given.min_data_in_leaf) * HESSIAN_OF_A_ROW),
    minimumGain: 0,
    subsample: Number(given.bagging_fraction),
    columnSample: Number(given.feature_fraction),
    classWeight: 'none',
    seed: Number(given.seed),
  };
}
