import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { code, controlPlane, FunctionName } from './control-plane.ts';
import { functionNamed } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));
const setUp = (options?: Parameters<typeof controlPlane>[1]) => controlPlane(handlers, options);

describe('Invoke', () => {
  test('answers with the executed version and the payload as text', async () => {
    const { settled, api, next } = setUp();
    await next('1');

    const answer = await settled(api('Invoke', { FunctionName: 'fn', Qualifier: '1', Payload: '{}' }));

    const Payload = JSON.stringify({ version: '1', model: '1' });
    expect(answer).toEqual({ StatusCode: 200, ExecutedVersion: '1', Payload });
  });

  test('names the failure of a function', async () => {
    const { settled, api, service } = setUp();
    service.createFunction(functionNamed('broken', handlers, 'fail'));

    const answer = await settled(api('Invoke', { FunctionName: 'broken' }));

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  });

  test.each([
    [{ Payload: 'x'.repeat(6_291_457) }, code('RequestTooLargeException', 413)],
    [{ Payload: 'x'.repeat(1_048_577), InvocationType: 'Event' }, code('RequestTooLargeException', 413)],
    [{ Payload: '{' }, code('InvalidRequestContentException', 400)],
    [{ InvocationType: 'DryRun' }, code('InvalidParameterValueException', 400)],
    [{ Qualifier: 'none', InvocationType: 'Event' }, code('ResourceNotFoundException', 404)],
  ])('refuses a call %#', async (input, failure) => {
    const { api } = setUp();

    await expect(api('Invoke', { FunctionName, ...input })).rejects.toMatchObject(failure);
  });

  test('refuses what it does not play', async () => {
    const { api } = setUp();

    await expect(api('Invoke', { FunctionName, LogType: 'Tail' })).rejects.toThrow(/does not know 'LogType'/);
  });
});
