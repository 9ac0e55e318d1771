import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { writeComparison } from '../lib/domain/artifacts/comparison-door.ts';
import type { StoredOutcome } from '../lib/domain/artifacts/outcome.ts';
import { readSnapshotOutcomes, type SnapshotPorts } from '../lib/domain/artifacts/snapshot-outcomes.ts';
import { recordOf } from '../lib/domain/decision-records/decision-kinds.ts';
import { startOf } from '../lib/domain/decision-records/decision-record.ts';
import { askedOfGate, compareModels } from '../lib/domain/gate/compare-models.ts';
import { gateQuestion, gateVerdict } from '../lib/domain/gate/gate-question.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import { NotBootstrapped } from '../lib/domain/ledger/ledger-errors.ts';
import type { Release } from '../lib/domain/ledger/release.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { CompareOutput } from '../lib/domain/steps/compare.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { scoreRows } from '../lib/training/scoring/score-rows.ts';
import { partOf } from '../lib/training/split.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { readSoundModel } from './stored-model.ts';

export interface ComparePorts extends SnapshotPorts {
  readonly ledger: Ledger;
  readonly decisions: DecisionRecords;
  readonly definition: DefinitionSource;
  readonly modelName: string;
}

/** Scores candidate and champion on the same holdout rows, whatever was measured before, and asks the gate. */
export function createCompare({ ledger, store, archive, decisions, definition, modelName }: ComparePorts) {
  return async ({ execution, trigger, snapshot, trained }: StepInput<'compare'>): Promise<CompareOutput> => {
    const champion = await readChampion(ledger, modelName);
    const compared = { modelVersion: champion.modelVersion, modelSha256: champion.modelSha256 };
    const [{ model: candidateModel }, { model: championModel }] = await Promise.all([
      readSoundModel(store, trained.model),
      readSoundModel(store, { key: champion.modelKey, sha256: champion.modelSha256 }),
    ]);
    const isHeldOut = ({ id }: StoredOutcome) => partOf(id) === 'holdout';
    const holdout = await readSnapshotOutcomes({ store, archive }, modelName, snapshot, isHeldOut);
    const { gate } = await definition();
    const input = {
      modelName,
      candidate: scoreRows(candidateModel, holdout),
      // in the candidate's terms, should the labels of the definition have changed
      champion: scoreRows(championModel, holdout, candidateModel),
      terms: candidateModel,
      settings: gate,
      trigger,
      snapshotSha256: snapshot.sha256,
      candidateSha256: trained.model.sha256,
      compared,
      validatedAt: startOf(execution),
    };
    const asked = askedOfGate(input);
    const decision = compareModels(input, asked);
    const comparison = await writeComparison(store, modelName, decision);
    const answered = { question: gateQuestion(asked, comparison), verdict: gateVerdict(decision) };
    await decisions.write(recordOf('gate', { modelName, execution, at: input.validatedAt, ...answered }));
    return { verdict: decision.verdict, reason: decision.reason, compared, comparison };
  };
}

async function readChampion(ledger: Ledger, modelName: string): Promise<Release> {
  const head = await ledger.readHead(modelName);
  if (head?.state.champion) return head.state.champion;
  throw new NotBootstrapped(`${modelName} should have a champion to compare with, got none: deploy the model's stack`);
}

export const handler = lambdaHandler('compare', (environment) => {
  const client = s3();
  return createCompare({
    ledger: dynamoDbLedger(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    store: s3ArtifactStore(client, environment.ARTIFACT_BUCKET_NAME),
    archive: s3OutcomeArchive(client, environment.ARTIFACT_BUCKET_NAME),
    decisions: s3DecisionRecords(client, environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(client, environment),
    modelName: environment.MODEL_NAME,
  });
});
