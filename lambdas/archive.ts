import { s3 } from '../lib/aws/clients.ts';
import { outcomeOfItem } from '../lib/aws/dynamodb-outcome-store.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import type { StoredOutcome } from '../lib/domain/artifacts/outcome.ts';
import type { FailureLog } from '../lib/domain/ports/failure-log.ts';
import type { OutcomeArchive } from '../lib/domain/ports/outcome-archive.ts';
import type { BatchAnswer, StreamEvent } from '../lib/domain/steps/stream-records.ts';
import { loggedFailures } from './failure-log.ts';
import { lambdaHandler } from './lambda-handler.ts';

export interface ArchivePorts {
  readonly modelName: string;
  readonly archive: OutcomeArchive;
  readonly failures: FailureLog;
}

/**
 * Archives every new outcome of a batch, those behind a broken record too: the stream would give them up together with
 * it. The first broken record is reported, so that the stream delivers again from there and keeps what nobody could
 * read; what is archived twice is told by its id. A failed write is thrown, for then nothing is certain.
 */
export function createArchive({ modelName, archive, failures }: ArchivePorts) {
  return async ({ Records }: StreamEvent): Promise<BatchAnswer> => {
    const outcomes: StoredOutcome[] = [];
    const broken: string[] = [];
    for (const { eventName, dynamodb } of Records) {
      if (eventName !== 'INSERT') continue;
      try {
        outcomes.push(outcomeOfItem(dynamodb.NewImage ?? {}));
      } catch (error) {
        failures.record('outcome_unarchived', error);
        broken.push(dynamodb.SequenceNumber);
      }
    }
    await archive.write(modelName, outcomes);
    return { batchItemFailures: broken.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

export const handler = lambdaHandler('archive', (environment) =>
  createArchive({
    modelName: environment.MODEL_NAME,
    archive: s3OutcomeArchive(s3(), environment.ARTIFACT_BUCKET_NAME),
    failures: loggedFailures('archive'),
  }),
);
