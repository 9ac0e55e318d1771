import type { Operations } from '../aws-error.ts';
import type { Integration, Integrations } from './integration.ts';
import { isObject, type Json } from './json.ts';
import { StateFailure } from './state-failure.ts';

/** The services behind the optimised integrations, as far as there are any. */
export interface OptimizedServices {
  readonly dynamodb?: Operations;
  readonly sns?: Operations;
  readonly events?: Operations;
}

/** A service that tasks may call by `aws-sdk:<service>:<action>`. */
export interface SdkService {
  readonly operations: Operations;
  /** Members of the wire begin with a small letter, those of the SDK do not. @default false */
  readonly camelCase?: boolean;
}

const OPTIMIZED = [
  { resource: 'dynamodb:getItem', service: 'dynamodb', operation: 'GetItem' },
  { resource: 'dynamodb:putItem', service: 'dynamodb', operation: 'PutItem' },
  { resource: 'dynamodb:updateItem', service: 'dynamodb', operation: 'UpdateItem' },
  { resource: 'sns:publish', service: 'sns', operation: 'Publish', prepare: messageAsText },
  {
    resource: 'events:putEvents',
    service: 'events',
    operation: 'PutEvents',
    prepare: detailsAsText,
    check: refuseFailed,
  },
] as const satisfies readonly {
  resource: string;
  service: keyof OptimizedServices;
  operation: string;
  prepare?: (input: Record<string, Json>) => Record<string, Json>;
  check?: (answer: unknown) => void;
}[];

/** `dynamodb:getItem`, `putItem`, `updateItem`, `sns:publish` and `events:putEvents`. */
export function optimizedIntegrations(services: OptimizedServices): Integrations {
  const found = OPTIMIZED.flatMap((entry) => {
    const operation = services[entry.service]?.[entry.operation];
    if (operation === undefined) return [];
    const integration: Integration = async (input, { executionArn }) => {
      const given = membersOf(input);
      const answer = await operation('prepare' in entry ? entry.prepare(given) : given, { id: executionArn });
      if ('check' in entry) entry.check(answer);
      return answer;
    };
    return [[`arn:aws:states:::${entry.resource}`, integration] as const];
  });
  return Object.fromEntries(found);
}

/** Every operation of the services, by the name that the SDK has for the service. */
export function sdkIntegrations(services: Readonly<Record<string, SdkService>>): Integrations {
  return Object.fromEntries(
    Object.entries(services).flatMap(([service, { operations, camelCase = false }]) =>
      Object.entries(operations).map(([name, operation]) => {
        const integration: Integration = async (input, { executionArn }) => {
          const given = membersOf(input);
          const answer = await operation(camelCase ? withInitials(given, lower) : given, { id: executionArn });
          return camelCase && isObject(answer) ? withInitials(answer, upper) : answer;
        };
        return [`arn:aws:states:::aws-sdk:${service}:${lower(name)}`, integration];
      }),
    ),
  );
}

function membersOf(input: Json): Record<string, Json> {
  if (isObject(input)) return { ...(input as Record<string, Json>) };
  throw new StateFailure('States.Runtime', 'the arguments should be an object');
}

/** A message that is no text is published as its JSON. */
function messageAsText(input: Record<string, Json>): Record<string, Json> {
  const { Message: message } = input;
  return message === undefined || typeof message === 'string' ? input : { ...input, Message: JSON.stringify(message) };
}

function detailsAsText(input: Record<string, Json>): Record<string, Json> {
  const { Entries: entries } = input;
  if (!Array.isArray(entries)) return input;
  const withText = entries.map((entry) =>
    isObject(entry) && isObject(entry.Detail) ? { ...entry, Detail: JSON.stringify(entry.Detail) } : entry,
  );
  return { ...input, Entries: withText as Json[] };
}

/** One entry that was not taken fails the task. */
function refuseFailed(answer: unknown): void {
  if (isObject(answer) && answer.FailedEntryCount !== 0) {
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(answer));
  }
}

function withInitials(
  of: Readonly<Record<string, unknown>>,
  change: (name: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [change(name), deepInitials(value, change)]));
}

function deepInitials(value: unknown, change: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => deepInitials(item, change));
  return isObject(value) ? withInitials(value, change) : value;
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function upper(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
