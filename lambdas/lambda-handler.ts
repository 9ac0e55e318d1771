import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import { METRIC_SERVICE } from '../lib/domain/metric-names.ts';
import { readEnvironment, type StepEnvironment, type StepName } from '../lib/domain/steps/environment.ts';
import { parseInput, parseOutput } from '../lib/domain/steps/execution.ts';
import { type StepInput, type StepOutput, stepContracts } from '../lib/domain/steps/step-contracts.ts';

export type Step<S extends StepName> = (input: StepInput<S>) => Promise<StepOutput<S>>;

/**
 * Wraps a step for Lambda: checks what comes in and what goes out against the step's contract, builds the step once per
 * container, on the first event, and logs every failure with its name.
 */
export function lambdaHandler<S extends StepName>(name: S, createStep: (environment: StepEnvironment<S>) => Step<S>) {
  const logger = new Logger({ serviceName: METRIC_SERVICE, persistentKeys: { step: name } });
  const { input, output } = stepContracts[name];
  let step: Step<S> | undefined;
  return middy(async (event: unknown): Promise<StepOutput<S>> => {
    step ??= createStep(readEnvironment(name, process.env));
    const answer = await step(parseInput(`the input of the step '${name}'`, input, event) as StepInput<S>);
    return parseOutput(`the output of the step '${name}'`, output, answer) as StepOutput<S>;
  }).onError(({ error }) => {
    logger.error(error?.message ?? 'failed without a message', { error: error?.name });
  });
}
