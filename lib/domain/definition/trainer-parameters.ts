import { z } from 'zod';
import { choice, decimal, flag, positive, wholeNumber } from './definition-values.ts';

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
