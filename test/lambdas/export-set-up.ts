import { createExport } from '../../lambdas/export.ts';
import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import { contentHash } from '../../lib/domain/content-hash.ts';
import { nextEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { StoredObject } from '../../lib/domain/ports/artifact-store.ts';
import { exportInputSchema, exportOutputSchema } from '../../lib/domain/steps/export.ts';
import type { TrainerRequest } from '../../lib/domain/steps/trainer-request.ts';
import { timestamp } from '../../lib/domain/time.ts';
import type { TrainingEngine } from '../../lib/domain/training-engine/training-place.ts';
import { sampleOutcome } from '../contracts/sample-outcome.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { constantModel } from '../domain/artifacts/artifact-samples.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { BASELINE, bootstrapped } from '../domain/ledger/ledger-samples.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryOutcomeArchive } from '../in-memory/in-memory-outcome-archive.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';

export const HOUR = 3_600_000;
export const START = Date.parse('2026-01-05T00:00:00.000Z');
export const window = { from: timestamp(START), to: timestamp(START + 24 * HOUR) };

/** Outcomes that happen an hour apart from `first` on and arrive half an hour later. */
export function outcomesFrom(first: number, count: number, details: Partial<StoredOutcome> = {}): StoredOutcome[] {
  return Array.from({ length: count }, (_, index) => {
    const time = START + (first + index) * HOUR;
    return sampleOutcome(`o-${first + index}`, {
      time: timestamp(time),
      receivedAt: timestamp(time + HOUR / 2),
      label: index % 2 === 0 ? 'yes' : 'no',
      features: { age: 40, balance: 7, job: 'nurse', marital: 'single' },
      ...details,
    });
  });
}

export async function setUp(
  outcomes: readonly StoredOutcome[],
  fields: object = {},
  engines: readonly TrainingEngine[] = ['lambda', 'fargate'],
) {
  const archive = inMemoryOutcomeArchive();
  await archive.write('churn', outcomes);
  const store = inMemoryArtifactStore();
  const records = inMemoryVersionRecords();
  const ledger = inMemoryLedger();
  const metrics = inMemoryMetricRecorder();
  const decisions = inMemoryDecisionRecords();
  const listed: string[] = [];
  const step = createExport({
    modelName: 'churn',
    definition: async () => definitionWith({ samples: { minimum: 10, trusted: 100, minimumNew: 5 }, ...fields }),
    ledger,
    records,
    archive: {
      ...archive,
      list(modelName, from) {
        listed.push(from);
        return archive.list(modelName, from);
      },
    },
    store,
    decisions,
    metrics,
    engines,
  });
  const run = async (request: object = {}, span = window, trainers?: readonly TrainerRequest[]) => {
    const execution = { arn: 'arn:execution', name: 'one', startedAt: window.to };
    const output = await step(exportInputSchema.parse({ execution, request, window: span, trainers }));
    return exportOutputSchema.parse(output);
  };
  const register = async (modelVersion: string, snapshot: StoredObject | null) => {
    const { lineage } = sampleRecord(modelVersion);
    await records.put(sampleRecord(modelVersion, { lineage: { ...lineage, snapshot } }));
  };
  /** Exports and registers what came of it, as the following steps do. */
  const retrain = async (modelVersion: string) => {
    const output = await run();
    if (output.decision !== 'train') throw new Error(output.reason);
    await register(modelVersion, output.snapshot);
    return output.snapshot;
  };
  /** Begins the ledger with a champion of these features. */
  const crown = async (features: ModelArtifact['features']) => {
    const model = { ...constantModel, target: 'y', features, featureSetSha256: contentHash(features) };
    const { key, sha256 } = await writeModelArtifact(store, model);
    await ledger.append(nextEntry('churn', null, bootstrapped({ ...BASELINE, modelKey: key, modelSha256: sha256 })));
    return key;
  };
  return { archive, store, metrics, decisions, listed, run, register, retrain, crown };
}
