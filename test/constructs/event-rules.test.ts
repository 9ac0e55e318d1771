import { describe, expect, test } from 'vitest';
import { type AlarmKind, probationAlarmKinds, resourceNames } from '../../lib/domain/resource-names.ts';
import { reconcileEventSchema } from '../../lib/domain/steps/reconcile.ts';
import { retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { rollbackRequestSchema } from '../../lib/domain/steps/rollback-request.ts';
import {
  alarmChange,
  contributorChange,
  executionChange,
  matches,
  type SampleEvent,
  transformed,
} from './event-samples.ts';
import { bankMarketing, only, type SynthesizedStack, synthesized, synthesizedWith } from './synthesized.ts';

const names = resourceNames('ratchet', bankMarketing.name);
const RETRAIN = '<Pipeline/RetrainWorkflow/Machine/StateMachine>';
const ROLLBACK = '<Pipeline/RollbackWorkflow/Machine/StateMachine>';
const RECONCILE = '<Pipeline/Reconcile/Function.Arn>';
const TOPIC = '<Platform/Notifications>';

const triggers = { drift: { psi: 0.25 }, performance: { metric: 'accuracy', below: 0.92 } };

function modelWith(definition: object): SynthesizedStack {
  return synthesizedWith({ definitions: [{ ...bankMarketing, ...definition }] }).model;
}

const model = modelWith({ triggers });

/** What an event leads to: the target of every rule that lets it through, with what that target gets. */
function reactions(event: SampleEvent, stack = model): { target: string; input: unknown }[] {
  return stack
    .of('AWS::Events::Rule')
    .filter(({ properties }) => matches(properties.EventPattern, event))
    .flatMap(({ properties }) => properties.Targets)
    .map(({ Arn, InputTransformer }) => ({ target: Arn, input: transformed(InputTransformer, event) }));
}

test('a crash of one function version rolls back, and says which version is accused (S1-25)', () => {
  const reaction = only(reactions(contributorChange(names.alarm('challenger-errors'), '7')));

  expect(reaction.target).toBe(ROLLBACK);
  expect(rollbackRequestSchema.parse(reaction.input)).toMatchObject({
    cause: 'alarm',
    actor: names.alarm('challenger-errors'),
    reason: `alarm ${names.alarm('challenger-errors')}`,
    alarm: { name: names.alarm('challenger-errors'), time: '2026-01-31T02:00:00Z', accusedVersion: '7' },
  });
});

test.each(probationAlarmKinds)('the alarm %s rolls back, and accuses nobody (S1-25)', (kind) => {
  const reaction = only(reactions(alarmChange(names.alarm(kind))));

  expect(reaction.target).toBe(ROLLBACK);
  expect(rollbackRequestSchema.parse(reaction.input)).toMatchObject({
    cause: 'alarm',
    alarm: { name: names.alarm(kind), accusedVersion: null },
  });
});

test.each([
  ['drift', 'drift'],
  ['performance-low', 'performance'],
] as const)('the alarm %s asks for a retrain because of %s', (kind, trigger) => {
  const reaction = only(reactions(alarmChange(names.alarm(kind))));

  expect(reaction.target).toBe(RETRAIN);
  expect(retrainRequestSchema.parse(reaction.input)).toMatchObject({
    mode: 'model',
    trigger,
    actor: names.alarm(kind),
    alarm: { name: names.alarm(kind), time: '2026-01-31T02:00:00Z', accusedVersion: null },
  });
});

test.each<AlarmKind>(['throttles', 'page', 'model-stale', 'auc-critical', 'code-rejected'])(
  'the alarm %s moves nothing',
  (kind) => {
    expect(reactions(alarmChange(names.alarm(kind)))).toEqual([]);
  },
);

test('the state of the crash alarm as a whole moves nothing: it does not say who is accused', () => {
  expect(reactions(alarmChange(names.alarm('challenger-errors')))).toEqual([]);
});

test.each(['OK', 'INSUFFICIENT_DATA'])('an alarm that goes to %s moves nothing', (value) => {
  expect(reactions(alarmChange(names.alarm('error-rate'), value))).toEqual([]);
  expect(reactions(contributorChange(names.alarm('challenger-errors'), '7', value))).toEqual([]);
});

test("another model's alarms move nothing, whatever its name starts with", () => {
  const other = resourceNames('ratchet', `${bankMarketing.name}-two`);

  expect(reactions(alarmChange(other.alarm('error-rate')))).toEqual([]);
  expect(reactions(contributorChange(other.alarm('challenger-errors'), '7'))).toEqual([]);
});

describe.each(['FAILED', 'ABORTED', 'TIMED_OUT'])('an execution that ends as %s', (status) => {
  test('of Retrain makes the reconciler look, and tells people', () => {
    const [first, second, ...others] = reactions(executionChange(RETRAIN, status));

    expect(others).toEqual([]);
    expect(first?.target).toBe(RECONCILE);
    expect(reconcileEventSchema.parse(first?.input)).toMatchObject({ cause: 'execution-ended', status });
    expect(second?.target).toBe(TOPIC);
    expect(second?.input).toMatch(new RegExp(`^bank-marketing: ${status} arn:aws:states:.*retrain:one$`));
  });

  test('of Rollback tells people', () => {
    expect(only(reactions(executionChange(ROLLBACK, status))).target).toBe(TOPIC);
  });
});

test.each(['RUNNING', 'SUCCEEDED'])('an execution that is %s is no news', (status) => {
  expect(reactions(executionChange(RETRAIN, status))).toEqual([]);
});

test('without automatic rollback no alarm starts a rollback, and drift still retrains (S1-23)', () => {
  const manual = modelWith({ triggers, rollback: { automatic: false } });

  for (const kind of probationAlarmKinds) expect(reactions(alarmChange(names.alarm(kind)), manual)).toEqual([]);
  expect(reactions(contributorChange(names.alarm('challenger-errors'), '7'), manual)).toEqual([]);
  expect(only(reactions(alarmChange(names.alarm('drift')), manual)).target).toBe(RETRAIN);
});

test('without drift and performance triggers no alarm starts a retrain', () => {
  const scheduled = modelWith({});

  expect(scheduled.of('AWS::Events::Rule').flatMap(({ properties }) => properties.Targets)).toHaveLength(4);
  expect(reactions(alarmChange(names.alarm('drift')), scheduled)).toEqual([]);
});

test('what a rule cannot deliver within two hours is kept', () => {
  const { Statement } = model.at('Pipeline/Undelivered/Policy').properties.PolicyDocument;

  for (const { path, properties } of model.of('AWS::Events::Rule')) {
    const target = only<{ DeadLetterConfig: unknown; RetryPolicy: unknown }>(properties.Targets);

    expect(target.DeadLetterConfig, path).toEqual({ Arn: '<Pipeline/Undelivered.Arn>' });
    expect(target.RetryPolicy, path).toEqual({ MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 10 });
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': `<${path}.Arn>` } },
      }),
    );
  }
});

test('every rule may reach its target', () => {
  const invoked = model.of('AWS::Lambda::Permission').filter(({ properties }) => properties.FunctionName === RECONCILE);
  const starts = model.at('Pipeline/RetrainWorkflow/Machine/StateMachine/EventsRole/DefaultPolicy').properties;

  expect(only(invoked).properties).toMatchObject({
    Principal: 'events.amazonaws.com',
    SourceArn: '<Pipeline/Rules/RetrainEnded.Arn>',
  });
  expect(only<object>(starts.PolicyDocument.Statement)).toMatchObject({
    Action: 'states:StartExecution',
    Resource: RETRAIN,
  });
  expect(synthesized().platform.at('Platform/Notifications/Policy').properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'events.amazonaws.com' },
    }),
  );
});
