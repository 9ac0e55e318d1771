import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

function setUp(handler: string, more: Parameters<typeof functionNamed>[3] = {}, watchdogMilliseconds = 30_000) {
  const given = lambdaSetUp({ watchdogMilliseconds });
  given.service.createFunction(functionNamed('fn', handlers, handler, more));
  return given;
}

describe('a handler that fails', () => {
  test.each([
    ['fail', { errorType: 'TypeError', errorMessage: 'no model' }],
    ['failWithText', { errorType: 'string', errorMessage: 'just a text' }],
    ['circular', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
    ['unhandledRejection', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: nobody cares' }],
    ['uncaughtException', { errorType: 'RangeError', errorMessage: 'too late' }],
    [
      'exit',
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exited with error: exit status 3$/) },
    ],
    ['tooLarge', { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.stringContaining('6291556') }],
    ['notAFunction', { errorType: 'Runtime.HandlerNotFound', errorMessage: expect.stringContaining('notAFunction') }],
    ['takesCallback', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
  ])('%s is an unhandled error that tells why', async (handler, described) => {
    const { call } = setUp(handler);

    const { status, functionError, answer } = await call('fn');

    expect({ status, functionError }).toEqual({ status: 200, functionError: 'Unhandled' });
    expect(answer).toMatchObject(described);
  });

  test('a trace shows the code where it is on Lambda', async () => {
    const { call } = setUp('fail');

    const { answer } = await call('fn');

    expect(answer.trace[0]).toBe('TypeError: no model');
    expect(answer.trace[1]).toMatch(/^ {4}at fail \(file:\/\/\/var\/task\/index\.mjs:\d+:\d+\)$/);
    expect(answer.trace.join('\n')).not.toContain(handlers);
  });

  test('code that cannot be imported fails every invocation', async () => {
    const given = lambdaSetUp();
    given.service.createFunction(functionNamed('fn', handlers, 'echo', { handler: 'missing.handler' }));

    const answers = [await given.call('fn'), await given.call('fn')];

    for (const { answer } of answers) expect(answer.errorType).toBe('Runtime.ImportModuleError');
  });

  test('an environment that ended is replaced', async () => {
    const { call, log } = setUp('exit');
    await call('fn');

    await call('fn');

    const starts = log.events().filter(({ type, detail }) => type === 'invoked' && detail.cold);
    expect(starts.map(({ detail }) => detail.environment)).toEqual(['fn.latest.1', 'fn.latest.2']);
  });
});

describe('a time-out', () => {
  test('ends a handler that waits for too long, in virtual time', async () => {
    const { call } = setUp('hang', { timeoutSeconds: 3 });

    const { answer, took, functionError } = await call('fn');

    expect(took).toBe(3000);
    expect(functionError).toBe('Unhandled');
    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(answer.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 3\.00 seconds$/);
  });

  test('does not end one that is done in time', async () => {
    const { call } = setUp('sleep', { timeoutSeconds: 3 });

    expect((await call('fn', { milliseconds: 2999 })).answer).toBe('awake');
    expect((await call('fn', { milliseconds: 3001 })).answer.errorType).toBe('Sandbox.Timedout');
  });

  test('ends an endless loop, and the log names the function', async () => {
    const { call, log } = setUp('endlessLoop', { timeoutSeconds: 3 }, 200);

    const { answer, took } = await call('fn');

    expect(took).toBe(3000);
    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(log.events().find(({ type }) => type === 'stuck')?.detail).toMatchObject({ functionName: 'fn' });
  });
});

test('more memory than the function has ends it', async () => {
  const { call } = setUp('fillMemory', { memoryMegabytes: 32 });

  expect((await call('fn')).answer.errorType).toBe('Runtime.OutOfMemory');
});

test('a handler reaches nothing but plain HTTP', async () => {
  const { call } = setUp('leaveNetwork');

  for (const refusal of (await call('fn')).answer)
    expect(refusal).toContain('the local runtime gives functions no network');
});
