import type { StoredObject } from '../ports/artifact-store.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import { retrainAlarmKinds } from '../resource-names.ts';
import { executionName, type Trigger } from '../steps/execution.ts';
import type { Timestamp } from '../time.ts';
import type { ExecutionState } from './execution-state.ts';
import { type ExecutionStory, executionState, executionStories, failureOf } from './execution-story.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { LedgerEvent } from './ledger-event.ts';
import type { Actor } from './ledger-state.ts';

type Metrics = Readonly<Record<string, number>>;

/** One execution of Retrain as a job, in the words of those who look after jobs. */
export interface ExecutionRecord {
  /** Name of the execution. */
  readonly job_id: string;
  readonly model_name: string;
  readonly trigger_type: Trigger | 'unknown';
  readonly status: ExecutionState;
  /** Model version that it trained or released; null while there is none. */
  readonly model_version: string | null;
  /** The champion's at that time, as they were measured when it was registered itself. */
  readonly metrics_before: Metrics | null;
  readonly metrics_after: Metrics | null;
  /** The champion's on the same rows as `metrics_after`. */
  readonly champion_metrics: Metrics | null;
  /** Gain in AUC, else in accuracy, over the champion on the same rows, in percent of the champion's value. */
  readonly improvement_pct: number | null;
  /** Whether it made its model champion; who took that back later has an entry of their own. */
  readonly deployed: boolean;
  readonly deployed_at: Timestamp | null;
  /** As the caller knows it, else the time of its first entry. */
  readonly started_at: Timestamp | null;
  readonly error_message: string | null;
  /** Of its last entry, so that an execution that was skipped or kept the champion says why. */
  readonly reason: string | null;
  readonly created_by: Actor | null;
  readonly lineage: {
    readonly snapshot: StoredObject | null;
    readonly dataset_sha256: string;
    readonly trainer: string;
    readonly parameters: VersionRecord['lineage']['parameters'];
    readonly code_sha256: string;
    readonly model_sha256: string;
  } | null;
}

/** An execution that goes on; `startedAt` is null while it only waits to be started. */
interface RunningExecution {
  readonly arn: string;
  readonly startedAt: Timestamp | null;
}

export interface ExecutionSources {
  readonly modelName: string;
  readonly records: readonly VersionRecord[];
  /** What Step Functions says is running; whoever does not ask passes none. */
  readonly running: readonly RunningExecution[];
}

/** All executions of Retrain, oldest first; `entries` is the whole ledger, oldest first. */
export function executionRecords(
  entries: readonly LedgerEntry[],
  { modelName, records, running }: ExecutionSources,
): ExecutionRecord[] {
  const stories = executionStories(entries);
  const versions = new Map(records.map((record) => [record.modelVersion, record]));
  const silent = running.filter(({ arn }) => stories.every((story) => story.arn !== arn));
  return [
    ...stories.map((story) => {
      const runs = running.find(({ arn }) => arn === story.arn);
      return recordOf(story, runs, modelName, versions);
    }),
    ...silent.map((execution) => silentRecord(execution, modelName)),
  ];
}

function recordOf(
  story: ExecutionStory,
  runs: RunningExecution | undefined,
  modelName: string,
  versions: ReadonlyMap<string, VersionRecord>,
): ExecutionRecord {
  const status = executionState(story, runs !== undefined);
  const events = story.entries.map(({ event }) => event);
  const failure = failureOf(story);
  const promoted = events.findLast(({ type }) => type === 'promoted');
  const deployed = status === 'completed' && promoted !== undefined;
  return {
    job_id: executionName(story.arn),
    model_name: modelName,
    trigger_type: triggerOf(events),
    status,
    ...modelOf(story, versions),
    deployed,
    deployed_at: deployed ? promoted.at : null,
    started_at: runs?.startedAt ?? events[0]?.at ?? null,
    error_message: failure && failureText(failure),
    reason: events.at(-1)?.reason ?? null,
    created_by: askedBy(events),
  };
}

type ModelFields =
  | 'model_version'
  | 'metrics_before'
  | 'metrics_after'
  | 'champion_metrics'
  | 'improvement_pct'
  | 'lineage';

function modelOf(
  { entries }: Pick<ExecutionStory, 'entries'>,
  versions: ReadonlyMap<string, VersionRecord>,
): Pick<ExecutionRecord, ModelFields> {
  const entry = entries.findLast(({ event }) => event.type === 'registered' || event.type === 'lease-acquired');
  const modelVersion = entry && 'modelVersion' in entry.event ? entry.event.modelVersion : null;
  const record = versions.get(modelVersion ?? '');
  const champion = versions.get(entry?.state.champion?.modelVersion ?? '');
  return {
    model_version: modelVersion,
    metrics_before: champion?.metrics ?? null,
    metrics_after: record?.metrics ?? null,
    champion_metrics: record?.championMetrics ?? null,
    improvement_pct: record ? improvement(record) : null,
    lineage: record ? lineageOf(record) : null,
  };
}

function improvement({ metrics, championMetrics }: VersionRecord): number | null {
  const gain = (name: string) => {
    const [after, before] = [metrics[name], championMetrics?.[name]];
    return after === undefined || !before ? null : ((after - before) / before) * 100;
  };
  return gain('auc') ?? gain('accuracy');
}

function lineageOf({ lineage, model }: VersionRecord): ExecutionRecord['lineage'] {
  const { snapshot, datasetSha256, trainer, parameters, codeSha256 } = lineage;
  return {
    snapshot,
    dataset_sha256: datasetSha256,
    trainer,
    parameters,
    code_sha256: codeSha256,
    model_sha256: model.sha256,
  };
}

function silentRecord({ arn, startedAt }: RunningExecution, modelName: string): ExecutionRecord {
  return {
    job_id: executionName(arn),
    model_name: modelName,
    trigger_type: 'unknown',
    status: startedAt === null ? 'pending' : 'running',
    ...modelOf({ entries: [] }, new Map()),
    deployed: false,
    deployed_at: null,
    started_at: startedAt,
    error_message: null,
    reason: null,
    created_by: null,
  };
}

function failureText(event: LedgerEvent): string {
  if (event.type === 'failed') return `${event.error}: ${event.reason}`;
  return event.type === 'rolled-back' ? `${event.cause}: ${event.reason}` : `${event.type}: ${event.reason}`;
}

/** Who asked for it, as its first entry says: in later ones the execution decides itself. */
function askedBy(events: readonly LedgerEvent[]): Actor | null {
  const actors = events.map(({ actor }) => actor);
  return actors.find(({ kind }) => kind !== 'execution') ?? actors[0] ?? null;
}

function triggerOf(events: readonly LedgerEvent[]): ExecutionRecord['trigger_type'] {
  const actor = askedBy(events);
  if (actor?.kind === 'alarm') return alarmTrigger(actor.id);
  return (actor && triggersByActor[actor.kind]) ?? 'unknown';
}

const triggersByActor: Readonly<Partial<Record<Actor['kind'], Trigger>>> = {
  schedule: 'schedule',
  console: 'manual',
  cli: 'manual',
  deployment: 'code',
};

function alarmTrigger(alarmName: string): ExecutionRecord['trigger_type'] {
  const kind = Object.entries(retrainAlarmKinds).find(([ending]) => alarmName.endsWith(`-${ending}`));
  return kind?.[1] ?? 'unknown';
}
