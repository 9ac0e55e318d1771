import { createRegister, type RegisterPorts } from '../../lambdas/register.ts';
import type { Comparison } from '../../lib/domain/artifacts/comparison.ts';
import { writeComparison } from '../../lib/domain/artifacts/comparison-door.ts';
import type { Evaluation, Measurements } from '../../lib/domain/artifacts/evaluation.ts';
import { writeEvaluation } from '../../lib/domain/artifacts/evaluation-door.ts';
import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { Snapshot } from '../../lib/domain/artifacts/snapshot.ts';
import { writeSnapshot } from '../../lib/domain/artifacts/snapshot-door.ts';
import { contentHash, sha256Hex } from '../../lib/domain/content-hash.ts';
import { registerOutputSchema } from '../../lib/domain/steps/register.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import type { StepInput } from '../../lib/domain/steps/step-contracts.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { sampleComparison } from '../domain/artifacts/artifact-samples.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { BASELINE, bootstrapped, LATER_RETRAIN, MODEL, minute, RETRAIN } from '../domain/ledger/ledger-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { filledLedger } from '../in-memory/filled-ledger.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { inMemorySigner } from '../in-memory/in-memory-signer.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';
import { sampleModel } from './model-samples.ts';

export const NOW = minute(60);
export const execution = { arn: RETRAIN, name: 'monday', startedAt: minute(50) };
export const laterExecution = { arn: LATER_RETRAIN, name: 'tuesday', startedAt: minute(50) };

/** The definition of the model that `sampleModel` is trained for. */
const definitionFields = {
  name: MODEL,
  target: 'churned',
  features: { numeric: ['age'], categorical: ['job'], dropped: ['id'] },
};

const measured: Measurements = {
  rows: 1000,
  auc: 0.83,
  accuracy: 0.9,
  f1: null,
  'macro-f1': null,
  'log-loss': 0.3,
  brier: 0.1,
};

export const snapshotOf = (details: Partial<Snapshot> = {}): Snapshot => ({
  schema: 'ratchet.snapshot/1',
  modelName: MODEL,
  window: { from: '2025-12-01T00:00:00.000Z', to: minute(0) },
  parts: [],
  rows: 5000,
  rowsSha256: sha256Hex('rows'),
  labels: { yes: 1000, no: 4000 },
  watermark: null,
  ...details,
});

const rule = {
  metric: 'auc absolute',
  value: 0.02,
  threshold: 0.01,
  strict: false,
  n: 1000,
  interval: [0.01, 0.03] as [number, number],
  severity: 'hard' as const,
  passed: true,
};

/** What may be other than usual about one candidate. */
export interface CandidateDetails {
  readonly model?: Partial<ModelArtifact>;
  readonly evaluation?: Partial<Evaluation>;
  readonly snapshot?: Partial<Snapshot>;
  readonly comparison?: Partial<Comparison>;
  readonly request?: Partial<RetrainRequest>;
  readonly execution?: typeof execution;
}

/** A registry with the baseline as champion, and a store for candidates. */
export async function setUp(overrides: Partial<Omit<RegisterPorts, 'store'>> = {}, definition: object = {}) {
  const clock = fakeClock(NOW);
  const ports = {
    ledger: await filledLedger([bootstrapped()]),
    records: inMemoryVersionRecords(),
    store: inMemoryArtifactStore(),
    definition: async () => definitionWith({ ...definitionFields, ...definition }),
    signer: inMemorySigner(),
    clock,
    modelName: MODEL,
    codeSha256: sha256Hex('train'),
    ...overrides,
  };
  const baseline = sampleRecord('0.0.0');
  await ports.records.put({ ...baseline, lineage: { ...baseline.lineage, trainerFamily: 'constant' } });
  const step = createRegister(ports);
  const register = async (input: StepInput<'register'>) => registerOutputSchema.parse(await step(input));
  const candidate = (details: CandidateDetails = {}) => candidateInput(ports, details);
  return { ports, clock, register, candidate };
}

/** Stores a candidate with everything that belongs to it, as the steps before have. */
async function candidateInput(
  { store }: Pick<RegisterPorts, 'store'>,
  details: CandidateDetails,
): Promise<StepInput<'register'>> {
  const features = details.model?.features;
  const hash = features === undefined ? {} : { featureSetSha256: contentHash(features) };
  const model = await writeModelArtifact(store, sampleModel({ ...hash, ...details.model }));
  const snapshot = await writeSnapshot(store, snapshotOf(details.snapshot));
  const shared = { snapshotSha256: snapshot.sha256 };
  const evaluation = await writeEvaluation(store, MODEL, {
    schema: 'ratchet.evaluation/1',
    modelSha256: model.sha256,
    ...shared,
    train: measured,
    validation: measured,
    holdout: measured,
    holdoutRows: [],
    ...details.evaluation,
  });
  const comparison: Comparison = {
    ...sampleComparison,
    ...shared,
    candidateSha256: model.sha256,
    compared: { modelVersion: BASELINE.modelVersion, modelSha256: BASELINE.modelSha256 },
    rows: 1000,
    candidate: measured,
    champion: { ...measured, auc: 0.5, accuracy: 0.8, brier: null },
    verdict: 'promote',
    code: 'BETTER',
    confidence: 'high',
    reason: 'the gain in auc is large enough',
    rules: [rule],
    ...details.comparison,
  };
  const { verdict, reason, compared } = comparison;
  return {
    execution: details.execution ?? execution,
    request: retrainRequestSchema.parse(details.request ?? {}),
    snapshot,
    trained: { trainer: 'logistic-regression', model, evaluation, validationScore: 0.8 },
    comparison: { verdict, reason, compared, comparison: await writeComparison(store, MODEL, comparison) },
  };
}
