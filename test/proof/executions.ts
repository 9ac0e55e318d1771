import { createAssess } from '../../lambdas/assess.ts';
import { createConclude } from '../../lambdas/conclude.ts';
import { createDrill } from '../../lambdas/drill.ts';
import { createJudge } from '../../lambdas/judge.ts';
import { createPromote } from '../../lambdas/promote.ts';
import { createPublish } from '../../lambdas/publish.ts';
import { createReconcile } from '../../lambdas/reconcile.ts';
import { createRollBack } from '../../lambdas/roll-back.ts';
import { createShift } from '../../lambdas/shift.ts';
import { createSmokeTest } from '../../lambdas/smoke-test.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import type { Execution, ReleaseOrder } from '../../lib/domain/steps/execution.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { rollbackRequestSchema } from '../../lib/domain/steps/rollback-request.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { recordOf } from '../in-memory/release-flow.ts';
import { type Actor, abortExecution, beginExecution, endExecution, type Scene } from './actor.ts';
import type { Stage } from './call-scheduler.ts';
import { type Ending, type Tasks, withRetry } from './machine-task.ts';
import { type ProofPorts, portsOf } from './proof-world.ts';
import { judgeCanary, type ReleaseSteps, runRetrain } from './retrain-machine.ts';

type Machine = Tasks & { readonly steps: ReleaseSteps; readonly ports: ProofPorts };

function machineOn({ world, observer }: Scene, stage: Stage, { arn }: Execution): Machine {
  const ports = portsOf(world, stage);
  const moving =
    <Input, Answer extends { readonly decision: string }>(move: (input: Input) => Promise<Answer>) =>
    async (input: Input) => {
      const answer = await move(input);
      if (['shifted', 'promoted', 'rolled-back'].includes(answer.decision)) observer.answeredMove(arn);
      return answer;
    };
  return {
    ports,
    task: (run) => withRetry(() => stage.step(run)),
    wait: (seconds) => ports.clock.sleep(seconds),
    steps: {
      publish: createPublish({ ...ports, metrics: ports.recorder }),
      smokeTest: createSmokeTest(ports),
      drill: createDrill(ports),
      shift: moving(createShift(ports)),
      judge: createJudge({ ...ports, decisions: inMemoryDecisionRecords() }),
      promote: moving(createPromote(ports)),
      rollBack: moving(createRollBack(ports)),
      conclude: createConclude(ports),
    },
  };
}

function retrainActor(
  kind: 'retrain' | 'code release',
  name: string,
  run: (machine: Machine, execution: Execution, scene: Scene) => Promise<Ending>,
): Actor {
  return {
    kind,
    name,
    async act(scene, stage) {
      const execution = beginExecution(scene, 'retrain', name);
      endExecution(scene, execution, await run(machineOn(scene, stage, execution), execution, scene));
    },
    onStop: (scene) => abortExecution(scene, 'retrain', name),
  };
}

/** Mends what others left behind; whatever comes of it, the execution goes on. */
function reconcileFirst({ task, ports }: Machine, { arn: executionArn }: Execution): Promise<unknown> {
  return task(() => createReconcile(ports)({ cause: 'execution-started', executionArn })).catch(() => {});
}

/** A retrain whose candidate has won its comparison with whoever is champion by then. */
export function releaseOf(name: string, modelVersion: string): Actor {
  return retrainActor('retrain', name, async (machine, execution, scene) => {
    await reconcileFirst(machine, execution);
    const request = retrainRequestSchema.parse({});
    return runRetrain(machine, { execution, request, order: () => registeredOrder(scene, execution, modelVersion) });
  });
}

/** A retrain in mode `code`, as a deployment or the reconciler starts it. */
export function codeReleaseOf(name: string, input: unknown): Actor {
  return retrainActor('code release', name, async (machine, execution) => {
    await reconcileFirst(machine, execution);
    const request = retrainRequestSchema.parse(input);
    return runRetrain(machine, { execution, request, order: () => assessedOrder(machine, execution, request) });
  });
}

/** The retrain that has the canary of the situation, from its first wait on. */
export function ongoingCanary(): Actor {
  return retrainActor('retrain', 'monday', async (machine, execution, { ongoing }) => {
    if (ongoing === null) throw new Error('the situation should have a canary, got none');
    const { functionVersion } = ongoing;
    const order = () => Promise.reject(new Error('a canary needs no order'));
    return judgeCanary(machine, { execution, functionVersion, request: retrainRequestSchema.parse({}), order }, 600);
  });
}

/** An execution of Rollback; `request` is made when it starts. */
export function rollback(name: string, request: (scene: Scene) => object): Actor {
  return {
    kind: 'rollback',
    name,
    async act(scene, stage) {
      const execution = beginExecution(scene, 'rollback', name);
      const { task, steps } = machineOn(scene, stage, execution);
      const input = { execution, request: rollbackRequestSchema.parse(request(scene)) };
      const ending: Ending = await task(() => steps.rollBack(input)).then(
        () => ({ green: true, state: 'Rolled back' }),
        () => ({ green: false, state: 'Not rolled back' }),
      );
      endExecution(scene, execution, ending);
    },
    onStop: (scene) => abortExecution(scene, 'rollback', name),
  };
}

/** Acts without waiting for a turn. */
const atOnce: Pick<Stage, 'gate' | 'sleep'> = {
  gate: (_call, proceed) => proceed(),
  sleep: async (_wakesAt, wake) => wake(),
};

/** What comparing and registering lead to; they need no lease and disturb nobody. */
async function registeredOrder({ world }: Scene, execution: Execution, modelVersion: string): Promise<ReleaseOrder> {
  const { release } = world;
  const { ledger, clock } = portsOf(world, atOnce);
  const isRegistered = world.registered.has(modelVersion);
  const { model } = isRegistered ? await recordOf(release, modelVersion) : sampleRecord(modelVersion);
  const { champion } = (await release.head()).state;
  if (champion === null) throw new Error('there should be a champion, got none');
  const entry = await recordDecision(ledger, clock, MODEL, (_head, at) => ({
    type: 'registered',
    at,
    actor: { kind: 'schedule', id: 'nightly' },
    execution: execution.arn,
    reason: `${modelVersion} is better`,
    evidence: [],
    modelVersion,
    modelSha256: model.sha256,
    verdict: 'promote',
  }));
  return {
    candidate: { modelVersion, model },
    compared: { modelVersion: champion.modelVersion, modelSha256: champion.modelSha256 },
    grounds: { kind: 'comparison', verdict: 'promote', sequence: entry?.sequence ?? 1 },
  };
}

async function assessedOrder(
  { task, ports }: Machine,
  execution: Execution,
  request: RetrainRequest,
): Promise<ReleaseOrder> {
  const assessed = await task(() =>
    createAssess({ ...ports, decisions: inMemoryDecisionRecords() })({ execution, request }),
  );
  if (assessed.decision === 'release') return assessed.order;
  throw new Error(`mode 'code' always releases, got ${assessed.decision}`);
}
