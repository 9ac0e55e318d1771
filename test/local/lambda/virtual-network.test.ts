import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { SeenRequest } from '../../../lib/local/lambda/virtual-network.ts';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp, START } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/http-client.ts', import.meta.url));
const others = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

function setUp(handler: string, answer: Answer) {
  const seen: SeenRequest[] = [];
  const given = lambdaSetUp({
    networkOptions: { onRequest: (request) => seen.push(request), watchdogMilliseconds: 300 },
  });
  const server = createServer((request, response) => void answer(request, response));
  given.network.attach(80, 'service', server);
  given.service.createFunction(functionNamed('fn', handlers, handler));
  return { ...given, seen };
}

/** Really asynchronous, and the later requests are answered faster. */
const slowly: Answer = async (request, response) => {
  const rounds = 20 - Number(request.url?.slice(1));
  for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => setImmediate(resolve));
  response.end(`${request.url} ${await text(request)}`);
};

describe('a request of a handler', () => {
  test('is answered without a date, in no virtual time', async () => {
    const { call } = setUp('one', slowly);

    const { answer, took } = await call('fn', { port: 80, path: '/7', body: 'given' });

    expect(answer).toBe('200 /7 given');
    expect(took).toBe(0);
  });

  test('is seen in the order in which the code made it, and says who asked', async () => {
    const { call, seen } = setUp('many', slowly);

    const { answer } = await call('fn', { port: 80, count: 10 });

    const paths = Array.from({ length: 10 }, (_, index) => `/${index}`);
    expect(answer).toEqual(paths.map((path) => `200 ${path} `));
    expect(seen.map(({ path }) => path)).toEqual(paths);
    expect(seen[0]).toEqual({
      service: 'service',
      method: 'POST',
      path: '/0',
      target: null,
      caller: { id: 'fn.latest.1' },
    });
  });

  test('may be large', async () => {
    const { call } = setUp('one', async (request, response) => void response.end(`${(await text(request)).length}`));

    expect((await call('fn', { port: 80, path: '/', body: 'x'.repeat(3_000_000) })).answer).toBe('200 3000000');
  });

  test('may wait for the server before it sends its body', async () => {
    const { call } = setUp('expectContinue', async (request, response) => void response.end(await text(request)));

    expect((await call('fn', { port: 80 })).answer).toBe(200);
  });

  test('fails where no service is', async () => {
    const { call } = setUp('one', slowly);

    const { answer } = await call('fn', { port: 81, path: '/' });

    expect(answer.errorMessage).toContain('ECONNREFUSED 127.0.0.1:81');
  });

  test('fails when the server hangs up', async () => {
    const { call } = setUp('one', (request) => void request.socket.destroy());

    expect((await call('fn', { port: 80, path: '/' })).answer.errorMessage).toBe('socket hang up');
  });

  test('has its caller for the server to ask for', async () => {
    const given = lambdaSetUp();
    given.network.attach(
      80,
      'service',
      createServer((request, response) => void response.end(given.network.callerOf(request)?.id)),
    );
    given.service.createFunction(functionNamed('fn', handlers, 'one'));

    expect((await given.call('fn', { port: 80, path: '/' })).answer).toBe('200 fn.latest.1');
  });
});

describe('a request whose handler waits for virtual time', () => {
  const invoking = (handler: string) => {
    const given = setUp(handler, async (request, response) => {
      const { payload } = await given.network.parked(request, given.invoke('callee', { milliseconds: 5000 }));
      response.end(payload);
    });
    given.service.createFunction(functionNamed('callee', others, 'sleep'));
    return given;
  };

  test('lets a patient caller wait for as long as the callee sleeps', async () => {
    const { call } = invoking('patient');

    expect((await call('fn', { port: 80, path: '/' })).answer).toEqual({ answer: '200 "awake"', waited: 5000 });
  });

  test('lets an impatient caller give up in between', async () => {
    const { call, advance, log } = invoking('race');

    const { answer, took } = await call('fn', { port: 80, path: '/' });
    await advance(60_000);

    expect(answer).toEqual({ winner: 'gave up', waited: 3000 });
    expect(took).toBe(3000);
    const ended = log.events().filter(({ type, detail }) => type === 'answered' && detail.functionName === 'callee');
    expect(ended.map(({ time }) => time)).toEqual([START + 5000]);
  });

  test('times out an idle connection of the caller', async () => {
    const { call } = invoking('idle');

    expect((await call('fn', { port: 80, path: '/' })).answer).toBe('idle after 1500');
  });

  test('stops the run with its name when the server forgot to say so', async () => {
    const given = setUp('one', async (_request, response) => {
      await given.clock.sleep(1000);
      response.end();
    });

    await expect(given.call('fn', { port: 80, path: '/x' })).rejects.toThrow(/service did not answer POST \/x/);
  });
});

test('an answer for a frozen environment waits for its next invocation', async () => {
  const given = setUp('forget', async (request, response) => {
    await given.network.parked(request, given.clock.sleep(1000));
    response.end('late');
  });
  await given.call('fn', { port: 80, path: '/' });

  await given.advance(60_000);
  const second = await given.call('fn', { port: 80, path: '/' });

  expect(second.answer).toEqual([`200 late at ${START + 60_000}`]);
});

test('a port has one server', () => {
  const { network } = lambdaSetUp();
  network.attach(80, 'one', createServer());

  expect(() => network.attach(80, 'other', createServer())).toThrow('port 80 is taken by one');
});
