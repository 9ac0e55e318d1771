import { Logger } from '@aws-lambda-powertools/logger';
import { METRIC_SERVICE } from '../lib/domain/metric-names.ts';
import type { FailureLog } from '../lib/domain/ports/failure-log.ts';
import type { StepName } from '../lib/domain/steps/environment.ts';

/** Failures in the log of a step's function. */
export function loggedFailures(step: StepName): FailureLog {
  const logger = new Logger({ serviceName: METRIC_SERVICE, persistentKeys: { step } });
  return {
    record(event, error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      logger.error(event, { error: name, reason: message });
    },
  };
}
