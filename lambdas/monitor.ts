import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbPredictionStore } from '../lib/aws/dynamodb-prediction-store.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { httpPrometheus } from '../lib/aws/http-prometheus.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import type { ModelArtifact } from '../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import { readReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import type { Release } from '../lib/domain/ledger/release.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { FindingLog } from '../lib/domain/ports/finding-log.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { OutcomeArchive } from '../lib/domain/ports/outcome-archive.ts';
import type { PredictionStore } from '../lib/domain/ports/outcome-store.ts';
import type { Prometheus } from '../lib/domain/ports/prometheus.ts';
import type { VersionRecord, VersionRecords } from '../lib/domain/ports/version-record.ts';
import type { StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { cohortPerformance, performanceMeasurements } from '../lib/domain/triggers/cohort-performance.ts';
import { conceptVerdict } from '../lib/domain/triggers/concept-drift.ts';
import { driftMeasurements } from '../lib/domain/triggers/drift-measurements.ts';
import { driftVerdict } from '../lib/domain/triggers/drift-verdict.ts';
import type { Cohort } from '../lib/domain/triggers/label-maturity.ts';
import type { Measurement } from '../lib/domain/triggers/measurements.ts';
import { observedCohort } from '../lib/domain/triggers/observed-cohort.ts';
import {
  type Observation,
  type ObservedOutcome,
  observationOf,
  rowsWithin,
} from '../lib/domain/triggers/observed-outcomes.ts';
import { outsideVerdict, withOutsideValue } from '../lib/domain/triggers/outside-performance.ts';
import { performanceVerdict } from '../lib/domain/triggers/performance-verdict.ts';
import { readObserved } from '../lib/domain/triggers/read-observed.ts';
import { findingOf, type TriggerFinding, withoutEvidence } from '../lib/domain/triggers/trigger-finding.ts';
import { countRows } from '../lib/training/window-counts.ts';
import { loggedFindings } from './finding-log.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';

export interface MonitorPorts {
  readonly modelName: string;
  readonly definition: DefinitionSource;
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly archive: OutcomeArchive;
  readonly predictions: PredictionStore;
  readonly prometheus: Prometheus;
  readonly store: ArtifactStore;
  readonly metrics: MetricRecorder;
  readonly findings: FindingLog;
  readonly clock: Clock;
}

/** The champion and all that is looked at to tell how it does. */
interface Subject {
  readonly champion: Release;
  readonly triggers: ModelDefinition['triggers'];
  readonly record: VersionRecord | null;
  readonly model: ModelArtifact;
  readonly observation: Observation;
  readonly observed: readonly ObservedOutcome[];
}

type MatureOutcomes = Pick<Cohort, 'labels' | 'scores' | 'coverage'>;

/** All looks share what is mature, which takes a sample of predictions to tell. */
type Look = (ports: MonitorPorts, subject: Subject, mature: Promise<MatureOutcomes>) => Promise<TriggerFinding[]>;

/** Rows of predictions that coverage and delay of labels are estimated on: plenty for both, and a few seconds to read. */
const SAMPLED_ROWS = 50_000;

/**
 * Looks once a day at how the champion does on what was observed of it, tells what the triggers have to say, and writes it
 * as metrics, which the alarms see. Where there is no evidence there is no metric. One look that fails does not keep the
 * other from its work; what failed is thrown in the end, so that it is tried again, and told if that does not help.
 */
export function createMonitor(ports: MonitorPorts) {
  return async (): Promise<StepOutput<'monitor'>> => {
    const [{ triggers }, head] = await Promise.all([ports.definition(), ports.ledger.readHead(ports.modelName)]);
    const champion = head?.state.champion ?? null;
    if (champion === null) return { modelVersion: null, findings: told(ports, withoutChampion(triggers)) };
    const subject = await readSubject(ports, champion, triggers);
    const mature = readMature(ports, subject);
    const looks = await Promise.allSettled(
      [lookAtDrift, lookAtPerformance].map((look) => look(ports, subject, mature)),
    );
    const findings = looks.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    told(ports, findings);
    throwAny(looks.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
    return { modelVersion: champion.modelVersion, findings };
  };
}

function throwAny(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('; '));
  if (failures.length === 1) throw failures[0];
}

function withoutChampion({ drift, performance }: ModelDefinition['triggers']): TriggerFinding[] {
  return [
    ...(drift === null ? [] : [withoutEvidence('drift', 'there is no champion')]),
    ...(performance === null || performance.source?.cloudWatch !== undefined
      ? []
      : [withoutEvidence('performance', 'there is no champion')]),
  ];
}

function told({ findings: log }: MonitorPorts, findings: TriggerFinding[]): TriggerFinding[] {
  for (const finding of findings) log.record(finding);
  return findings;
}

async function readSubject(
  { modelName, records, store, archive, clock }: MonitorPorts,
  champion: Release,
  triggers: ModelDefinition['triggers'],
): Promise<Subject> {
  const { modelVersion, modelKey, modelSha256 } = champion;
  const observation = observationOf(modelVersion, { triggers }, clock.now());
  const [record, model, observed] = await Promise.all([
    records.read(modelName, modelVersion),
    readModelArtifact(store, { key: modelKey, sha256: modelSha256 }),
    readObserved(archive, modelName, observation),
  ]);
  return { champion, triggers, record, model, observation, observed };
}

async function readMature({ predictions }: MonitorPorts, subject: Subject): Promise<MatureOutcomes> {
  return observedCohort(await predictions.sample(SAMPLED_ROWS), subject.observed, subject.observation);
}

const lookAtDrift: Look = async (ports, { champion, triggers, record, model, observation, observed }, mature) => {
  if (triggers.drift === null) return [];
  const stored = record?.referenceProfile;
  if (stored === undefined) return [withoutEvidence('drift', `${champion.modelVersion} has no reference profile`)];
  const profile = await readReferenceProfile(ports.store, stored, model);
  const windows = observation.days.map((day) => ({
    schema: 'ratchet.drift-window/1' as const,
    modelSha256: champion.modelSha256,
    ...day,
    ...countRows(profile, rowsWithin(observed, day)),
  }));
  const requests = driftVerdict(profile, windows, triggers.drift);
  // the look at performance fails of the same, and says why
  const cohort = await mature.catch(() => null);
  const concept = cohort === null ? null : conceptVerdict(profile, cohort);
  write(ports, driftMeasurements(requests, concept));
  return [requests, ...(concept === null ? [] : [concept])].map(findingOf);
};

const lookAtPerformance: Look = async (ports, { triggers, record, model }, mature) => {
  const performance = cohortPerformance(await mature, model);
  const measured = performanceMeasurements(performance, record?.metrics.accuracy);
  const { prometheus } = triggers.performance?.source ?? {};
  if (triggers.performance !== null && prometheus !== undefined) {
    const value = await ports.prometheus(prometheus);
    write(ports, withOutsideValue(measured, value, triggers.performance));
    return [outsideVerdict(value, triggers.performance)];
  }
  write(ports, measured);
  // an alarm on a metric of somebody else says itself what there is to say
  if (triggers.performance === null || triggers.performance.source !== undefined) return [];
  return [performanceVerdict(performance, triggers.performance)];
};

function write({ metrics, modelName }: MonitorPorts, measurements: readonly Measurement[]): void {
  for (const { name, value } of measurements) metrics.record(name, value, { modelName });
}

export const handler = lambdaHandler('monitor', (environment) => {
  const [database, objects] = [dynamoDb(), s3()];
  return createMonitor({
    modelName: environment.MODEL_NAME,
    definition: s3DefinitionSource(objects, environment),
    ledger: dynamoDbLedger(database, environment.REGISTRY_TABLE_NAME),
    records: dynamoDbVersionRecords(database, environment.REGISTRY_TABLE_NAME),
    archive: s3OutcomeArchive(objects, environment.ARTIFACT_BUCKET_NAME),
    predictions: dynamoDbPredictionStore(database, environment.PREDICTIONS_TABLE_NAME),
    prometheus: httpPrometheus(),
    store: s3ArtifactStore(objects, environment.ARTIFACT_BUCKET_NAME),
    metrics: embeddedMetrics(),
    findings: loggedFindings('monitor'),
    clock: systemClock,
  });
});
