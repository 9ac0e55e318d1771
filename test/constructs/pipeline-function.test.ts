import { expect, test } from 'vitest';
import { probationAlarmKinds, resourceNames } from '../../lib/domain/resource-names.ts';
import { stepNames } from '../../lib/domain/steps/environment.ts';
import { bankMarketing, only, type Resource, synthesized, synthesizedWith } from './synthesized.ts';

const KEPT = { deletionPolicy: 'RetainExceptOnCreate', updateReplacePolicy: 'Retain' };

const { platform, model } = synthesized();
const both = [platform, model];

/** Our own functions; CDK's provider framework brings two more. */
const ownFunctions = both.flatMap((stack) => stack.of('AWS::Lambda::Function')).filter(isOurs);

function isOurs({ path }: Resource): boolean {
  return !path.includes('framework');
}

function stepOf({ path }: Resource): string {
  const id = path.split('/').at(-2) ?? '';
  return id.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

test('no template has an alias or a version, so that no deployment can move traffic', () => {
  for (const { template } of both) {
    template.resourceCountIs('AWS::Lambda::Alias', 0);
    template.resourceCountIs('AWS::Lambda::Version', 0);
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  }
});

test('the serving function, its role and its rights outlive the stack and their own replacement', () => {
  for (const path of ['Function', 'Role', 'Role/DefaultPolicy']) {
    expect(model.at(`Pipeline/Predict/${path}`), path).toMatchObject(KEPT);
  }
});

test('no other function is kept, so that a deleted stack leaves nothing behind that runs', () => {
  const kept = ownFunctions.filter(({ deletionPolicy }) => deletionPolicy !== undefined && deletionPolicy !== 'Delete');

  expect(kept.map(stepOf)).toEqual(['predict']);
});

test('every step has one function, and there is no other', () => {
  expect(ownFunctions.map(stepOf).sort()).toEqual([...stepNames].sort());
});

test('every function runs on arm64 and Node 24, and its runtime moves only when it is deployed', () => {
  for (const { path, properties } of ownFunctions) {
    expect(properties, path).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' },
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
  }
});

test('every function has a role of its own', () => {
  const roles = ownFunctions.map(({ properties }) => properties.Role as string);

  expect(new Set(roles).size).toBe(ownFunctions.length);
  for (const { path, properties } of ownFunctions) {
    expect(properties.Role).toBe(`<${path.replace(/Function$/, 'Role')}.Arn>`);
  }
});

test('functions have generated names, so that a replacement can exist beside its predecessor', () => {
  for (const { path, properties } of ownFunctions) expect(properties.FunctionName, path).toBeUndefined();
});

test('every variable that a step gets has a value, and the serving function knows neither registry nor its own name', () => {
  for (const { path, properties } of ownFunctions) {
    for (const [name, value] of Object.entries(properties.Environment.Variables)) {
      expect(value, `${path} ${name}`).toMatch(/.+/);
    }
  }
  expect(Object.keys(model.at('Pipeline/Predict/Function').properties.Environment.Variables).sort()).toEqual([
    'ARTIFACT_BUCKET_NAME',
    'MODEL_NAME',
    'PREDICTIONS_TABLE_NAME',
    'PREDICTION_DAYS',
    'SLOW_ANSWER_MILLISECONDS',
  ]);
});

test('the reconciler is told what exists: the machines by ARN, the alarms by name', () => {
  const { Variables } = model.at('Pipeline/Reconcile/Function').properties.Environment;
  const names = resourceNames('ratchet', bankMarketing.name);
  const machineNames = model.of('AWS::StepFunctions::StateMachine').map((one) => one.properties.StateMachineName);
  const alarmNames = model.of('AWS::CloudWatch::Alarm').map((one) => one.properties.AlarmName);

  expect(Variables.RETRAIN_STATE_MACHINE_ARN).toMatch(new RegExp(`:stateMachine:${names.retrainMachine}$`));
  expect(machineNames.sort()).toEqual([names.retrainMachine, names.rollbackMachine]);
  expect(Variables.PROBATION_ALARM_NAMES.split(',')).toEqual(probationAlarmKinds.map(names.alarm));
  expect(alarmNames).toEqual(expect.arrayContaining(Variables.PROBATION_ALARM_NAMES.split(',')));
  const judge = model.at('Pipeline/Judge/Function').properties.Environment.Variables;
  expect(judge.CHALLENGER_ALARM_NAME).toBe(names.alarm('challenger-errors'));
  expect(alarmNames).toContain(judge.CHALLENGER_ALARM_NAME);
});

test('the definition decides how large training and serving may be, and how long logs and predictions are kept', () => {
  const definition = {
    ...bankMarketing,
    memory: { train: 5000, predict: 768 },
    retention: { logs: '120d', predictions: '45d' },
  };
  const { model: larger } = synthesizedWith({ definitions: [definition] });

  expect(larger.at('Pipeline/Train/Function').properties.MemorySize).toBe(5000);
  expect(larger.at('Pipeline/Predict/Function').properties.MemorySize).toBe(768);
  expect(larger.at('Pipeline/Predict/Logs').properties.RetentionInDays).toBe(120);
  expect(larger.at('Pipeline/Predict/Function').properties.Environment.Variables.PREDICTION_DAYS).toBe('45');
});

test('a function writes to the log group that was made for it', () => {
  for (const { path, properties } of ownFunctions) {
    const group = path.replace(/Function$/, 'Logs');

    expect(properties.LoggingConfig.LogGroup).toBe(`<${group}>`);
    expect(
      only(both.flatMap((stack) => stack.of('AWS::Logs::LogGroup')).filter((one) => one.path === group)),
    ).toBeTruthy();
  }
});
