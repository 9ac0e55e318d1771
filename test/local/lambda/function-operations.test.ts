import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { ARN, code, controlPlane, FunctionName } from './control-plane.ts';
import { functionNamed } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));
const setUp = (options?: Parameters<typeof controlPlane>[1]) => controlPlane(handlers, options);

describe('the configuration of a function', () => {
  test('is shown with all that decides how it behaves', async () => {
    const { read } = setUp();

    expect(await read()).toMatchObject({
      FunctionName: 'fn',
      FunctionArn: ARN,
      Version: '$LATEST',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::111122223333:role/function',
      Handler: 'index.pin',
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      Description: 'Answers',
      Timeout: 29,
      MemorySize: 512,
      LastModified: '2026-01-05T00:00:00.000+0000',
      Environment: { Variables: { MODEL: '0' } },
      TracingConfig: { Mode: 'Active' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['arm64'],
      EphemeralStorage: { Size: 512 },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/fn' },
      RuntimeVersionConfig: { RuntimeVersionArn: expect.stringContaining('arn:aws:lambda:') },
    });
  });

  test('names its reserved concurrency in GetFunction', async () => {
    const { service, api } = setUp();
    service.createFunction(functionNamed('small', handlers, 'pin', { reservedConcurrency: 1 }));

    expect(await api('GetFunction', { FunctionName: 'small' })).toMatchObject({
      Configuration: { FunctionName: 'small' },
      Concurrency: { ReservedConcurrentExecutions: 1 },
    });
    expect(await api('GetFunction', { FunctionName })).not.toHaveProperty('Concurrency');
  });

  test('has a code hash that depends on nothing but names and contents', async () => {
    const { service, api, read } = setUp();
    const codeFolder = mkdtempSync(join(tmpdir(), 'ratchet-code-'));
    writeFileSync(join(codeFolder, 'index.mjs'), 'export const pin = 1;');
    service.createFunction(functionNamed('one', codeFolder, 'pin'));
    const before = await api('GetFunctionConfiguration', { FunctionName: 'one' });
    writeFileSync(join(codeFolder, 'index.mjs'), 'export const pin = 2;');
    service.createFunction(functionNamed('two', codeFolder, 'pin'));
    service.createFunction(functionNamed('three', handlers, 'pin'));

    expect((await api('GetFunctionConfiguration', { FunctionName: 'two' })).CodeSha256).not.toBe(before.CodeSha256);
    const third = await api('GetFunctionConfiguration', { FunctionName: 'three' });
    expect(third.CodeSha256).toBe((await read()).CodeSha256);
  });

  test.each(['fn', ARN, '111122223333:function:fn'])('is found as %s, with and without a qualifier', async (name) => {
    const { api, next } = setUp();
    await next('1');

    expect(await api('GetFunctionConfiguration', { FunctionName: name })).toMatchObject({ Version: '$LATEST' });
    expect(await api('GetFunctionConfiguration', { FunctionName: `${name}:1` })).toMatchObject({
      Version: '1',
      FunctionArn: `${ARN}:1`,
    });
  });

  test('of an alias is that of its version', async () => {
    const { api, alias, next } = setUp();
    await next('1');
    await alias('CreateAlias', { FunctionVersion: '1' });

    const read = await api('GetFunctionConfiguration', { FunctionName: 'fn:live' });

    expect(read).toMatchObject({ Version: '1', FunctionArn: `${ARN}:live` });
  });

  test.each([
    ['other', undefined],
    ['fn', '7'],
    ['fn:live', undefined],
    ['arn:aws:lambda:us-east-1:111122223333:function:fn', undefined],
  ])('of %s with the qualifier %s does not exist', async (name, Qualifier) => {
    const { api } = setUp();

    const read = api('GetFunctionConfiguration', { FunctionName: name, Qualifier });

    await expect(read).rejects.toMatchObject(code('ResourceNotFoundException', 404));
  });

  test('two different qualifiers contradict each other', async () => {
    const { api } = setUp();

    const read = api('GetFunctionConfiguration', { FunctionName: 'fn:1', Qualifier: '2' });

    await expect(read).rejects.toMatchObject(code('InvalidParameterValueException', 400));
  });
});

describe('an update of the configuration', () => {
  test('is in progress for a while, under a new revision, and its end is a write too', async () => {
    const { read, update, advance } = setUp();
    const before = await read();

    const begun = await update({ Environment: { Variables: { A: '1' } }, RevisionId: before.RevisionId });
    await advance(1000);
    const done = await read();

    expect(begun).toMatchObject({ LastUpdateStatus: 'InProgress', Environment: { Variables: { A: '1' } } });
    expect(done.LastUpdateStatus).toBe('Successful');
    expect(new Set([before, begun, done].map(({ RevisionId }) => RevisionId)).size).toBe(3);
  });

  test('changes what it names and keeps the rest', async () => {
    const { read, update, advance } = setUp();

    await update({ MemorySize: 1024, Timeout: 10, Description: '', LoggingConfig: { SystemLogLevel: 'WARN' } });
    await advance(1000);

    expect(await read()).toMatchObject({
      MemorySize: 1024,
      Timeout: 10,
      Description: '',
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
      Environment: { Variables: { MODEL: '0' } },
    });
  });

  test('under a stale revision changes nothing', async () => {
    const { read, update } = setUp();

    const stale = update({ MemorySize: 1024, RevisionId: 'old' });

    await expect(stale).rejects.toMatchObject(code('PreconditionFailedException', 412));
    expect((await read()).MemorySize).toBe(512);
  });

  test('keeps other updates, publications and deployments away until it is done', async () => {
    const { update, publish, advance, service, definition } = setUp();
    await update({ MemorySize: 1024 });

    const busy = code('ResourceConflictException', 409);
    await expect(update({ MemorySize: 2048 })).rejects.toMatchObject(busy);
    await expect(publish()).rejects.toMatchObject(busy);
    expect(() => service.updateFunction({ ...definition, timeoutSeconds: 5 })).toThrow(/in progress/);
    await advance(1000);

    expect((await publish()).Version).toBe('1');
  });

  test('with the same values is a write all the same', async () => {
    const { read, update, advance } = setUp();
    const before = await read();

    await update({ MemorySize: 512 });
    await advance(1000);

    expect((await read()).RevisionId).not.toBe(before.RevisionId);
  });

  test.each([
    [{ Environment: { Variables: { A: 'x'.repeat(4096) } } }, /4KB/],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, /Reserved keys.*AWS_REGION/],
    [{ Qualifier: '1' }, /'Qualifier'/],
    [{ Layers: [] }, /'Layers'/],
  ])('refuses %o', async (change, reason) => {
    const { update } = setUp();

    await expect(update(change)).rejects.toThrow(reason);
  });
});

