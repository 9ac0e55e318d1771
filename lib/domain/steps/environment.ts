import { MissingConfiguration } from '../errors.ts';

const registry = ['MODEL_NAME', 'REGISTRY_TABLE_NAME'] as const;
const artifacts = ['ARTIFACT_BUCKET_NAME'] as const;
const definition = ['DEFINITION_BUCKET_NAME', 'DEFINITION_KEY', 'DEFINITION_SHA256'] as const;
const predictFunction = ['PREDICT_FUNCTION_NAME'] as const;

/** Environment variables of every step, read by its handler and set by its construct. */
export const stepEnvironment = {
  assess: [...registry, ...artifacts, ...definition],
  export: [...registry, ...artifacts, ...definition, 'TRAINING_ENGINES'],
  train: ['MODEL_NAME', ...artifacts, ...definition],
  compare: [...registry, ...artifacts, ...definition],
  register: [...registry, ...artifacts, ...definition, 'SIGNING_KEY_ID'],
  publish: [...registry, ...definition, ...predictFunction, 'SIGNING_KEY_ID'],
  'smoke-test': [...registry, ...predictFunction],
  drill: [...registry, ...predictFunction, 'PROBATION_ALARM_NAMES'],
  shift: [...registry, ...definition, ...predictFunction, 'CHALLENGER_ALARM_NAME'],
  judge: [...registry, ...artifacts, ...definition, ...predictFunction, 'CHALLENGER_ALARM_NAME'],
  promote: [...registry, ...definition, ...predictFunction],
  'roll-back': [...registry, ...predictFunction],
  conclude: registry,
  reconcile: [
    ...registry,
    ...artifacts,
    ...definition,
    ...predictFunction,
    'PROBATION_ALARM_NAMES',
    'RETRAIN_STATE_MACHINE_ARN',
  ],
  monitor: [...registry, ...artifacts, ...definition, 'PREDICTIONS_TABLE_NAME'],
  notify: ['REGISTRY_TABLE_NAME', 'NOTIFICATION_TOPIC_ARN'],
  predict: ['MODEL_NAME', ...artifacts, 'PREDICTIONS_TABLE_NAME', 'PREDICTION_DAYS', 'SLOW_ANSWER_MILLISECONDS'],
  feedback: ['MODEL_NAME', ...definition, 'PREDICTIONS_TABLE_NAME', 'OUTCOMES_TABLE_NAME'],
  archive: ['MODEL_NAME', ...artifacts],
  query: registry,
  'live-alias': [...registry, ...artifacts, ...definition, ...predictFunction],
  'code-release': ['MODEL_NAME', ...predictFunction, 'RETRAIN_STATE_MACHINE_ARN'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type StepName = keyof typeof stepEnvironment;
export type StepEnvironment<S extends StepName> = Readonly<Record<(typeof stepEnvironment)[S][number], string>>;

export const stepNames = Object.keys(stepEnvironment) as readonly StepName[];

/**
 * Picks the variables of one step; a missing one stops the handler before it does any work.
 * Throws `MissingConfiguration`, which names every missing variable.
 */
export function readEnvironment<S extends StepName>(
  step: S,
  source: Readonly<Record<string, string | undefined>>,
): StepEnvironment<S> {
  const names: readonly string[] = stepEnvironment[step];
  const missing = names.filter((name) => !source[name]);
  if (missing.length > 0) throw new MissingConfiguration(`set ${missing.join(', ')} for the step '${step}'`);
  return Object.fromEntries(names.map((name) => [name, source[name]])) as StepEnvironment<S>;
}

/** Every variable that some step reads. */
export type EnvironmentVariable = (typeof stepEnvironment)[StepName][number];

/** The variables of one step out of all that a model has. */
export function pickEnvironment<S extends StepName>(
  step: S,
  all: Readonly<Record<(typeof stepEnvironment)[S][number], string>>,
): StepEnvironment<S> {
  const names: readonly (keyof typeof all)[] = stepEnvironment[step];
  return Object.fromEntries(names.map((name) => [name, all[name]])) as StepEnvironment<S>;
}
