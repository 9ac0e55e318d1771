import type { FunctionVersion } from './function-record.ts';
import type { LambdaEnvironment } from './lambda-environment.ts';

export interface Lease {
  readonly environment: LambdaEnvironment;
  /** It is new: its start is still to come. */
  readonly cold: boolean;
}

interface Member {
  readonly key: string;
  readonly environment: LambdaEnvironment;
  busy: boolean;
  /** To be ended when it is free. */
  retired: boolean;
  lastUse: number;
}

/**
 * Environments by function version: one for each invocation that runs at the same time, used again afterwards. Above
 * `capacity` the one that was idle for longest is ended; those at work always stay.
 */
export class EnvironmentPool {
  private readonly capacity: number;
  private readonly create: (version: FunctionVersion) => LambdaEnvironment;
  private members: Member[] = [];
  private uses = 0;

  constructor(capacity: number, create: (version: FunctionVersion) => LambdaEnvironment) {
    this.capacity = capacity;
    this.create = create;
  }

  acquire(version: FunctionVersion): Lease {
    const key = keyOf(version);
    const warm = this.usedLast((member) => member.key === key && !member.busy && !member.retired);
    if (warm !== undefined) {
      warm.busy = true;
      return { environment: warm.environment, cold: false };
    }
    this.makeRoom();
    const environment = this.create(version);
    this.members.push({ key, environment, busy: true, retired: false, lastUse: 0 });
    return { environment, cold: true };
  }

  /** Gives an environment back; one that is dead leaves the pool. */
  release(environment: LambdaEnvironment): void {
    const member = this.members.find((one) => one.environment === environment);
    if (member === undefined) return;
    this.uses += 1;
    Object.assign(member, { busy: false, lastUse: this.uses });
    if (member.retired) environment.terminate();
    this.forgetDead();
  }

  /** Ends the environments of a version, those at work when they are done. */
  retire(version: FunctionVersion): void {
    const key = keyOf(version);
    for (const member of this.members.filter((one) => one.key === key)) {
      member.retired = true;
      if (!member.busy) member.environment.terminate();
    }
    this.forgetDead();
  }

  find(environmentId: string): LambdaEnvironment | undefined {
    return this.members.find(({ environment }) => environment.id === environmentId)?.environment;
  }

  terminateAll(): void {
    for (const { environment } of this.members) environment.terminate();
    this.members = [];
  }

  private usedLast(suits: (member: Member) => boolean): Member | undefined {
    let found: Member | undefined;
    for (const member of this.members) {
      if (suits(member) && (found === undefined || member.lastUse > found.lastUse)) found = member;
    }
    return found;
  }

  private makeRoom(): void {
    const idle = this.members.filter(({ busy }) => !busy).sort((one, other) => one.lastUse - other.lastUse);
    const surplus = Math.max(0, this.members.length - this.capacity + 1);
    for (const { environment } of idle.slice(0, surplus)) environment.terminate();
    this.forgetDead();
  }

  private forgetDead(): void {
    if (this.members.some(({ environment }) => !environment.alive)) {
      this.members = this.members.filter(({ environment }) => environment.alive);
    }
  }
}

function keyOf({ functionName, version }: FunctionVersion): string {
  return `${functionName}:${version}`;
}
