import { createMonitor } from '../../lambdas/monitor.ts';
import { createTrain } from '../../lambdas/train.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import type { PredictionRecord } from '../../lib/domain/ports/outcome-store.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import { monitorAnswerSchema } from '../../lib/domain/steps/monitor.ts';
import { secondsAfter } from '../../lib/domain/time.ts';
import type { TriggerFinding } from '../../lib/domain/triggers/trigger-finding.ts';
import { fittedModel } from '../../lib/training/formats/stored-model.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { eventOf, releaseOf } from '../domain/ledger/ledger-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { filledLedger } from '../in-memory/filled-ledger.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryPredictionStore } from '../in-memory/in-memory-prediction-store.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

/** A quarter past one, when the days before are over. */
export const NOW = '2026-02-20T01:15:00.000Z';
const MIDNIGHT = '2026-02-20T00:00:00.000Z';
const DAY = 86_400;

export const watching = {
  triggers: { drift: { psi: 0.25, share: 0.3, windows: 2 }, performance: { metric: 'accuracy', below: 0.5 } },
};

/** Outcomes of predictions that were made on one day from midnight on, one a minute. */
export interface DayOfOutcomes {
  /** 1 is yesterday. */
  readonly daysAgo: number;
  readonly count: number;
  /** How much older customers are than those of training; they leave as often as others of their age. */
  readonly older?: number;
  /** Whether every label is the other one. */
  readonly turned?: boolean;
  readonly modelVersion?: string;
  /** Seconds until the label. */
  readonly delay?: number;
  /** False for outcomes of nobody's prediction. */
  readonly linked?: boolean;
}

export interface MonitorSetUp {
  readonly fields?: object;
  readonly record?: (trained: VersionRecord) => VersionRecord;
  /** False for a model that nobody has bootstrapped. */
  readonly champion?: boolean;
  /** What Prometheus answers. @default no value */
  readonly outside?: () => number | null;
}

/** A champion 1.0.0 that has learnt from a thousand customers, and a monitor of it with ports in memory. */
export async function monitored({
  fields = watching,
  record = (one) => one,
  champion = true,
  outside = () => null,
}: MonitorSetUp = {}) {
  const definition = async () => churnDefinition(fields);
  const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(3_000));
  const train = createTrain({ store, archive, definition, modelName: 'churn' });
  const trained = await train({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: 'logistic-regression' } });
  archive.objects.clear();
  const model = await readModelArtifact(store, trained.model);
  const records = inMemoryVersionRecords();
  const { referenceProfile } = trained;
  const metrics = { accuracy: 0.9 };
  await records.put(record(sampleRecord('1.0.0', { model: trained.model, referenceProfile, metrics })));
  const release = releaseOf('2', '1.0.0', { modelKey: trained.model.key, modelSha256: trained.model.sha256 });
  const ledger = champion ? await filledLedger([eventOf('bootstrapped', { release })]) : inMemoryLedger();
  const [recorder, predictions, told] = [inMemoryMetricRecorder(), inMemoryPredictionStore(), [] as TriggerFinding[]];
  const findings = { record: (finding: TriggerFinding) => void told.push(finding) };
  const clock = fakeClock(NOW);
  const prometheus = async () => outside();
  const common = {
    modelName: 'churn',
    definition,
    ledger,
    records,
    archive,
    predictions,
    prometheus,
    store,
    decisions: inMemoryDecisionRecords(),
    metrics: recorder,
  };
  const monitor = createMonitor({ ...common, findings, clock });
  const score = createScorer(fittedModel(model, 'model'));
  const keepPredictions = async (day: DayOfOutcomes) => {
    for (const outcome of outcomesOf(day, score)) {
      if (outcome.prediction !== null) await predictions.put(recordOf(outcome), 90);
    }
  };

  return {
    ...common,
    monitor,
    recorder,
    told,
    clock,
    trained,
    /** Keeps the predictions of a day, and what came of them. */
    archiveDay: async (day: DayOfOutcomes) => {
      await keepPredictions(day);
      return await archive.write('churn', outcomesOf(day, score));
    },
    /** Keeps the records of the predictions that these outcomes are of, and nothing of the outcomes. */
    keepPredictions,
  };
}

/** What the monitor says of a champion with these outcomes, and the metrics that it writes. */
export async function looked(days: readonly DayOfOutcomes[], set: MonitorSetUp = {}) {
  const subject = await monitored(set);
  for (const day of days) await subject.archiveDay(day);
  const answer = monitorAnswerSchema.parse(await subject.monitor());
  const of = (type: string) => answer.findings.find((finding) => finding.type === type);
  return { ...subject, answer, drift: of('drift'), performance: of('performance'), lines: subject.recorder.lines };
}

/** Values of a metric among what was written. */
export function metricOf(lines: readonly string[], name: string): number[] {
  const found = lines.filter((line) => line.startsWith(`${name} `));
  return found.map((line) => Number(line.split(' ')[1]));
}

type Score = ReturnType<typeof createScorer>;

function outcomesOf(day: DayOfOutcomes, score: Score): StoredOutcome[] {
  const { daysAgo, count, older = 0, turned = false, modelVersion = '1.0.0', linked = true, delay = 60 } = day;
  const start = secondsAfter(MIDNIGHT, -daysAgo * DAY);
  return churnOutcomes(count, older).map((outcome, index) => {
    const features = { age: outcome.features.age ?? null, job: outcome.features.job ?? null };
    const at = secondsAfter(start, index * 60);
    const id = `day-${daysAgo}-${index}`;
    const prediction = { id: `${id}-0`, modelVersion, functionVersion: '2', at, score: score(features) };
    const receivedAt = secondsAfter(at, delay);
    const label = turned ? ({ yes: 'no', no: 'yes' }[outcome.label] ?? outcome.label) : outcome.label;
    return { ...outcome, id, time: at, label, features, prediction: linked ? prediction : null, receivedAt };
  });
}

function recordOf({ id, time, features, prediction }: StoredOutcome): PredictionRecord {
  const { modelVersion = '1.0.0', score = 0.5 } = prediction ?? {};
  const rows = [{ features, score }];
  return { schema: 'ratchet.prediction/1', predictionId: id, modelVersion, functionVersion: '2', at: time, rows };
}
