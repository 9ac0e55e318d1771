import { MissingConfiguration, RatchetError } from '../errors.ts';

/** What an execution tells a training container beyond the variables of the step: names of environment variables. */
export const taskVariables = {
  /** JSON of the step's input. */
  input: 'TASK_INPUT',
  /** Object key, in the artefact bucket, that the answer goes to. */
  answerKey: 'TASK_ANSWER_KEY',
} as const;

/** Where the code of a training container is: names of environment variables. */
export const bundleVariables = {
  bucket: 'BUNDLE_BUCKET_NAME',
  key: 'BUNDLE_KEY',
  sha256: 'BUNDLE_SHA256',
  /** Where S3 is, such as `https://s3.eu-central-1.amazonaws.com`. */
  endpoint: 'BUNDLE_ENDPOINT',
} as const;

/** Folder of the answers of training containers, below the model's own prefix. */
export const TRAININGS_FOLDER = 'trainings';

/** Name of the one container of a training task. */
export const TRAINING_CONTAINER = 'train';

/** Exit code of a container whose failure may be gone in another one; `EX_TEMPFAIL` of sysexits. */
export const TEMPORARY_FAILURE = 75;

/** A training container ended without an answer. Nothing throws it: the state machine says it of a task that failed. */
export class TrainingTaskFailed extends RatchetError {
  override readonly name = 'TrainingTaskFailed';
}

/** A step that failed, as the state machine words it. */
export interface TaskFailure {
  readonly error: string;
  readonly cause: string;
}

export interface TaskOrder {
  readonly input: unknown;
  readonly answerKey: string;
}

/** What a training container is to do. Throws `MissingConfiguration`. */
export function readTaskOrder(source: Readonly<Record<string, string | undefined>>): TaskOrder {
  const { [taskVariables.input]: input, [taskVariables.answerKey]: answerKey } = source;
  if (!input || !answerKey) {
    throw new MissingConfiguration(`set ${Object.values(taskVariables).join(' and ')} for a training container`);
  }
  return { input: JSON.parse(input), answerKey };
}
