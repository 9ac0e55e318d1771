import type { Integrations } from '../states/integration.ts';
import { StateFailure } from '../states/state-failure.ts';
import type { Containers } from './containers.ts';
import { describeTask } from './stopped-task.ts';
import type { TaskDefinitions } from './task-definitions.ts';
import { readTaskOrder } from './task-order.ts';

/** `ecs:runTask.sync`: waits until the task has stopped, and fails unless its container ended with 0. */
export function taskIntegrations(definitions: TaskDefinitions, containers: Containers): Integrations {
  return {
    'arn:aws:states:::ecs:runTask.sync': async (input, { signal }) => {
      const order = readTaskOrder(input, definitions);
      const { taskArn, stop } = await containers.run(order, signal);
      const task = describeTask(taskArn, order, stop);
      if (stop.code === 'EssentialContainerExited' && stop.exitCode === 0) return task;
      throw new StateFailure('States.TaskFailed', JSON.stringify(task));
    },
  };
}
