import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { ARN, code, controlPlane, FunctionName } from './control-plane.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));
const setUp = (options?: Parameters<typeof controlPlane>[1]) => controlPlane(handlers, options);

describe('a publication', () => {
  test('freezes code, environment and configuration', async () => {
    const { read, publish, update, advance, service, definition } = setUp();

    const published = await publish({ Description: 'model=0' });
    await advance(1000);
    service.updateFunction({ ...definition, handler: 'index.echo', timeoutSeconds: 5 });
    await update({ Environment: { Variables: {} } });
    await advance(1000);

    expect(published).toMatchObject({ Version: '1', FunctionArn: `${ARN}:1`, State: 'Pending' });
    expect(await read('1')).toMatchObject({
      State: 'Active',
      Handler: 'index.pin',
      Timeout: 29,
      Description: 'model=0',
      Environment: { Variables: { MODEL: '0' } },
    });
    expect(await read()).toMatchObject({ Handler: 'index.echo', Timeout: 5, Environment: { Variables: {} } });
  });

  test('without a change since the last one gives that version again', async () => {
    const { publish, next, api } = setUp();
    await next('1');

    expect((await publish({ Description: 'again' })).Version).toBe('1');
    expect((await next('2')).Version).toBe('2');
    expect((await next('1')).Version).toBe('3'); // back to what version 1 was
    expect(((await api('ListVersionsByFunction', { FunctionName })).Versions as unknown[]).length).toBe(4);
  });

  test("takes a change of the function's description for a change", async () => {
    const { publish, update, advance } = setUp();
    await publish();
    await update({ Description: 'Answers better' });
    await advance(1000);

    expect((await publish()).Version).toBe('2');
  });

  test('of other code than was asked for does not happen', async () => {
    const { read, publish } = setUp();
    const { CodeSha256 } = await read();

    const publication = publish({ CodeSha256: 'b3RoZXI=' });

    await expect(publication).rejects.toMatchObject(code('InvalidParameterValueException', 400));
    await expect(publication).rejects.toThrow(/CodeSHA256/);
    expect((await publish({ CodeSha256 })).Version).toBe('1');
  });

  test('under a stale revision does not happen', async () => {
    const { publish } = setUp();

    await expect(publish({ RevisionId: 'old' })).rejects.toMatchObject(code('PreconditionFailedException', 412));
  });

  test('is not invoked before it is ready', async () => {
    const { publish, invoke, settled, advance } = setUp();
    await publish();

    await expect(invoke('fn:1')).rejects.toMatchObject(code('ResourceConflictException', 409));
    await advance(1000);

    expect((await settled(invoke('fn:1'))).executedVersion).toBe('1');
  });
});

describe('the list of versions', () => {
  test('comes in pages, $LATEST first, without states', async () => {
    const { next, api } = setUp();
    for (const model of ['1', '2', '3']) await next(model);
    const list = (more: Record<string, unknown>) => api('ListVersionsByFunction', { FunctionName, ...more });

    const first = await list({ MaxItems: 3 });
    const second = await list({ MaxItems: 3, Marker: first.NextMarker });

    const numbers = [first, second].map(({ Versions }) =>
      (Versions as { Version: string }[]).map((one) => one.Version),
    );
    expect(numbers).toEqual([['$LATEST', '1', '2'], ['3']]);
    expect(second.NextMarker).toBeUndefined();
    expect((first.Versions as unknown[])[1]).not.toHaveProperty('State');
  });
});

describe('the deletion of a version', () => {
  test('takes it away, and its number is not given again', async () => {
    const { next, api, read } = setUp();
    await next('1');

    await api('DeleteFunction', { FunctionName, Qualifier: '1' });

    await expect(read('1')).rejects.toMatchObject(code('ResourceNotFoundException', 404));
    expect((await next('1')).Version).toBe('2');
  });

  test.each([
    { FunctionVersion: '2' },
    { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0 } } },
  ])('is refused while an alias uses it: %o', async (target) => {
    const { next, alias, api } = setUp();
    await next('1');
    await next('2');
    await alias('CreateAlias', target);

    const deletion = api('DeleteFunction', { FunctionName, Qualifier: '2' });

    await expect(deletion).rejects.toMatchObject(code('ResourceConflictException', 409));
  });

  test('is refused for $LATEST and for what is not there', async () => {
    const { api } = setUp();
    const deletion = (Qualifier: string) => api('DeleteFunction', { FunctionName, Qualifier });

    await expect(deletion('$LATEST')).rejects.toMatchObject(code('InvalidParameterValueException', 400));
    await expect(deletion('9')).rejects.toMatchObject(code('ResourceNotFoundException', 404));
  });

  test('without a number takes the whole function away', async () => {
    const { api, read, service, definition } = setUp();

    await api('DeleteFunction', { FunctionName });

    await expect(read()).rejects.toMatchObject(code('ResourceNotFoundException', 404));
    expect(service.createFunction(definition)).toEqual({ functionArn: ARN });
    expect(() => service.createFunction(definition)).toThrow(/already exist/);
    service.deleteFunction('fn');
  });
});

describe('an idle version', () => {
  test('fails its next invocation and is ready again a moment later', async () => {
    const { next, invoke, settled, advance, read } = setUp({ inactiveAfterMilliseconds: 86_400_000 });
    await next('1');

    await advance(86_400_000);
    expect((await read('1')).State).toBe('Active');
    await advance(1);
    expect((await read('1')).State).toBe('Inactive');
    await expect(invoke('fn:1')).rejects.toMatchObject(code('ResourceConflictException', 409));
    expect((await read('1')).State).toBe('Pending');
    await advance(1000);

    expect((await settled(invoke('fn:1'))).functionError).toBeNull();
  });

  test('can be made at once', async () => {
    const { next, service, read } = setUp();
    await next('1');

    service.deactivate('fn', '1');

    expect((await read('1')).State).toBe('Inactive');
    expect(() => service.deactivate('fn', '9')).toThrow(/not found/);
  });
});
