import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { code, controlPlane, FunctionName } from './control-plane.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));
const otherHandlers = bundle(new URL('./fixtures/http-client.ts', import.meta.url));
const assets: Readonly<Record<string, string>> = { 'one.zip': handlers, 'other.zip': otherHandlers };

function setUp() {
  const given = controlPlane(handlers, {
    codeFolder: (bucket, key) => (bucket === 'assets' ? assets[key] : undefined),
  });
  const swap = (S3Key: string, more: object = {}) =>
    given.api('UpdateFunctionCode', { FunctionName, S3Bucket: 'assets', S3Key, ...more });
  return { ...given, swap };
}

describe('swapping the code of a function', () => {
  test('takes its time, and leaves the environment and every published version alone', async () => {
    const { advance, next, read, swap } = setUp();
    await next('1');
    const [latest, published] = [await read(), await read('1')];

    await swap('other.zip');

    expect(await read()).toMatchObject({ LastUpdateStatus: 'InProgress' });
    await advance(1000);
    const after = await read();
    expect(after).toMatchObject({ LastUpdateStatus: 'Successful', Environment: { Variables: { MODEL: '1' } } });
    expect(after.CodeSha256).not.toBe(latest.CodeSha256);
    expect(await read('1')).toEqual(published);
  });

  test('is refused while another update is under way, and under a stale revision', async () => {
    const { advance, swap } = setUp();
    await swap('other.zip');
    await expect(swap('one.zip')).rejects.toMatchObject(code('ResourceConflictException', 409));
    await advance(1000);
    const stale = swap('one.zip', { RevisionId: '00000000-0000-4000-8000-000000000000' });
    await expect(stale).rejects.toMatchObject(code('PreconditionFailedException', 412));
  });

  test('is refused for a bundle that nobody has uploaded, and for what is not played', async () => {
    const { swap } = setUp();
    await expect(swap('third.zip')).rejects.toThrow('NoSuchKey. third.zip');
    await expect(swap('other.zip', { Publish: true })).rejects.toThrow('Publish');
  });
});

describe('a deployment', () => {
  test('of code alone keeps the environment that somebody has written, and one of anything else does not', async () => {
    const { advance, definition, read, service, update } = setUp();
    await update({ Environment: { Variables: { MODEL: '7' } }, MemorySize: 1024 });
    await advance(1000);
    const drifted = { MemorySize: 1024, Environment: { Variables: { MODEL: '7' } } };
    const before = await read();

    service.updateFunction({ ...definition, codeFolder: otherHandlers }, 'code');

    const swapped = await read();
    expect(swapped).toMatchObject(drifted);
    expect(swapped.CodeSha256).not.toBe(before.CodeSha256);
    service.updateFunction({ ...definition, codeFolder: otherHandlers });
    expect(await read()).toMatchObject({ MemorySize: 512, Environment: { Variables: { MODEL: '0' } } });
  });
});