describe('a new version of the runtime', () => {
  const runtimeOf = ({ RuntimeVersionConfig }: Record<string, unknown>) => JSON.stringify(RuntimeVersionConfig);

  test('changes nothing that is published, and $LATEST with its next update', async () => {
    const { next, read, service, update, advance } = setUp();
    await next('1');
    const before = runtimeOf(await read());

    service.releaseRuntime();
    expect([runtimeOf(await read()), runtimeOf(await read('1'))]).toEqual([before, before]);
    await update({ Description: 'x' });
    await advance(1000);

    expect(runtimeOf(await read())).not.toBe(before);
    expect(runtimeOf(await read('1'))).toBe(before);
  });

  test('changes published versions where runtimes update by themselves', async () => {
    const { service, api } = setUp();
    service.createFunction(functionNamed('auto', handlers, 'pin', { updateRuntimeOn: 'Auto' }));
    await api('PublishVersion', { FunctionName: 'auto' });
    const read = () => api('GetFunctionConfiguration', { FunctionName: 'auto:1' });
    const before = runtimeOf(await read());

    service.releaseRuntime();

    expect(runtimeOf(await read())).not.toBe(before);
  });
});

describe('a deployment', () => {
  test('replaces $LATEST at once, under a new revision', async () => {
    const { read, service, definition, call } = setUp();
    const before = await read();

    service.updateFunction({ ...definition, environment: { MODEL: '9' } });

    expect((await call('fn')).answer.model).toBe('9');
    expect(await read()).toMatchObject({ LastUpdateStatus: 'Successful', Environment: { Variables: { MODEL: '9' } } });
    expect((await read()).RevisionId).not.toBe(before.RevisionId);
  });

  test('without a change changes nothing', async () => {
    const { read, service, definition } = setUp();
    const before = await read();

    service.updateFunction({ ...definition });

    expect(await read()).toEqual(before);
  });
});
