import { dynamoDb, kms, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { kmsSigner } from '../lib/aws/kms-signer.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { readComparison } from '../lib/domain/artifacts/comparison-door.ts';
import { readEvaluation } from '../lib/domain/artifacts/evaluation-door.ts';
import { signedRecord } from '../lib/domain/artifacts/record-signature.ts';
import { readReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import { readSnapshot } from '../lib/domain/artifacts/snapshot-door.ts';
import { type CandidateArtifacts, requireCoherentCandidate } from '../lib/domain/decisions/candidate-check.ts';
import { candidateRecord } from '../lib/domain/decisions/candidate-record.ts';
import {
  afterRegistration,
  alreadyRegisteredEvent,
  isAlreadyRegistered,
  isRegistration,
  registeredEvent,
  verdictOf,
} from '../lib/domain/decisions/registration.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import { recordOnce } from '../lib/domain/ledger/record-once.ts';
import { RecordBroken, VersionTaken } from '../lib/domain/ports/adapter-errors.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Signer } from '../lib/domain/ports/signer.ts';
import type { VersionRecord, VersionRecords } from '../lib/domain/ports/version-record.ts';
import type { RegisterOutput } from '../lib/domain/steps/register.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { readSoundModel } from './stored-model.ts';

export interface RegisterPorts {
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly store: ArtifactStore;
  readonly definition: DefinitionSource;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly modelName: string;
  /** Hash of the code that trains. */
  readonly codeSha256: string;
}

type Input = StepInput<'register'>;

const MOST_ATTEMPTS = 8;

/** Gives a candidate its model version, whatever the verdict, and says what follows from that. */
export function createRegister(ports: RegisterPorts) {
  return async (input: Input): Promise<RegisterOutput> => {
    const definition = await ports.definition();
    const artifacts = await readCandidate(ports, input, definition);
    const known = (await ports.records.list(ports.modelName)).find(
      ({ model }) => model.sha256 === input.trained.model.sha256,
    );
    const another = known !== undefined && known.execution !== input.execution.arn;
    if (another && !input.request.force) return skip(ports, input, known);
    const record = known ?? (await putRecord(ports, input, artifacts, definition));
    const verdict = verdictOf(artifacts.comparison, artifacts.snapshot);
    const { sequence } = await recordOnce(ports.ledger, ports.clock, ports.modelName, {
      execution: input.execution,
      eventAt: (at) => registeredEvent(record, verdict, input, at),
      isSame: isRegistration,
    });
    return afterRegistration(record, input, definition.gate.approval, sequence);
  };
}

/** Reads and checks everything about the candidate, and loads the model for a trial. */
async function readCandidate(
  { store }: RegisterPorts,
  input: Input,
  definition: ModelDefinition,
): Promise<CandidateArtifacts> {
  const { trained, snapshot, comparison } = input;
  const [{ artifact: model }, evaluation, data, compared] = await Promise.all([
    readSoundModel(store, trained.model),
    readEvaluation(store, trained.evaluation),
    readSnapshot(store, snapshot),
    readComparison(store, comparison.comparison),
  ]);
  const { referenceProfile: stored } = trained;
  const profile = stored === undefined ? null : await readReferenceProfile(store, stored, model);
  const artifacts = { model, evaluation, snapshot: data, comparison: compared, profile };
  requireCoherentCandidate(artifacts, input, definition);
  return artifacts;
}

async function putRecord(
  { records, signer, clock, modelName, codeSha256 }: RegisterPorts,
  input: Input,
  artifacts: CandidateArtifacts,
  definition: ModelDefinition,
): Promise<VersionRecord> {
  const { modelVersion } = input.comparison.compared;
  const champion = await records.read(modelName, modelVersion);
  if (champion === null) throw new RecordBroken(`the champion ${modelVersion} should have a version record, got none`);
  for (let attempt = 1; ; attempt += 1) {
    const registered = await records.list(modelName);
    const context = { definition, champion, registered, codeSha256, now: clock.now() };
    const record = await signedRecord(signer, candidateRecord(artifacts, input, context));
    try {
      await records.put(record);
      return record;
    } catch (error) {
      // another execution took the number: list again and take the next
      if (!(error instanceof VersionTaken) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

async function skip(
  { ledger, clock, modelName }: RegisterPorts,
  input: Input,
  known: VersionRecord,
): Promise<RegisterOutput> {
  const { event } = await recordOnce(ledger, clock, modelName, {
    execution: input.execution,
    eventAt: (at) => alreadyRegisteredEvent(known, input, at),
    isSame: isAlreadyRegistered,
  });
  return { decision: 'stop', modelVersion: known.modelVersion, verdict: 'skipped', reason: event.reason };
}

/** Set when the handler is bundled: the SHA-256 of the bundle of `train`, in hexadecimal. */
declare const TRAIN_CODE_SHA256: string | undefined;

export const handler = lambdaHandler('register', (environment) => {
  const [database, objects] = [dynamoDb(), s3()];
  return createRegister({
    ledger: dynamoDbLedger(database, environment.REGISTRY_TABLE_NAME),
    records: dynamoDbVersionRecords(database, environment.REGISTRY_TABLE_NAME),
    store: s3ArtifactStore(objects, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(objects, environment),
    signer: kmsSigner(kms(), environment.SIGNING_KEY_ID),
    clock: systemClock,
    modelName: environment.MODEL_NAME,
    codeSha256: typeof TRAIN_CODE_SHA256 === 'undefined' ? 'not bundled' : TRAIN_CODE_SHA256,
  });
});
