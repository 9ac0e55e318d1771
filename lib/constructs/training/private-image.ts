import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledgeWildcard } from '../access/acknowledgement.ts';
import type { ContainerTask } from './container-task.ts';

/** An image in a private registry of ECR: account, region and repository. */
const PRIVATE_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)[:@]/;

/** Lets a task pull its image, where that lies in ECR and not in a public registry. */
export function allowPull(task: ContainerTask, image: string): void {
  const [, account, region, repository] = PRIVATE_IMAGE.exec(image) ?? [];
  if (repository === undefined) return;
  const allow = (actions: string[], resource: string) =>
    task.executionRole.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
  allow(
    ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    `arn:${Stack.of(task).partition}:ecr:${region}:${account}:repository/${repository}`,
  );
  allow(['ecr:GetAuthorizationToken'], '*');
  acknowledgeWildcard(task, '*', 'a token for the registry cannot be asked for by repository');
  Annotations.of(task).acknowledgeWarning('@aws-cdk/aws-ecs:ecrImageRequiresPolicy', 'the policy is attached');
}
