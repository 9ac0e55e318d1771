import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import type { Outcome } from '../lambda/environment-protocol.ts';
import { LambdaEnvironment } from '../lambda/lambda-environment.ts';
import type { VirtualNetwork } from '../lambda/virtual-network.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import { untilAborted } from '../states/abort.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { containerFolder } from './container-code.ts';
import { exited, interrupted, notStarted, type Stop } from './stopped-task.ts';
import { credentialsUrl } from './task-credentials.ts';
import type { TaskOrder } from './task-order.ts';

export interface ContainersOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  readonly network: VirtualNetwork;
  /** Set in every container, such as the endpoints of AWS services. */
  readonly environment: Readonly<Record<string, string>>;
}

/** ECS stops nothing by itself; whoever waits for a task does. */
const LONGEST_SECONDS = 14 * 86_400;

/** Real milliseconds after which code that does not come to rest is given up. */
const WATCHDOG_MILLISECONDS = 300_000;

/** Runs containers as execution environments of this program, in virtual time like functions. */
export class Containers {
  private readonly options: ContainersOptions;
  private readonly running = new Map<string, LambdaEnvironment>();

  constructor(options: ContainersOptions) {
    this.options = options;
  }

  /** Waits until the container has stopped, or ends it when the signal aborts. */
  async run(order: TaskOrder, signal: AbortSignal): Promise<{ readonly taskArn: string; readonly stop: Stop }> {
    const { clock, faults, log, random } = this.options;
    const { definition, clusterArn, spot } = order;
    const id = seededUuid(random).replaceAll('-', '');
    const taskArn = `arn:aws:ecs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:task/${clusterArn.split('/').at(-1)}/${id}`;
    const fault = faults.next(`task:${definition.containerName}`);
    log.record('ecs', 'task-started', { taskArn, taskDefinition: definition.arn, spot });
    if (fault?.kind === 'delay') await clock.sleep(fault.milliseconds ?? 1_000, signal);
    const ended = fault?.kind === 'fail-before' ? notStarted : await this.execute(id, order, signal);
    const stop = fault?.kind === 'crash' ? (spot ? interrupted : exited(interrupted.exitCode ?? 1)) : ended;
    log.record('ecs', 'task-stopped', { taskArn, code: stop.code, exitCode: stop.exitCode });
    return { taskArn, stop };
  }

  /** Ends a container, by its id, in the middle of what it does. */
  crash({ id }: { readonly id: string }): void {
    this.running.get(id)?.crash();
  }

  /** Ends all containers. */
  close(): void {
    for (const environment of this.running.values()) environment.terminate();
  }

  private async execute(id: string, order: TaskOrder, signal: AbortSignal): Promise<Stop> {
    const { log } = this.options;
    const { definition } = order;
    const folder = containerFolder(definition.script);
    const environment = this.createEnvironment(id, folder.path, order);
    this.running.set(id, environment);
    try {
      // one that is ended from outside never answers
      const outcome = await untilAborted(this.outcomeOf(environment, order), signal);
      return stopOf(outcome, (line) => log.record('ecs', 'output', { taskDefinition: definition.arn, line }));
    } finally {
      environment.terminate();
      this.running.delete(id);
      await environment.gone();
      folder.remove();
    }
  }

  private async outcomeOf(environment: LambdaEnvironment, { definition }: TaskOrder): Promise<Outcome> {
    const { clock, faults, random } = this.options;
    const { id } = environment;
    const imported = await environment.start(id);
    if (imported.failed) return imported;
    const deadline = clock.now() + LONGEST_SECONDS * 1_000;
    const invocation = { requestId: id, payload: '{}', seed: seededUuid(random), deadline };
    const latency = faults.latency(definition.containerName, definition.arn, 1);
    const outcome = await environment.invoke({ ...invocation, invokedFunctionArn: definition.arn }, latency);
    if (environment.unspentLatency() > 0) await clock.sleep(environment.unspentLatency());
    return outcome;
  }

  private createEnvironment(id: string, codeFolder: string, order: TaskOrder): LambdaEnvironment {
    const { clock, network, random, log, environment } = this.options;
    const { definition, megabytes } = order;
    const record = (type: string, detail: Record<string, unknown>) =>
      log.record('ecs', type, { taskDefinition: definition.arn, ...detail });
    const settings = { id, codeFolder, handler: 'index.handler', startedAt: clock.now(), seed: seededUuid(random) };
    return new LambdaEnvironment(settings, {
      clock,
      network,
      variables: {
        ...environment,
        ...definition.environment,
        ...order.environment,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: credentialsUrl(id),
        // the SDK would read the settings of whoever runs this
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        TMPDIR: codeFolder,
        TZ: ':UTC',
      },
      timeoutSeconds: LONGEST_SECONDS,
      memoryMegabytes: megabytes,
      watchdogMilliseconds: WATCHDOG_MILLISECONDS,
      onLine: (line) => record('output', { line }),
      onStuck: () =>
        record('stuck', { reason: `it did not come to rest within ${WATCHDOG_MILLISECONDS} ms of real time` }),
    });
  }
}

/** How the end of the environment looks from outside of a container. */
function stopOf({ failed, payload }: Outcome, write: (line: string) => void): Stop {
  if (!failed) return exited(0);
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType: string; errorMessage: string };
  if (errorType === 'Runtime.OutOfMemory') return exited(137, 'OutOfMemoryError: Container killed due to memory usage');
  const status = /exit status (\d+)$/.exec(errorMessage)?.[1];
  if (errorType === 'Runtime.ExitError') return exited(Number(status ?? 0));
  write(`${errorType}: ${errorMessage}`);
  return exited(1);
}
