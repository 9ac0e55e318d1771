import { createCodeRelease } from '../../lambdas/code-release.ts';
import { createDrill } from '../../lambdas/drill.ts';
import { createJudge } from '../../lambdas/judge.ts';
import { keptLooks } from '../../lambdas/kept-looks.ts';
import { createLiveAlias } from '../../lambdas/live-alias.ts';
import { createPromote } from '../../lambdas/promote.ts';
import { createPublish } from '../../lambdas/publish.ts';
import { createReconcile } from '../../lambdas/reconcile.ts';
import { createRollBack } from '../../lambdas/roll-back.ts';
import { createShift } from '../../lambdas/shift.ts';
import { createSmokeTest } from '../../lambdas/smoke-test.ts';
import type { ModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { DecisionRecords } from '../../lib/domain/ports/decision-records.ts';
import type { FunctionConfiguration } from '../../lib/domain/ports/function-versions.ts';
import type { Signer } from '../../lib/domain/ports/signer.ts';
import type { Execution } from '../../lib/domain/steps/execution.ts';
import type { SmokeTestReply } from '../../lib/domain/steps/smoke-test.ts';
import { milliseconds, timestamp } from '../../lib/domain/time.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { type CallGate, callScript, gated } from './call-script.ts';
import { fakeClock } from './fake-clock.ts';
import { inMemoryAlarms } from './in-memory-alarms.ts';
import { inMemoryArtifactStore } from './in-memory-artifact-store.ts';
import { inMemoryDecisionRecords } from './in-memory-decision-records.ts';
import { inMemoryExecutions } from './in-memory-executions.ts';
import { inMemoryFailureLog } from './in-memory-failure-log.ts';
import { inMemoryFunctionVersions } from './in-memory-function-versions.ts';
import { inMemoryLambda } from './in-memory-lambda.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';
import { inMemoryLiveAlias } from './in-memory-live-alias.ts';
import { inMemoryMetricRecorder } from './in-memory-metric-recorder.ts';
import { type Counts, inMemoryReleaseMetrics } from './in-memory-release-metrics.ts';
import { inMemorySigner } from './in-memory-signer.ts';
import { inMemoryVersionRecords } from './in-memory-version-records.ts';

export const FUNCTION = 'churn-predict';
export const CHALLENGER_ALARM = 'ratchet-churn-challenger-errors';
export const PROBATION_ALARM = 'ratchet-churn-error-rate';
export const RETRAIN_MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ratchet-churn-retrain';

/** Two steps, an hour of bake each and an hour of hold at most, looked at every five minutes. */
const canary = {
  steps: [
    { weight: 0.1, bake: '1h' },
    { weight: 0.5, bake: '1h' },
  ],
  poll: '5m',
  maximumHold: '1h',
};

export type InMemoryRelease = ReturnType<typeof inMemoryReleaseOf>;

/** One model and its function `predict` in memory, with every step of a release on them. */
export function inMemoryRelease(fields: object = {}): InMemoryRelease {
  return inMemoryReleaseOf(definitionWith({ name: MODEL, canary, rollback: { probation: '12h' }, ...fields }));
}

/** The same for a definition that was read before, and with a signer that may know more than this release. */
export function inMemoryReleaseOf(definition: ModelDefinition, signer = inMemorySigner()) {
  const world = inMemoryWorld(definition, signer);
  const { clock, executions, ledger, lambda } = world;
  const script = callScript();
  /** The steps with every call behind a gate. */
  const stepsThrough = (gate: CallGate) => stepsOf(portsThrough(world, gate), world.decisions);
  return {
    ...world,
    ...script,
    portsThrough: (gate: CallGate) => portsThrough(world, gate),
    stepsThrough,
    /** Their calls are logged, and the script acts on them. */
    steps: stepsThrough(script.gate),
    /** The same for whoever comes in between: neither logged nor scripted. */
    rivals: stepsThrough((_call, proceed) => proceed()),
    execution(name: string): Execution {
      const arn = executions.startWith(RETRAIN_MACHINE, name, '{}');
      return { arn, name, startedAt: clock.now() };
    },
    async head(): Promise<LedgerEntry> {
      const head = await ledger.readHead(MODEL);
      if (head === null) throw new Error('the ledger should have an entry, got none');
      return head;
    },
    /** Where the alias points, such as `1` or `1 with 0.1 for 2`. */
    traffic(functionName = FUNCTION): string {
      const { alias } = lambda.find(functionName);
      if (alias === null) return 'nowhere';
      const { functionVersion, canary } = alias;
      return canary === null
        ? functionVersion
        : `${functionVersion} with ${canary.weight} for ${canary.functionVersion}`;
    },
    /** Counts of one function version in the next whole minute. */
    serve(functionVersion: string, counts: Counts): void {
      const minute = timestamp(Math.ceil(milliseconds(clock.now()) / 60_000) * 60_000);
      world.metrics.recorded.push({ modelName: MODEL, functionName: FUNCTION, functionVersion, minute, counts });
    },
  };
}

function inMemoryWorld(initial: ModelDefinition, signer: Signer) {
  const clock = fakeClock();
  const lambda = inMemoryLambda(clock);
  const alarms = inMemoryAlarms();
  alarms.alarms.set(CHALLENGER_ALARM, { state: 'OK', accused: [] });
  /** What a function version answers to its smoke test instead of what its environment says; an error crashes it. */
  const answers = new Map<string, SmokeTestReply | Error>();
  const predict = ({ functionVersion, environment }: FunctionConfiguration): SmokeTestReply => {
    const answer = answers.get(functionVersion);
    if (answer instanceof Error) throw answer;
    return answer ?? { ok: true, version: environment.MODEL_VERSION ?? 'none', auc: null, n_train: 0, load_time: 0.1 };
  };
  lambda.deploy(FUNCTION, {}, predict);
  return {
    clock,
    lambda,
    predict,
    answers,
    alarms,
    functions: inMemoryFunctionVersions(lambda),
    alias: inMemoryLiveAlias(lambda),
    ledger: inMemoryLedger(),
    records: inMemoryVersionRecords(),
    store: inMemoryArtifactStore(),
    signer,
    executions: inMemoryExecutions(),
    metrics: inMemoryReleaseMetrics(),
    recorder: inMemoryMetricRecorder(),
    decisions: inMemoryDecisionRecords(),
    failures: inMemoryFailureLog(),
    /** Changed by a deployment. */
    deployed: { definition: initial },
  };
}

type World = ReturnType<typeof inMemoryWorld>;

function portsThrough(world: World, gate: CallGate) {
  const { definition } = gated('definition', { definition: async () => world.deployed.definition }, gate);
  return {
    modelName: MODEL,
    functionName: FUNCTION,
    clock: world.clock,
    recorder: world.recorder,
    looks: keptLooks(world, world.failures),
    definition,
    functions: gated('functions', world.functions, gate),
    alias: gated('alias', world.alias, gate),
    ledger: gated('ledger', world.ledger, gate),
    records: gated('records', world.records, gate),
    store: gated('store', world.store, gate),
    signer: gated('signer', world.signer, gate),
    executions: gated('executions', world.executions, gate),
    metrics: gated('metrics', world.metrics, gate),
    alarms: gated('alarms', world.alarms, gate),
    challengerAlarmName: CHALLENGER_ALARM,
    probationAlarmNames: [PROBATION_ALARM],
    retrainStateMachineArn: RETRAIN_MACHINE,
  };
}

function stepsOf(ports: ReturnType<typeof portsThrough>, decisions: DecisionRecords) {
  return {
    publish: createPublish({ ...ports, metrics: ports.recorder }),
    smokeTest: createSmokeTest(ports),
    drill: createDrill(ports),
    shift: createShift(ports),
    judge: createJudge({ ...ports, decisions }),
    promote: createPromote(ports),
    rollBack: createRollBack(ports),
    reconcile: createReconcile(ports),
    liveAlias: createLiveAlias(ports),
    codeRelease: createCodeRelease(ports),
  };
}
