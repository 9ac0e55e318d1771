import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { readModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import type { OutcomeWindow, Snapshot } from '../lib/domain/artifacts/snapshot.ts';
import { freezeOutcomes, type OutcomePart } from '../lib/domain/artifacts/snapshot-content.ts';
import { readSnapshot, writeSnapshot } from '../lib/domain/artifacts/snapshot-door.ts';
import { countData } from '../lib/domain/data-gate/count-data.ts';
import { findingEvidence, judgeData } from '../lib/domain/data-gate/data-gate.ts';
import type { ChampionSchema } from '../lib/domain/data-gate/data-gate-question.ts';
import { recordOf } from '../lib/domain/decision-records/decision-kinds.ts';
import { startOf } from '../lib/domain/decision-records/decision-record.ts';
import { MOST_FUTURE_SECONDS } from '../lib/domain/decisions/outcome-check.ts';
import { inGroups } from '../lib/domain/in-groups.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import { metricNames } from '../lib/domain/metric-names.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { OutcomeArchive } from '../lib/domain/ports/outcome-archive.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import type { ExportOutput } from '../lib/domain/steps/export.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { secondsAfter } from '../lib/domain/time.ts';
import {
  placeTrainings,
  readTrainingEngines,
  type TrainingEngine,
} from '../lib/domain/training-engine/training-place.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';

export interface ExportPorts {
  readonly modelName: string;
  readonly definition: DefinitionSource;
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly archive: OutcomeArchive;
  readonly store: ArtifactStore;
  readonly decisions: DecisionRecords;
  readonly metrics: MetricRecorder;
  /** What can train in this deployment. */
  readonly engines: readonly TrainingEngine[];
}

const PARTS_AT_ONCE = 16;

/** Freezes the outcomes of the window as a snapshot, unless the data gate says that they are not worth training on. */
export function createExport(ports: ExportPorts) {
  const { modelName, definition, store, decisions, metrics } = ports;
  return async ({ execution, request, window, trainers = [] }: StepInput<'export'>): Promise<ExportOutput> => {
    const [model, previous, champion, parts] = await Promise.all([
      definition(),
      previousSnapshot(ports),
      championSchema(ports),
      readParts(ports, window),
    ]);
    const { rows, contradicted, snapshot } = freezeOutcomes(modelName, window, parts);
    const shrinkage = Math.max(0, (previous?.rows ?? 0) - rows.length);
    metrics.record(metricNames.datasetShrinkage, shrinkage, { modelName });

    const data = { rows, contradictedIds: contradicted, previous, champion };
    const question = countData({ definition: model, request, ...data });
    const { findings, ...verdict } = judgeData(question);
    const answered = { question, verdict: { ...verdict, findings } };
    await decisions.write(recordOf('data-gate', { modelName, execution, at: startOf(execution), ...answered }));
    if (verdict.decision === 'skip') return { ...verdict, evidence: findingEvidence(findings) };
    const places = placeTrainings({ definition: model, rows: rows.length, engines: ports.engines }, trainers);
    metrics.record(metricNames.trainingRows, rows.length, { modelName });
    const stored = await writeSnapshot(store, { ...snapshot, findings: [...findings] });
    return { ...verdict, snapshot: stored, rows: rows.length, places };
  };
}

/** Of the highest model version that was trained on outcomes, whatever became of it. */
async function previousSnapshot({ modelName, records, store }: ExportPorts): Promise<Snapshot | null> {
  const trained = (await records.list(modelName)).find(({ lineage }) => lineage.snapshot !== null);
  const snapshot = trained?.lineage.snapshot ?? null;
  return snapshot === null ? null : readSnapshot(store, snapshot);
}

async function championSchema({ modelName, ledger, store }: ExportPorts): Promise<ChampionSchema | null> {
  const champion = (await ledger.readHead(modelName))?.state.champion ?? null;
  if (champion === null) return null;
  const { modelVersion, modelKey, modelSha256 } = champion;
  const model = await readModelArtifact(store, { key: modelKey, sha256: modelSha256 });
  return { ...model, modelVersion };
}

/** An outcome arrives after it happened, by its sender's clock, which may be ahead of ours: nothing is older than that. */
async function readParts({ modelName, archive }: ExportPorts, { from }: OutcomeWindow): Promise<OutcomePart[]> {
  const objects = await archive.list(modelName, secondsAfter(from, -MOST_FUTURE_SECONDS));
  return inGroups(objects, PARTS_AT_ONCE, async (object) => ({ object, outcomes: await archive.read(object) }));
}

export const handler = lambdaHandler('export', (environment) => {
  const [database, objects] = [dynamoDb(), s3()];
  return createExport({
    modelName: environment.MODEL_NAME,
    definition: s3DefinitionSource(objects, environment),
    ledger: dynamoDbLedger(database, environment.REGISTRY_TABLE_NAME),
    records: dynamoDbVersionRecords(database, environment.REGISTRY_TABLE_NAME),
    archive: s3OutcomeArchive(objects, environment.ARTIFACT_BUCKET_NAME),
    store: s3ArtifactStore(objects, environment.ARTIFACT_BUCKET_NAME),
    decisions: s3DecisionRecords(objects, environment.ARTIFACT_BUCKET_NAME),
    metrics: embeddedMetrics(),
    engines: readTrainingEngines(environment.TRAINING_ENGINES),
  });
});
