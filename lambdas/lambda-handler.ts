import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import { METRIC_SERVICE } from '../lib/domain/metric-names.ts';
import { readEnvironment, type StepEnvironment, type StepName } from '../lib/domain/steps/environment.ts';

type Step<Output> = (event: unknown) => Promise<Output>;

/** Wraps a step for Lambda: builds it once per container, on the first event, and logs every failure with its name. */
export function lambdaHandler<S extends StepName, Output>(
  name: S,
  createStep: (environment: StepEnvironment<S>) => Step<Output>,
) {
  const logger = new Logger({ serviceName: METRIC_SERVICE, persistentKeys: { step: name } });
  let step: Step<Output> | undefined;
  return middy(async (event: unknown): Promise<Output> => {
    step ??= createStep(readEnvironment(name, process.env));
    return step(event);
  }).onError(({ error }) => {
    logger.error(error?.message ?? 'failed without a message', { error: error?.name });
  });
}
