import { createCodeRelease } from '../../lambdas/code-release.ts';
import { createNotify } from '../../lambdas/notify.ts';
import { createReconcile } from '../../lambdas/reconcile.ts';
import { type LedgerEntry, storedEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { StreamEvent } from '../../lib/domain/steps/stream-records.ts';
import { inMemoryFailureLog } from '../in-memory/in-memory-failure-log.ts';
import { FUNCTION } from '../in-memory/in-memory-release.ts';
import { STACK } from '../in-memory/release-flow.ts';
import type { Actor } from './actor.ts';
import type { Stage } from './call-scheduler.ts';
import { withRetry } from './machine-task.ts';
import { type ProofWorld, portsOf } from './proof-world.ts';

/** The reconciler, as its schedule invokes it. */
export function reconciler(name = 'reconciler'): Actor {
  return {
    kind: 'reconciler',
    name,
    act: ({ world }, stage) => withRetry(() => stage.step(() => createReconcile(portsOf(world, stage))())),
  };
}

/** `cdk deploy` with other code: CloudFormation changes the function and asks the custom resource. */
export function deployment(name: string, codeSha256: string): Actor {
  return {
    kind: 'deployment',
    name,
    async act({ world }, stage) {
      await stage.gate('cloudformation.updateFunction', async () =>
        world.release.lambda.deploy(FUNCTION, { codeSha256 }),
      );
      const codeRelease = createCodeRelease(portsOf(world, stage));
      const resource = { StackId: STACK, LogicalResourceId: 'CodeRelease', RequestId: `${name}-request` };
      const properties = { FunctionName: FUNCTION };
      await withRetry(() =>
        stage.step(() =>
          codeRelease({
            RequestType: 'Update',
            ...resource,
            PhysicalResourceId: 'code-release',
            ResourceProperties: properties,
            OldResourceProperties: properties,
          }),
        ),
      );
    },
  };
}

/** `cdk deploy --revert-drift`: the environment of `$LATEST` is as the template says, without a model. */
export function driftReversal(): Actor {
  return {
    kind: 'drift reversal',
    name: 'revert-drift',
    act: ({ world }, { gate }) =>
      gate('cloudformation.updateFunction', async () => world.release.lambda.deploy(FUNCTION, { environment: {} })),
  };
}

/** Somebody stops an execution in the console. */
export function consoleStop(target: string): Actor {
  return {
    kind: 'console stop',
    name: 'console',
    act: ({ stop }, { gate }) => gate('states.stopExecution', async () => stop(target)),
  };
}

/** Lambda takes the resources of a version that nobody called for long. */
export function idleness(functionVersion: string): Actor {
  return {
    kind: 'idleness',
    name: 'idleness',
    act: ({ world }, { gate }) =>
      gate('lambda.deactivate', async () => world.release.lambda.deactivate(FUNCTION, functionVersion)),
  };
}

/** The stream of new entries to the one who tells people: in their order, and again from the first that failed. */
export function announcer(): Actor {
  return { kind: 'announcer', name: 'announcer', act: ({ world }, stage) => announceAll(world, stage) };
}

const MOST_DELIVERIES = 12;

async function announceAll(world: ProofWorld, stage: Stage): Promise<void> {
  const ports = portsOf(world, stage);
  const notify = createNotify({ ...ports, metrics: ports.recorder, failures: inMemoryFailureLog() });
  for (let delivery = 1; delivery <= MOST_DELIVERIES; delivery += 1) {
    await stage.gate('stream.deliver', async () => {});
    const entries = world.entries.slice(world.announced);
    if (entries.length === 0) return;
    // what has no notice is read and passed over
    const telling = entries.filter(({ notice }) => notice !== null);
    const failed = await stage
      .step(() => notify({ Records: telling.map(streamRecord) }))
      .then(
        ({ batchItemFailures: [first] }) => first?.itemIdentifier ?? null,
        () => String(entries[0]?.sequence),
      );
    world.announced = failed === null ? (entries.at(-1)?.sequence ?? 0) : Number(failed) - 1;
  }
}

function streamRecord(entry: LedgerEntry): StreamEvent['Records'][number] {
  const { text, hash } = storedEntry(entry);
  return {
    eventID: entry.hash,
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(entry.sequence),
      Keys: { pk: { S: entry.modelName } },
      NewImage: { body: { S: text }, hash: { S: hash } },
    },
  };
}

/** The same actor, who comes on later. */
export function later(seconds: number, actor: Actor): Actor {
  return {
    ...actor,
    async act(scene, stage) {
      await portsOf(scene.world, stage).clock.sleep(seconds);
      await actor.act(scene, stage);
    },
  };
}
