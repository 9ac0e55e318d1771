import type { Execution } from '../../lib/domain/steps/execution.ts';
import type { OngoingRelease } from '../in-memory/release-flow.ts';
import type { Stage } from './call-scheduler.ts';
import type { Observer } from './invariants.ts';
import type { Ending } from './machine-task.ts';
import type { ProofWorld } from './proof-world.ts';

/** What an actor finds when it comes on. */
export interface Scene {
  readonly world: ProofWorld;
  readonly observer: Observer;
  /** The canary of the situation, where there is one. */
  readonly ongoing: OngoingRelease | null;
  /** Stops an actor for good. */
  stop(name: string): void;
}

export type ActorKind =
  | 'retrain'
  | 'code release'
  | 'rollback'
  | 'reconciler'
  | 'deployment'
  | 'drift reversal'
  | 'console stop'
  | 'idleness'
  | 'announcer';

/** Somebody who acts on a model. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name: string;
  act(scene: Scene, stage: Stage): Promise<unknown>;
  /** What the service does when the actor is stopped; only executions can be. */
  onStop?(scene: Scene): void;
}

const MACHINES = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ratchet-churn';

/** An execution of one of the model's machines that runs from now on; one that was started already is taken up. */
export function beginExecution({ world }: Scene, machine: 'retrain' | 'rollback', name: string): Execution {
  const { executions, clock } = world.release;
  const arn = executionArn(machine, name);
  if (!executions.started.has(arn)) executions.startWith(`${MACHINES}-${machine}`, name, '{}');
  return { arn, name, startedAt: clock.now() };
}

export function endExecution({ world, observer }: Scene, { arn }: Execution, { green }: Ending): void {
  setStatus(world, arn, green ? 'SUCCEEDED' : 'FAILED');
  observer.answeredEnd(arn, green);
}

export function abortExecution({ world }: Scene, machine: 'retrain' | 'rollback', name: string): void {
  setStatus(world, executionArn(machine, name), 'ABORTED');
}

function executionArn(machine: 'retrain' | 'rollback', name: string): string {
  return `${MACHINES}-${machine}:${name}`.replace(':stateMachine:', ':execution:');
}

function setStatus({ release: { executions } }: ProofWorld, arn: string, status: 'SUCCEEDED' | 'FAILED' | 'ABORTED') {
  const started = executions.started.get(arn);
  if (started?.status === 'RUNNING') started.status = status;
}
