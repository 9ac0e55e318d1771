import { describe, expect, test } from 'vitest';
import { errorDescription, rejectionDescription } from '../../../../lib/local/lambda/environment/error-description.ts';
import { callHandler, invocationContext, loadHandler } from '../../../../lib/local/lambda/environment/handler.ts';
import { bundle } from '../bundle.ts';

const handlers = bundle(new URL('../fixtures/handlers.ts', import.meta.url));

const invocation = {
  requestId: 'id',
  payload: '{}',
  seed: 'seed',
  deadline: 5000,
  invokedFunctionArn: 'arn:fn:live',
};
const context = invocationContext(invocation, { AWS_LAMBDA_FUNCTION_NAME: 'fn' }, () => 2000);

describe('a handler', () => {
  test('is found by file and export, and answers with JSON text', async () => {
    const echo = await loadHandler(handlers, 'index.echo');

    expect(await callHandler(echo, '{"a":[1,"é"]}', context)).toBe('{"a":[1,"é"]}');
  });

  test('that answers with nothing answers null', async () => {
    expect(await callHandler(() => undefined, '1', context)).toBe('null');
    expect(await callHandler(() => () => 1, '1', context)).toBe('null');
  });

  test('may answer without a promise, and fail without one', async () => {
    expect(await callHandler((event) => event, '1', context)).toBe('1');
    const failing = callHandler(
      () => {
        throw new TypeError('no');
      },
      '1',
      context,
    );

    await expect(failing).rejects.toThrow(TypeError);
  });

  test('knows what it was called with and how much time is left', () => {
    expect(context).toMatchObject({
      awsRequestId: 'id',
      functionName: 'fn',
      functionVersion: '',
      invokedFunctionArn: 'arn:fn:live',
    });
    expect(context.getRemainingTimeInMillis()).toBe(3000);
  });

  test.each([
    ['missing.echo', 'Runtime.ImportModuleError'],
    ['index.missing', 'Runtime.HandlerNotFound'],
    ['index', 'Runtime.HandlerNotFound'],
    ['index.takesCallback', 'Runtime.CallbackHandlerDeprecated'],
  ])('%s is a %s', async (handler, name) => {
    await expect(loadHandler(handlers, handler)).rejects.toMatchObject({ name });
  });
});

describe('an error', () => {
  test('is described by name, message and trace', () => {
    const described = JSON.parse(errorDescription(new RangeError('too far')));

    expect(described).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
    expect(described.trace[0]).toBe('RangeError: too far');
  });

  test('may be anything', () => {
    expect(JSON.parse(errorDescription(42))).toEqual({ errorType: 'number', errorMessage: '42', trace: [] });
  });

  test('that nobody handled says so', () => {
    const described = JSON.parse(rejectionDescription(new Error('why')));

    expect(described.errorType).toBe('Runtime.UnhandledPromiseRejection');
    expect(described.errorMessage).toBe('Error: why');
    expect(JSON.parse(rejectionDescription('text')).trace).toEqual(['Runtime.UnhandledPromiseRejection']);
  });
});
