import type { TaskOrder } from './task-order.ts';

/** Why a task stopped, as ECS words it. */
export interface Stop {
  readonly code: 'EssentialContainerExited' | 'SpotInterruption' | 'TaskFailedToStart';
  readonly reason: string;
  /** Null for a container that never ran. */
  readonly exitCode: number | null;
  /** What is said about the container itself. */
  readonly containerReason?: string;
}

export const notStarted: Stop = {
  code: 'TaskFailedToStart',
  reason: 'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  exitCode: null,
};

export const interrupted: Stop = {
  code: 'SpotInterruption',
  reason: 'Your Spot Task was interrupted.',
  exitCode: 137,
};

export function exited(exitCode: number, containerReason?: string): Stop {
  const reason = 'Essential container in task exited';
  return { code: 'EssentialContainerExited', reason, exitCode, ...(containerReason && { containerReason }) };
}

/** The task as `ecs:runTask.sync` answers it, and as it stands in the cause of a failure. */
export function describeTask(taskArn: string, { definition, clusterArn, spot, megabytes }: TaskOrder, stop: Stop) {
  return {
    CapacityProviderName: spot ? 'FARGATE_SPOT' : 'FARGATE',
    ClusterArn: clusterArn,
    Containers: [
      {
        ...(stop.exitCode !== null && { ExitCode: stop.exitCode }),
        LastStatus: 'STOPPED',
        Name: definition.containerName,
        ...(stop.containerReason !== undefined && { Reason: stop.containerReason }),
        TaskArn: taskArn,
      },
    ],
    DesiredStatus: 'STOPPED',
    LastStatus: 'STOPPED',
    LaunchType: 'FARGATE',
    Memory: String(megabytes),
    StopCode: stop.code,
    StoppedReason: stop.reason,
    TaskArn: taskArn,
    TaskDefinitionArn: definition.arn,
  };
}
