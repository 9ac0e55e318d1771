import { Logger } from '@aws-lambda-powertools/logger';
import { METRIC_SERVICE } from '../lib/domain/metric-names.ts';
import type { FindingLog } from '../lib/domain/ports/finding-log.ts';
import type { StepName } from '../lib/domain/steps/environment.ts';

/** Findings in the log of a step's function, with their numbers. */
export function loggedFindings(step: StepName): FindingLog {
  const logger = new Logger({ serviceName: METRIC_SERVICE, persistentKeys: { step } });
  return {
    record({ type, code, reason, evidence }) {
      logger.info('trigger_finding', { trigger: type, code, reason, evidence });
    },
  };
}
