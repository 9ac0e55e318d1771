import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbPredictionStore } from '../lib/aws/dynamodb-prediction-store.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { httpPrometheus } from '../lib/aws/http-prometheus.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { s3OutcomeArchive } from '../lib/aws/s3-outcome-archive.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { ProfileMismatch } from '../lib/domain/artifacts/drift-errors.ts';
import type { DriftWindow } from '../lib/domain/artifacts/drift-window.ts';
import type { ModelArtifact } from '../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import type { ReferenceProfile } from '../lib/domain/artifacts/reference-profile.ts';
import { readReferenceProfile } from '../lib/domain/artifacts/reference-profile-door.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import type { Release } from '../lib/domain/ledger/release.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
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
import { countDays } from '../lib/domain/triggers/counted-days.ts';
import { driftMeasurements } from '../lib/domain/triggers/drift-measurements.ts';
import { type DriftVerdict, driftVerdict } from '../lib/domain/triggers/drift-verdict.ts';
import { estimatedAccuracy, estimateMeasurements, recentScores } from '../lib/domain/triggers/estimated-accuracy.ts';
import { type LookFailures, lookFailures } from '../lib/domain/triggers/look-failures.ts';
import type { Measurement } from '../lib/domain/triggers/measurements.ts';
import { type Observation, observationOf } from '../lib/domain/triggers/observation.ts';
import { type MatureOutcomes, observedCohort } from '../lib/domain/triggers/observed-cohort.ts';
import { besideOutsideValue, outsideMeasurements, outsideVerdict } from '../lib/domain/triggers/outside-performance.ts';
import { performanceVerdict } from '../lib/domain/triggers/performance-verdict.ts';
import { readObserved } from '../lib/domain/triggers/read-observed.ts';
import { type SampledPrediction, samplePredictions } from '../lib/domain/triggers/sampled-predictions.ts';
import { findingOf, type TriggerFinding, withoutEvidence } from '../lib/domain/triggers/trigger-finding.ts';
import { countRows } from '../lib/training/profile/window-counts.ts';
import { recordDrift } from './drift-record.ts';
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
  readonly decisions: DecisionRecords;
  readonly metrics: MetricRecorder;
  readonly findings: FindingLog;
  readonly clock: Clock;
}

/** The champion, and what is asked about it. */
interface Subject {
  readonly champion: Release;
  readonly triggers: ModelDefinition['triggers'];
  readonly record: VersionRecord | null;
  readonly model: ModelArtifact;
  readonly observation: Observation;
}

/** What is seen of the champion. Each part may fail on its own, and fails those looks that need it. */
interface Sight {
  /** Null without one, as for the baseline. */
  readonly profile: Promise<ReferenceProfile | null>;
  readonly windows: Promise<readonly DriftWindow[]>;
  readonly sampled: Promise<readonly SampledPrediction[]>;
  readonly mature: Promise<MatureOutcomes>;
}

/**
 * Looks once a day at how the champion does on what was observed of it, tells what the triggers have to say, and writes it
 * as metrics, which the alarms see. Where there is no evidence there is no metric. One look that fails does not keep the
 * other from its work, and what cannot be read is left out; what failed is thrown in the end, so that it is tried again,
 * and told if that does not help.
 */
export function createMonitor(ports: MonitorPorts) {
  return async (): Promise<StepOutput<'monitor'>> => {
    const [definition, head] = await Promise.all([ports.definition(), ports.ledger.readHead(ports.modelName)]);
    const champion = head?.state.champion ?? null;
    if (champion === null) return { modelVersion: null, findings: told(ports, withoutChampion(definition.triggers)) };
    const subject = await readSubject(ports, champion, definition);
    const failures = lookFailures();
    const sight = observe(ports, subject, failures);
    const looks = await Promise.all([
      lookAtDrift(ports, subject, sight, failures).catch(failures.unreadable),
      lookAtPerformance(ports, subject, sight, failures).catch(failures.add),
    ]);
    const unreadable = definition.triggers.drift === null ? [] : failures.findings();
    const findings = told(ports, [...looks.flat(), ...unreadable]);
    failures.throwAny();
    return { modelVersion: champion.modelVersion, findings };
  };
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
  { modelName, records, store, clock }: MonitorPorts,
  champion: Release,
  definition: ModelDefinition,
): Promise<Subject> {
  const { modelVersion, modelKey, modelSha256 } = champion;
  const [record, model] = await Promise.all([
    records.read(modelName, modelVersion),
    readModelArtifact(store, { key: modelKey, sha256: modelSha256 }),
  ]);
  const observation = observationOf(modelVersion, definition, clock.now());
  return { champion, triggers: definition.triggers, record, model, observation };
}

function observe(ports: MonitorPorts, subject: Subject, failures: LookFailures): Sight {
  const profile = readProfile(ports, subject);
  const predictions = readPredictions(ports, subject, profile, failures);
  const windows = predictions.then((read) => read.windows);
  const sampled = predictions.then((read) => read.sampled);
  const mature = sampled.then((predicted) => readMature(ports, subject, predicted, failures));
  // whoever needs one of them sees that it failed
  for (const part of [profile, windows, sampled, mature]) part.catch(() => undefined);
  return { profile, windows, sampled, mature };
}

