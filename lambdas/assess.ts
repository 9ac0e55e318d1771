import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { recordOf } from '../lib/domain/decision-records/decision-kinds.ts';
import { codeReleaseOrder, requireRegistered, versionRelease } from '../lib/domain/decisions/release-order.ts';
import { requestedTrainers, trainingRequestProblems } from '../lib/domain/decisions/retrain-request-check.ts';
import { requestedSwitch } from '../lib/domain/decisions/schedule-switch.ts';
import { InvalidInput } from '../lib/domain/errors.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import type { LedgerEntry } from '../lib/domain/ledger/ledger-entry.ts';
import { NotBootstrapped } from '../lib/domain/ledger/ledger-errors.ts';
import { findNewest, readEntriesSince } from '../lib/domain/ledger/ledger-pages.ts';
import type { Release } from '../lib/domain/ledger/release.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import type { AssessOutput } from '../lib/domain/steps/assess.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { lookBack, trainingWindow } from '../lib/domain/triggers/retrain-trigger.ts';
import { decideTrigger, triggerQuestion } from '../lib/domain/triggers/trigger-question.ts';
import { lambdaHandler } from './lambda-handler.ts';

export interface AssessPorts {
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly decisions: DecisionRecords;
  readonly definition: DefinitionSource;
  readonly clock: Clock;
  readonly modelName: string;
}

type Input = StepInput<'assess'>;

/** Says whether a request leads to a training, to a release without one, or to nothing. */
export function createAssess(ports: AssessPorts) {
  return async (input: Input): Promise<AssessOutput> => {
    const head = await ports.ledger.readHead(ports.modelName);
    const champion = head?.state.champion;
    if (!head || !champion) {
      throw new NotBootstrapped(`${ports.modelName} has no champion: deploy its stack first`);
    }
    const scheduleSwitch = requestedSwitch(input.request);
    if (scheduleSwitch !== null) return scheduleSwitch;
    if (input.request.mode === 'code') return releaseCode(ports, champion, input);
    if (input.request.mode === 'version') return releaseVersion(ports, head, champion, input);
    return retrain(ports, head, champion, input);
  };
}

async function releaseCode({ records, modelName }: AssessPorts, champion: Release, { request }: Input) {
  const order = codeReleaseOrder(champion, await records.read(modelName, champion.modelVersion));
  const reason = request.reason ?? `the code is new: ${champion.modelVersion} is released on it`;
  return { decision: 'release', reason, order } as const;
}

async function releaseVersion(ports: AssessPorts, head: LedgerEntry, champion: Release, { request }: Input) {
  const { ledger, records, modelName } = ports;
  const { modelVersion } = request;
  const found = modelVersion === null ? null : await records.read(modelName, modelVersion);
  const record = requireRegistered(modelVersion, found, found === null ? await records.list(modelName) : []);
  const registered = await findNewest(
    ledger,
    modelName,
    head,
    ({ event }) =>
      event.type === 'registered' &&
      event.modelVersion === record.modelVersion &&
      event.modelSha256 === record.model.sha256,
  );
  return versionRelease(champion, record, registered, request);
}

async function retrain(
  ports: AssessPorts,
  head: LedgerEntry,
  champion: Release,
  { execution, request }: Input,
): Promise<AssessOutput> {
  const { ledger, records, decisions, modelName, clock } = ports;
  const definition = await ports.definition();
  const problems = trainingRequestProblems(request, definition);
  if (problems.length > 0) throw new InvalidInput('the request', problems);
  const [now, { triggers }] = [clock.now(), definition];
  const entries = await readEntriesSince(ledger, modelName, head, lookBack({ request, triggers, now }));
  const { paused } = head.state;
  const question = triggerQuestion({ request, execution: execution.arn, triggers, paused, entries, now });
  const verdict = decideTrigger(question);
  await decisions.write(recordOf('trigger', { modelName, execution, at: now, question, verdict }));
  if (verdict.decision === 'skip') return verdict;
  return {
    ...verdict,
    trigger: request.trigger,
    window: trainingWindow(request, definition, await records.list(modelName), now),
    trainers: requestedTrainers(request, definition, champion),
  };
}

export const handler = lambdaHandler('assess', (environment) => {
  const [database, objects] = [dynamoDb(), s3()];
  return createAssess({
    ledger: dynamoDbLedger(database, environment.REGISTRY_TABLE_NAME),
    records: dynamoDbVersionRecords(database, environment.REGISTRY_TABLE_NAME),
    decisions: s3DecisionRecords(objects, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(objects, environment),
    clock: systemClock,
    modelName: environment.MODEL_NAME,
  });
});
