import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { presetNames } from '../../lib/domain/definition/policy-presets.ts';
import { ratchetStacks } from '../../lib/index.ts';
import { bankMarketing, type SynthesizedStack, synthesized, synthesizedWith } from './synthesized.ts';

const MEGABYTE = 1_000_000;
/** Names as long as they may be. */
const longest = { platformName: 'p'.repeat(20), modelName: `m${'-m'.repeat(19)}m` };

// its gate is made for its own policy
const { gate: _, ...anyPolicy } = bankMarketing;

/** GL-001 to GL-020 (S2-26), over all presets and with all that is optional. */
const definitions = Array.from({ length: 20 }, (_, index) => ({
  ...anyPolicy,
  name: index === 0 ? longest.modelName : `gl-${String(index + 1).padStart(3, '0')}`,
  policy: presetNames[index % presetNames.length] ?? 'feed-ranker',
  triggers: { drift: {}, performance: {}, volume: { rows: 10_000 } },
  alarms: { aucWarning: {}, aucCritical: {}, accuracyDrop: 0.05 },
}));

describe('twenty models', () => {
  const { platform, models } = synthesizedWith({ definitions, platformName: longest.platformName });

  test('are a stack each, beside the one of the platform', () => {
    expect(models.map(({ stack }) => stack.stackName)).toEqual(definitions.map(({ name }) => `Ratchet-${name}`));
    expect(platform.stack.stackName).toBe('RatchetPlatform');
  });

  test("stay within CloudFormation's limits", () => {
    for (const { stack, json, resources, template } of [platform, ...models]) {
      expect(Buffer.byteLength(JSON.stringify(template.toJSON(), null, 1)), stack.stackName).toBeLessThan(MEGABYTE);
      expect(json.length, stack.stackName).toBeLessThan(MEGABYTE / 2);
      expect(resources.length, stack.stackName).toBeLessThan(500);
    }
  });

  test('leave the platform as large as one model does', () => {
    const one = synthesized().platform;

    expect(platform.resources.length).toBe(one.resources.length);
    for (const path of ['Platform/DataKey', 'Platform/Notifications/Policy']) {
      expect(JSON.stringify(platform.at(path).properties).length).toBe(JSON.stringify(one.at(path).properties).length);
    }
  });

  test('have rights that fit into their roles, however long the names are', () => {
    const policies = models.flatMap((stack) => stack.of('AWS::IAM::Policy'));

    for (const { path, properties } of policies) {
      expect(JSON.stringify(properties.PolicyDocument).length, path).toBeLessThan(10_240);
    }
    expect(models.flatMap((stack) => stack.of('AWS::IAM::ManagedPolicy'))).toEqual([]);
  });

  test('have names that their services take, each once', () => {
    const namesOf = (type: string, name: string) =>
      models.flatMap((stack) => stack.of(type)).map(({ properties }) => properties[name] as string);

    for (const [type, name, most] of [
      ['AWS::StepFunctions::StateMachine', 'StateMachineName', 80],
      ['AWS::CloudWatch::Alarm', 'AlarmName', 255],
      ['AWS::CloudWatch::CompositeAlarm', 'AlarmName', 255],
      ['AWS::CloudWatch::Dashboard', 'DashboardName', 255],
      ['AWS::ApiGatewayV2::Api', 'Name', 128],
    ] as const) {
      const found = namesOf(type, name);

      expect(new Set(found).size, type).toBe(found.length);
      for (const one of found) expect(one.length, one).toBeLessThanOrEqual(most);
    }
  });

  test('have descriptions that their services take', () => {
    const described = (stack: SynthesizedStack) => stack.resources.filter(({ properties }) => properties?.Description);

    for (const { path, properties } of models.flatMap(described)) {
      expect(properties.Description.length, path).toBeLessThanOrEqual(256);
    }
  });
});

test('every preset has its schedule, and a dashboard of what operators asked for', () => {
  const { models } = synthesizedWith({
    definitions: presetNames.map((policy) => ({ ...anyPolicy, name: policy, policy })),
  });
  const expressions = models.map((stack) => stack.of('AWS::Scheduler::Schedule')[0]?.properties.ScheduleExpression);

  expect(Object.fromEntries(presetNames.map((name, index) => [name, expressions[index]]))).toEqual({
    'lead-conversion': 'cron(17 3 * * ? *)',
    'backlink-actions': 'cron(0 2 ? * SUN *)',
    'process-heat': 'cron(0 0 ? * SUN *)',
    'feed-ranker': 'cron(0 0 ? * SUN *)',
    'backlink-lifecycle': 'cron(0 2 ? * SUN *)',
  });
});

test('the dashboard shows quality, data, releases, response time and alarms, by function version where it matters', () => {
  const body = JSON.parse(synthesized().model.at('Pipeline/Dashboard/Dashboard').properties.DashboardBody);
  const titles = body.widgets.map(({ properties }: { properties: { title: string } }) => properties.title);

  expect(titles).toEqual([
    'Quality on matured outcomes',
    'Training rows',
    'Retrains, promotions and rollbacks',
    'Response time',
    'Answers by function version',
    'Errors by function version',
    'Drift',
    'Alarms',
  ]);
  expect(JSON.stringify(body)).toContain('{AWS/Lambda,ExecutedVersion,FunctionName,Resource}');
  expect(JSON.stringify(body)).toContain('p95 objective');
});

test('an environment given is the one of every stack', () => {
  const env = { account: '111122223333', region: 'eu-central-1' };

  const { platform, models } = ratchetStacks(new App(), { definitions: [bankMarketing], env });

  for (const stack of [platform, ...models]) expect(stack).toMatchObject(env);
});

test('two synths of one definition are the same text', () => {
  expect(synthesizedWith({}).model.json).toBe(synthesizedWith({}).model.json);
});