async function readProfile(
  { store }: MonitorPorts,
  { champion, record, model }: Subject,
): Promise<ReferenceProfile | null> {
  const stored = record?.referenceProfile;
  if (stored === undefined) return null;
  const profile = await readReferenceProfile(store, stored, model);
  if (profile.modelSha256 === champion.modelSha256) return profile;
  throw new ProfileMismatch(
    `${stored.key} should be of the model ${champion.modelSha256}, got one of ${profile.modelSha256}: use the profile that was stored with this model`,
  );
}

/** Without a profile nothing can be counted, but delay and coverage of labels can be estimated all the same. */
async function readPredictions(
  { predictions }: MonitorPorts,
  { champion, observation }: Subject,
  reading: Promise<ReferenceProfile | null>,
  failures: LookFailures,
): Promise<{ readonly windows: readonly DriftWindow[]; readonly sampled: readonly SampledPrediction[] }> {
  const profile = await reading.catch(() => null);
  const { modelSha256 } = champion;
  const days = profile && countDays(observation, (rows) => ({ modelSha256, ...countRows(profile, rows) }));
  const records = predictions.records(failures.unreadable);
  const sampled = await samplePredictions(records, observation, days);
  return { windows: days?.windows() ?? [], sampled };
}

async function readMature(
  { archive, modelName }: MonitorPorts,
  { observation }: Subject,
  sampled: readonly SampledPrediction[],
  failures: LookFailures,
): Promise<MatureOutcomes> {
  const observed = await readObserved(archive, modelName, observation, sampled, failures.unreadable);
  return observedCohort(sampled, observed, observation);
}

async function lookAtDrift(
  ports: MonitorPorts,
  subject: Subject,
  sight: Sight,
  failures: LookFailures,
): Promise<TriggerFinding[]> {
  const { champion, triggers } = subject;
  if (triggers.drift === null) return [];
  const profile = await sight.profile;
  if (profile === null) return [withoutEvidence('drift', `${champion.modelVersion} has no reference profile`)];
  // one half does not wait for what the other cannot read
  const nothing = (error: unknown) => {
    failures.unreadable(error);
    return null;
  };
  const [requests, outcomes] = await Promise.all([
    sight.windows.then((windows) => decideDrift(ports, subject, { profile, windows }, failures)).catch(nothing),
    sight.mature.then((mature) => conceptVerdict(profile, mature)).catch(nothing),
  ]);
  write(ports, driftMeasurements(requests, outcomes));
  return [requests, outcomes].flatMap((verdict) => (verdict === null ? [] : [findingOf(verdict)]));
}

/** Null where nobody asks. A record that cannot be written keeps no alarm from ringing. */
async function decideDrift(
  ports: MonitorPorts,
  { triggers: { drift }, record }: Subject,
  { profile, windows }: { readonly profile: ReferenceProfile; readonly windows: readonly DriftWindow[] },
  failures: LookFailures,
): Promise<DriftVerdict | null> {
  const stored = record?.referenceProfile;
  if (drift === null || stored === undefined) return null;
  const verdict = driftVerdict(profile, windows, drift);
  const address = { key: stored.key, sha256: stored.sha256 };
  const question = { settings: drift, stored: address, profile, windows: [...windows] };
  await recordDrift(ports, question, verdict).catch(failures.add);
  return verdict;
}

async function lookAtPerformance(
  ports: MonitorPorts,
  subject: Subject,
  sight: Sight,
  failures: LookFailures,
): Promise<TriggerFinding[]> {
  const { triggers, record, model } = subject;
  const performance = cohortPerformance(await sight.mature, model);
  const measured = performanceMeasurements(performance, record?.metrics.accuracy);
  const estimate = performance.gap === null ? null : await estimated(subject, sight, failures);
  write(ports, estimateMeasurements(estimate));
  const { prometheus } = triggers.performance?.source ?? {};
  if (triggers.performance !== null && prometheus !== undefined) {
    // alarms on the others do not wait for somebody else's server
    write(ports, besideOutsideValue(measured, triggers.performance));
    const value = await ports.prometheus(prometheus);
    write(ports, outsideMeasurements(value, triggers.performance));
    return [outsideVerdict(value, triggers.performance)];
  }
  write(ports, measured);
  // an alarm on a metric of somebody else says itself what there is to say
  if (triggers.performance === null || triggers.performance.source !== undefined) return [];
  return [performanceVerdict(performance, triggers.performance, estimate)];
}

/** Null where there is no profile to estimate by. */
async function estimated(
  { observation }: Subject,
  { profile: reading, sampled }: Sight,
  failures: LookFailures,
): Promise<number | null> {
  const profile = await reading.catch((error: unknown) => {
    failures.add(error);
    return null;
  });
  return profile && estimatedAccuracy(profile, recentScores(await sampled, observation));
}

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
    decisions: s3DecisionRecords(objects, environment.ARTIFACT_BUCKET_NAME),
    metrics: embeddedMetrics(),
    findings: loggedFindings('monitor'),
    clock: systemClock,
  });
});
