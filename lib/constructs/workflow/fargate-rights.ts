import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcard } from '../access/acknowledgement.ts';
import type { FargateTraining } from './retrain-steps.ts';

/** The rule that Step Functions keeps in every account to hear of tasks that have ended. */
const ENDED_TASKS_RULE = 'StepFunctionsGetEventsForECSTaskRule';

/** Lets a machine run training tasks and wait for them, in their own cluster and with their own roles only. */
export function allowTrainingTasks(machine: sfn.StateMachine, { task, answers, ownTrainers }: FargateTraining): void {
  const tasks = [task, ...new Set([...ownTrainers.values()].map((trainer) => trainer.task))];
  const revisions = tasks.map(({ revisionsArn }) => revisionsArn);
  const roles = tasks.flatMap(({ taskRole, executionRole }) => [taskRole.roleArn, executionRole.roleArn]);
  const { clusterArn } = task.cluster;
  const inCluster = { ArnEquals: { 'ecs:cluster': clusterArn } };
  const allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
    machine.addToRolePolicy(new iam.PolicyStatement({ actions, resources, ...(conditions && { conditions }) }));
  allow(['ecs:RunTask'], revisions, inCluster);
  allow(['ecs:StopTask', 'ecs:DescribeTasks'], [task.tasksArn], inCluster);
  allow(['iam:PassRole'], roles, {
    StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  });
  const rule = Stack.of(task).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: ENDED_TASKS_RULE,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  allow(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]);
  for (const arn of revisions) acknowledgeWildcard(machine, arn, 'every deployment of other code adds a revision');
  acknowledgeWildcard(machine, answers.objectsArn, 'answers are named by execution and trainer');
  acknowledgeWildcard(machine, task.tasksArn, 'tasks are numbered when they start');
}
