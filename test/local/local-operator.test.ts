import { createServer, get, type RequestListener, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { VirtualNetwork } from '../../lib/local/lambda/virtual-network.ts';
import { LocalOperator } from '../../lib/local/local-operator.ts';
import { VirtualClock } from '../../lib/local/virtual-clock.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const PORT = 80;

function setUp(answer: RequestListener = (_request, response) => void response.end('here')) {
  const clock = new VirtualClock(START);
  const network = new VirtualNetwork(clock);
  network.attach(PORT, 'service', createServer(answer));
  return { clock, network, operator: new LocalOperator(clock, network) };
}

function asked({ agent }: LocalOperator, path = '/', port = PORT): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ agent, port, path }, (response) => resolve(text(response))).on('error', reject);
  });
}

function sent({ agent }: LocalOperator, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const posted = request({ agent, port: PORT, method: 'POST' }, (response) => resolve(text(response)));
    posted.on('error', reject).end(body);
  });
}

test('an operator is answered while time stands still, although something else is due later', async () => {
  const { clock, operator } = setUp();
  let rang = false;
  clock.schedule(MINUTE, 'an alarm clock', () => {
    rang = true;
  });

  expect(await operator.perform(() => asked(operator))).toBe('here');

  expect(clock.now()).toBe(START);
  expect(rang).toBe(false);
});

test('time passes while the operator sleeps, and everything happens that is due in it', async () => {
  const { clock, operator } = setUp();
  const rang: string[] = [];
  clock.schedule(59_999, 'before', () => void rang.push('before'));
  clock.schedule(60_001, 'after', () => void rang.push('after'));

  const times = await operator.perform(async () => {
    const before = operator.clock.now();
    await operator.clock.sleep(60);
    return [before, operator.clock.now()];
  });

  expect(times).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z']);
  expect(rang).toEqual(['before']);
});

test('one request after the other, and several at once, find their answers', async () => {
  const { operator } = setUp((asking, response) => void response.end(asking.url));

  const answers = await operator.perform(async () => {
    const first = await asked(operator, '/1');
    return [first, ...(await Promise.all(['/2', '/3', '/4'].map((path) => asked(operator, path))))];
  });

  expect(answers).toEqual(['/1', '/2', '/3', '/4']);
});

test('large bodies arrive whole in both directions', async () => {
  const large = 'x'.repeat(3_000_000);
  const { operator } = setUp(async (asking, response) => void response.end(await text(asking)));

  expect((await operator.perform(() => sent(operator, large))) === large).toBe(true);
});

test('a server sees the operator as its caller', async () => {
  const { network, operator } = setUp((asking, response) => void response.end(network.callerOf(asking)?.id));

  expect(await operator.perform(() => asked(operator))).toBe('operator');
});

test('a port without a service refuses the connection', async () => {
  const { operator } = setUp();

  await expect(operator.perform(() => asked(operator, '/', 81))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a server that hangs up is an error of the request', async () => {
  const { operator } = setUp((asking) => void asking.socket.destroy());

  await expect(operator.perform(() => asked(operator))).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('what the work throws comes out, and the next work is done', async () => {
  const { operator } = setUp();
  const fails = async () => {
    await asked(operator);
    throw new RangeError('not this one');
  };

  await expect(operator.perform(fails)).rejects.toThrow('not this one');
  expect(await operator.perform(() => asked(operator))).toBe('here');
});
