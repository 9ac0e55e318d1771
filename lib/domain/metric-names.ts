/** CloudWatch namespace of every metric that Ratchet writes. */
export const METRIC_NAMESPACE = 'Ratchet';

/** Value of the dimension `service`. */
export const METRIC_SERVICE = 'ratchet';

/** Dimensions of every metric; the five counters of an arm also have `functionVersion`, and `action` where opted in. */
export const metricDimensions = {
  service: 'service',
  model: 'model',
  functionVersion: 'functionVersion',
  action: 'action',
} as const;

/** Names of the metrics that handlers write and alarms, verdicts and the dashboard read. */
export const metricNames = {
  /** Requests that a function version answered. */
  answers: 'Answers',
  /** Answers with a 5xx status or an invalid prediction. */
  badAnswers: 'BadAnswers',
  /** Answers slower than the canary envelope's response limit. */
  slowAnswers: 'SlowAnswers',
  /** Answers whose outcome is known, at the time of the answer; of a request with several rows the first one counts. */
  labelledAnswers: 'LabelledAnswers',
  /** Those of them that the outcome contradicts. */
  wrongAnswers: 'WrongAnswers',
  /** High-resolution count of requests that could not be answered at all. */
  predictFailure: 'PredictFailure',
  /** Area under the ROC curve on matured outcomes, 0..1. */
  modelAuc: 'ModelAuc',
  /** Accuracy on matured outcomes, 0..1. */
  modelAccuracy: 'ModelAccuracy',
  /** F1 on matured outcomes, 0..1. */
  modelF1: 'ModelF1',
  /** Mean F1 of the classes on matured outcomes, 0..1. */
  modelMacroF1: 'ModelMacroF1',
  /** Accuracy to expect by the scores alone, 0..1, where matured outcomes are too few; nothing is decided by it. */
  estimatedAccuracy: 'EstimatedAccuracy',
  /** How far accuracy is below its value at promotion, 0..1. */
  accuracyDrop: 'AccuracyDrop',
  /** Unix seconds of the champion's creation. */
  modelVersionEpoch: 'ModelVersionEpoch',
  modelAgeSeconds: 'ModelAgeSeconds',
  trainingRows: 'TrainingRows',
  /** Rows that the newest snapshot has less than the one before. */
  datasetShrinkage: 'DatasetShrinkage',
  /** Largest population stability index of a feature, of the last day. */
  featurePsi: 'FeaturePsi',
  /** Largest population stability index of the scores of an output, of the last day. */
  scorePsi: 'ScorePsi',
  /** Largest distance of how often an output came true from how often it did on the holdout for the same scores, 0..1. */
  calibrationShift: 'CalibrationShift',
  /** 1 where the verdict on drift asks for a retraining, 0 where it does not; nothing without evidence. */
  driftDetected: 'DriftDetected',
  retrains: 'Retrains',
  promotions: 'Promotions',
  rollbacks: 'Rollbacks',
  /** The alias was not where the ledger says. */
  aliasMismatches: 'AliasMismatches',
  /** Model releases that met code which had failed its own release. */
  codeRejections: 'CodeRejections',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];
