import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { type PlainObject, PropertyReader } from '../cloudwatch/read-properties.ts';
import type { JsonObject } from './bus-event.ts';
import { compilePattern } from './event-pattern.ts';
import { type RetryPolicy, readDeadLetterArn, readRetryPolicy } from './retry-policy.ts';
import { readTargetInput, type TargetInput } from './target-input.ts';

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly input: TargetInput;
  readonly policy: RetryPolicy;
  readonly deadLetterArn: string | null;
}

/** A rule on the default bus. */
export interface EventRule {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly matches: (event: JsonObject) => boolean;
  readonly targets: readonly RuleTarget[];
}

function ruleArn(name: string): string {
  return `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:rule/${name}`;
}

/** Reads the properties of an `AWS::Events::Rule`. Throws, with its logical id, for what is not simulated. */
export function readEventRule(logicalId: string, name: string, properties: PlainObject): EventRule {
  const reader = new PropertyReader(logicalId, properties);
  reader.ignore('Name', 'Description', 'RoleArn', 'Tags');
  const bus = reader.optionalText('EventBusName') ?? 'default';
  if (bus !== 'default') throw reader.refuse(`the bus ${bus} is not simulated, only the default one is`);
  const pattern = reader.raw('EventPattern');
  const rule = {
    logicalId,
    name,
    arn: ruleArn(name),
    enabled: reader.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'ENABLED',
    matches: reader.attempt(() => compilePattern(pattern)),
    targets: reader.children('Targets').map(readTarget),
  };
  reader.finish();
  return rule;
}

function readTarget(reader: PropertyReader): RuleTarget {
  // who may call whom is asserted on the template
  reader.ignore('RoleArn');
  const target = {
    id: reader.text('Id'),
    arn: reader.text('Arn'),
    input: readTargetInput(reader),
    policy: readRetryPolicy(reader),
    deadLetterArn: readDeadLetterArn(reader),
  };
  reader.finish();
  return target;
}
