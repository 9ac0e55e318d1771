import { cloudWatch, dynamoDb, s3, stepFunctions } from '../lib/aws/clients.ts';
import { cloudWatchAlarms } from '../lib/aws/cloudwatch-alarms.ts';
import { cloudWatchReleaseMetrics } from '../lib/aws/cloudwatch-release-metrics.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { s3DecisionRecords } from '../lib/aws/s3-decision-records.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { stepFunctionsExecutions } from '../lib/aws/step-functions-executions.ts';
import { metricNames } from '../lib/domain/metric-names.ts';
import { ExecutionExists } from '../lib/domain/ports/adapter-errors.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Executions } from '../lib/domain/ports/executions.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import { decideAbandonment, isAbandoned } from '../lib/domain/protocol/abandoned-release.ts';
import { codeReleaseInput, codeReleaseName, isCodePending } from '../lib/domain/protocol/code-release.ts';
import type { WatchPorts } from '../lib/domain/protocol/judge-champion.ts';
import { keepWarm } from '../lib/domain/protocol/keep-warm.ts';
import { moveTraffic } from '../lib/domain/protocol/move-traffic.ts';
import { pruneVersions } from '../lib/domain/protocol/prune-versions.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import { RECONCILER, reconcileAlias } from '../lib/domain/protocol/reconcile-alias.ts';
import { deployedCode } from '../lib/domain/protocol/superseded.ts';
import { watchProbation } from '../lib/domain/protocol/watch-probation.ts';
import { watchRollback } from '../lib/domain/protocol/watch-rollback.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { milliseconds } from '../lib/domain/time.ts';
import { loggedFailures } from './failure-log.ts';
import { keptLooks } from './kept-looks.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';
import { releasePorts } from './release-ports.ts';

export interface ReconcilePorts extends WatchPorts, PublishingPorts {
  readonly records: VersionRecords;
  readonly definition: DefinitionSource;
  readonly executions: Executions;
  readonly recorder: MetricRecorder;
  readonly retrainStateMachineArn: string;
}

/** What the reconciler has done so far. */
interface Report {
  moved: boolean;
  readonly actions: string[];
}

type Task = (ports: ReconcilePorts, report: Report) => Promise<void>;

/** What comes first matters most: whatever fails later, the traffic is where the ledger says. */
const mending: readonly Task[] = [endAbandoned, putBack, judgeProbation];
const upkeep: readonly Task[] = [judgeRestored, warmUp, releasePendingCode, recordAge, prune];

/**
 * Makes alias, ledger and executions agree again after whatever crashed. One task that fails does not keep the others
 * from their work; what failed is thrown in the end, so that the schedule tries again. An execution that has just begun
 * has everything mended that is broken, and nothing started: released code would take the lease away from it.
 */
export function createReconcile(ports: ReconcilePorts) {
  return async (event?: StepInput<'reconcile'>): Promise<StepOutput<'reconcile'>> => {
    const tasks = event?.cause === 'execution-started' ? mending : [...mending, ...upkeep];
    if ((await ports.ledger.readHead(ports.modelName)) === null) {
      return { moved: false, actions: ['there is no champion yet'] };
    }
    const report: Report = { moved: false, actions: [] };
    const failures: unknown[] = [];
    for (const task of tasks) await task(ports, report).catch((error: unknown) => failures.push(error));
    throwAny(failures);
    return report;
  };
}

function throwAny(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('; '));
  if (failures.length === 1) throw failures[0];
}

async function endAbandoned(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  const lease = (await ports.ledger.readHead(ports.modelName))?.state.lease;
  if (!lease) return;
  const status = await ports.executions.readStatus(lease.execution);
  if (!isAbandoned(status)) return;
  const { appended } = await moveTraffic(ports, decideAbandonment(lease, status, RECONCILER));
  if (appended !== null) actions.push(appended.event.reason);
}

async function putBack(ports: ReconcilePorts, report: Report): Promise<void> {
  const mismatch = await reconcileAlias(ports);
  report.moved = mismatch !== null;
  if (mismatch !== null) report.actions.push(mismatch);
  ports.recorder.record(metricNames.aliasMismatches, mismatch === null ? 0 : 1, ports);
}

async function judgeProbation(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  const action = await watchProbation(ports, await ports.definition());
  if (action !== null) actions.push(action);
}

async function judgeRestored(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  const finding = await watchRollback(ports, await ports.definition());
  if (finding !== null) actions.push(finding);
}

async function warmUp(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  actions.push(...(await keepWarm(ports)));
}

async function releasePendingCode(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  const { ledger, functions, modelName, functionName, clock } = ports;
  const latest = await functions.readConfiguration(functionName);
  const head = await ledger.readHead(modelName);
  const deployed = deployedCode(latest);
  // an update that failed is written again by the release
  if (latest.lastUpdateStatus === 'InProgress' || !head || !isCodePending(head, deployed, clock.now())) return;
  const code = Buffer.from(deployed.codeSha256, 'base64').toString('hex').slice(0, 8);
  const name = codeReleaseName(deployed.releaseKey, `${code}-${head.sequence}`);
  try {
    await ports.executions.start(
      ports.retrainStateMachineArn,
      name,
      codeReleaseInput('reconciler', 'the deployed code has not been released'),
    );
    actions.push(`started ${name}`);
  } catch (error) {
    if (!(error instanceof ExecutionExists)) throw error;
  }
}

async function recordAge(ports: ReconcilePorts): Promise<void> {
  const { ledger, records, recorder, clock, modelName } = ports;
  const champion = (await ledger.readHead(modelName))?.state.champion;
  const record = champion ? await records.read(modelName, champion.modelVersion) : null;
  if (record === null) return;
  recorder.record(metricNames.modelVersionEpoch, record.versionEpoch, { modelName });
  const age = (milliseconds(clock.now()) - milliseconds(record.createdAt)) / 1000;
  recorder.record(metricNames.modelAgeSeconds, Math.max(0, age), { modelName });
}

/** Last, because nothing else waits for it. */
async function prune(ports: ReconcilePorts, { actions }: Report): Promise<void> {
  actions.push(...(await pruneVersions(ports, await ports.definition())));
}

export const handler = lambdaHandler('reconcile', (environment) => {
  const [ports, objects] = [releasePorts(environment), s3()];
  const decisions = s3DecisionRecords(objects, environment.ARTIFACT_BUCKET_NAME);
  return createReconcile({
    ...ports,
    looks: keptLooks({ ledger: ports.ledger, decisions }, loggedFailures('reconcile')),
    records: dynamoDbVersionRecords(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    definition: s3DefinitionSource(objects, environment),
    metrics: cloudWatchReleaseMetrics(cloudWatch()),
    alarms: cloudWatchAlarms(cloudWatch()),
    probationAlarmNames: environment.PROBATION_ALARM_NAMES.split(','),
    executions: stepFunctionsExecutions(stepFunctions()),
    recorder: embeddedMetrics(),
    retrainStateMachineArn: environment.RETRAIN_STATE_MACHINE_ARN,
  });
});
