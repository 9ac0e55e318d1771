import { describe, expect, test } from 'vitest';
import { releaseKey } from '../../lib/domain/release-key.ts';
import { customResourceAnswerSchema } from '../../lib/domain/steps/custom-resources.ts';
import { retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import type { StepInput } from '../../lib/domain/steps/step-contracts.ts';
import { FUNCTION, type InMemoryRelease, RETRAIN_MACHINE } from '../in-memory/in-memory-release.ts';
import { bootstrapped, STACK } from '../in-memory/release-flow.ts';

function request(RequestType: 'Create' | 'Update' | 'Delete', RequestId = '0f3a9b7c-1111'): StepInput<'code-release'> {
  const ResourceProperties = { FunctionName: FUNCTION };
  const common = { RequestId, StackId: STACK, LogicalResourceId: 'CodeRelease', ResourceProperties };
  if (RequestType === 'Create') return { RequestType, ...common };
  const PhysicalResourceId = 'code-release';
  if (RequestType === 'Delete') return { RequestType, ...common, PhysicalResourceId };
  return { RequestType, ...common, PhysicalResourceId, OldResourceProperties: {} };
}

const started = ({ executions }: InMemoryRelease) =>
  [...executions.started].map(([arn, { input }]) => ({ arn, input }));

describe('an update', () => {
  test('asks for a release of the code, named by its settings and by the request', async () => {
    const release = await bootstrapped();
    const key = releaseKey(await release.functions.readConfiguration(FUNCTION));

    const answer = await release.steps.codeRelease(request('Update'));

    expect(customResourceAnswerSchema.parse(answer)).toEqual({ PhysicalResourceId: 'code-release' });
    const machine = RETRAIN_MACHINE.replace(':stateMachine:', ':execution:');
    expect(started(release).map(({ arn }) => arn)).toEqual([`${machine}:code-${key.slice(0, 32)}-0f3a9b7c`]);
  });

  test('asks with an input that the machine understands', async () => {
    const release = await bootstrapped();

    await release.steps.codeRelease(request('Update'));

    expect(retrainRequestSchema.parse(JSON.parse(started(release)[0]?.input ?? ''))).toMatchObject({
      mode: 'code',
      trigger: 'code',
      actor: STACK,
      reason: 'the deployment changed the code',
    });
  });

  test('repeated by CloudFormation starts nothing twice, whether the first still runs or not', async () => {
    const release = await bootstrapped();
    await release.steps.codeRelease(request('Update'));
    await release.steps.codeRelease(request('Update'));
    for (const execution of release.executions.started.values()) execution.status = 'SUCCEEDED';

    expect(await release.steps.codeRelease(request('Update'))).toEqual({ PhysicalResourceId: 'code-release' });

    expect(started(release)).toHaveLength(1);
  });

  test('back to earlier code is a release of its own', async () => {
    const release = await bootstrapped();

    await release.steps.codeRelease(request('Update', '11111111-aaaa'));
    await release.steps.codeRelease(request('Update', '22222222-bbbb'));

    expect(started(release)).toHaveLength(2);
  });

  test('waits until Lambda is done with the deployment', async () => {
    const release = await bootstrapped();
    const { environment, revisionId } = await release.functions.readConfiguration(FUNCTION);
    await release.functions.updateEnvironment(FUNCTION, { ...environment, LOG_LEVEL: 'DEBUG' }, revisionId);

    await release.steps.codeRelease(request('Update'));

    expect(release.calls.filter((call) => call === 'functions.readConfiguration').length).toBeGreaterThan(1);
    const key = releaseKey(await release.functions.readConfiguration(FUNCTION));
    expect(started(release)[0]?.arn).toContain(key.slice(0, 32));
  });

  test('after an update that Lambda could not do asks all the same: the stack could not even go back otherwise', async () => {
    const release = await bootstrapped();
    const latest = release.lambda.find(FUNCTION).latest;
    latest.configuration = { ...latest.configuration, lastUpdateStatus: 'Failed' };

    await release.steps.codeRelease(request('Update'));

    expect(started(release)).toHaveLength(1);
  });

  test('passes on what Step Functions refuses', async () => {
    const release = await bootstrapped();
    release.beforeCall('executions.start', () => Promise.reject(new Error('AccessDenied')));

    await expect(release.steps.codeRelease(request('Update'))).rejects.toThrow('AccessDenied');
  });
});

test.each(['Create', 'Delete'] as const)('a %s asks for nothing', async (type) => {
  const release = await bootstrapped();

  expect(await release.steps.codeRelease(request(type))).toEqual({ PhysicalResourceId: 'code-release' });

  expect(release.calls).toEqual([]);
  expect(started(release)).toEqual([]);
});
