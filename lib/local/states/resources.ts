import type { Integration, Integrations } from './integration.ts';

/** What the Resource of a task says about its call. */
export interface TaskResource {
  /** As the definition has it. */
  readonly resource: string;
  /** Histories show both, such as `lambda` and `invoke`; null for a bare function ARN, which has events of its own. */
  readonly type: string | null;
  readonly action: string;
  /** Before the codes of the service's errors, such as `Lambda`. */
  readonly errorPrefix: string;
  readonly waitsForToken: boolean;
  readonly integration: Integration;
}

const TOKEN_SUFFIX = '.waitForTaskToken';

/** Prefixes that are not the service's name in capitals as it stands. */
const OPTIMIZED_PREFIXES: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB',
  ecs: 'ECS',
  events: 'EventBridge',
  lambda: 'Lambda',
  sns: 'SNS',
  sqs: 'SQS',
  states: 'StepFunctions',
};

const SDK_PREFIXES: Readonly<Record<string, string>> = {
  cloudwatch: 'CloudWatch',
  dynamodb: 'DynamoDb',
  eventbridge: 'EventBridge',
};

/** Undefined when no integration answers for the resource. */
export function findResource(resource: string, integrations: Integrations): TaskResource | undefined {
  const waitsForToken = resource.endsWith(TOKEN_SUFFIX);
  const called = waitsForToken ? resource.slice(0, -TOKEN_SUFFIX.length) : resource;
  const integration = findIntegration(called, integrations);
  // a bare function is not given a token
  const parts = integration && (parseFunction(resource) ?? parseService(called));
  if (!integration || !parts) return undefined;
  const action = waitsForToken ? `${parts.action}${TOKEN_SUFFIX}` : parts.action;
  return { resource, ...parts, action, waitsForToken, integration };
}

/** The exact resource before patterns, and longer patterns before shorter ones. */
function findIntegration(resource: string, integrations: Integrations): Integration | undefined {
  if (Object.hasOwn(integrations, resource)) return integrations[resource];
  const patterns = Object.keys(integrations).filter((pattern) => pattern.includes('*') && covers(pattern, resource));
  const [best] = patterns.sort((left, right) => right.length - left.length);
  return best === undefined ? undefined : integrations[best];
}

function covers(pattern: string, resource: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(resource);
}

type Parts = Pick<TaskResource, 'type' | 'action' | 'errorPrefix'>;

function parseFunction(resource: string): Parts | undefined {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^.]+$/.test(resource)
    ? { type: null, action: resource, errorPrefix: 'Lambda' }
    : undefined;
}

function parseService(resource: string): Parts | undefined {
  const match = /^arn:[^:]+:states:::(aws-sdk:)?([^:]+):(.+)$/.exec(resource);
  if (match === null) return undefined;
  const [, sdk, service = '', action = ''] = match;
  const prefixes = sdk === undefined ? OPTIMIZED_PREFIXES : SDK_PREFIXES;
  const errorPrefix = prefixes[service] ?? `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  return { type: `${sdk ?? ''}${service}`, action, errorPrefix };
}
