import { beforeEach, describe, expect, test } from 'vitest';
import { LiveTraffic } from '../../../lib/cli/demo/live-traffic.ts';
import { aliasWritten, logged } from './demo-samples.ts';

const FUNCTION = 'churn-predict';

let traffic: LiveTraffic;
beforeEach(() => {
  traffic = new LiveTraffic(FUNCTION);
});

/** A request that these function versions execute, one after the other. */
function send(status: number, ...versions: readonly string[]) {
  return traffic.count(async () => {
    for (const functionVersion of versions) traffic.follow(invoked(functionVersion));
    return status;
  });
}

const invoked = (functionVersion: string, functionName = FUNCTION) =>
  logged(0, 'lambda', 'invoked', { functionName, functionVersion, caller: 'apigateway' });

describe('the target', () => {
  test('is where the alias was last written to, with its canary', () => {
    traffic.follow(aliasWritten(0, '1'));
    expect(traffic.target).toEqual({ functionVersion: '1', canary: null });

    traffic.follow(aliasWritten(1, '1', { '2': 0.1 }));
    expect(traffic.target).toEqual({ functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 } });

    traffic.follow(aliasWritten(2, '2'));
    expect(traffic.target).toEqual({ functionVersion: '2', canary: null });
  });

  test('has no canary where the alias has no weights at all', () => {
    traffic.follow(logged(0, 'lambda', 'alias-written', { functionName: FUNCTION, functionVersion: '3' }));

    expect(traffic.target).toEqual({ functionVersion: '3', canary: null });
  });

  test('is not moved by the aliases of other functions, nor by what else happens', () => {
    traffic.follow(aliasWritten(0, '1'));
    const before = traffic.target;

    traffic.follow(aliasWritten(1, '7', {}, 'churn-train'));
    traffic.follow(logged(1, 'lambda', 'alias-deleted', { functionName: FUNCTION, functionVersion: '7' }));
    traffic.follow({ ...aliasWritten(1, '7'), source: 'dynamodb' });

    expect(traffic.target).toEqual(before);
  });
});

describe('a request', () => {
  test('is counted for the function version that executed it', async () => {
    await send(200, '1');
    await send(200, '1');
    await send(200, '2');

    expect(traffic.served).toEqual({ '1': 2, '2': 1 });
    expect(traffic.requests).toBe(3);
  });

  test('counts once where it was executed again, for the last one', async () => {
    await send(200, '1', '2');

    expect(traffic.served).toEqual({ '2': 1 });
  });

  test('reached none where no version executed it, whoever executed the one before', async () => {
    await send(200, '1');
    await send(429);

    expect(traffic.served).toEqual({ '1': 1, none: 1 });
  });

  test('is not counted for what other functions or services do meanwhile', async () => {
    await traffic.count(async () => {
      traffic.follow(invoked('9', 'churn-train'));
      traffic.follow({ ...invoked('9'), source: 'states' });
      return 200;
    });

    expect(traffic.served).toEqual({ none: 1 });
  });

  test.each([
    [200, 0],
    [400, 0],
    [429, 0],
    [499, 0],
    [500, 1],
    [502, 1],
  ])('with the status %i has failed %i times', async (status, failed) => {
    await send(status, '1');

    expect(traffic.failedRequests).toBe(failed);
  });

  test('executed between the requests of clients is none of theirs', () => {
    traffic.follow(invoked('1'));

    expect(traffic.requests).toBe(0);
  });
});
