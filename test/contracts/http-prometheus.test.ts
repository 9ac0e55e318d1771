import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpPrometheus } from '../../lib/aws/http-prometheus.ts';
import { PrometheusFailed } from '../../lib/domain/ports/adapter-errors.ts';
import { LOST, startWire, type Wire, type WireResponse } from './wire/wire.ts';

let wire: Wire;
let answer: (() => Promise<WireResponse | typeof LOST>) | undefined;

beforeEach(async () => {
  wire = await startWire(async () => (answer ?? found('0.93'))());
});
afterEach(async () => {
  answer = undefined;
  await wire.close();
});

const found = (value: string) => async () => ({
  status: 200,
  body: JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] },
  }),
});
const ask = (limits?: Parameters<typeof httpPrometheus>[0], path = '') =>
  httpPrometheus(limits)({ url: `${wire.endpoint}${path}`, query: 'avg(accuracy{model="a&b"})' });

test.each(['', '/', '/prometheus/'])('an instant query goes to the API below the address with %j', async (path) => {
  expect(await ask(undefined, path)).toBe(0.93);

  const [request] = wire.requests;
  const asked = new URL(request?.path ?? '', 'http://localhost');
  expect(request?.method).toBe('GET');
  expect(asked.pathname).toBe(`${path.replace(/\/$/, '')}/api/v1/query`);
  expect([...asked.searchParams]).toEqual([['query', 'avg(accuracy{model="a&b"})']]);
});

test.each([
  ['400', 'bad query'],
  ['503', 'overloaded'],
])('status %s is a failure, which says why', async (status, body) => {
  answer = async () => ({ status: Number(status), body });

  await expect(ask()).rejects.toThrow(PrometheusFailed);
  await expect(ask()).rejects.toThrow(new RegExp(`status 200, got ${status}: ${body}$`));
});

test('a server that sends us elsewhere is not followed', async () => {
  answer = async () => ({ status: 302, headers: { location: `${wire.endpoint}/elsewhere` } });

  await expect(ask()).rejects.toThrow(PrometheusFailed);
  expect(wire.requests).toHaveLength(1);
});

test('an answer may be as long as the limit, and no longer', async () => {
  const { body } = await found('0.93')();
  answer = async () => ({ status: 200, body });

  expect(await ask({ milliseconds: 10_000, bytes: body.length })).toBe(0.93);
  await expect(ask({ milliseconds: 10_000, bytes: body.length - 1 })).rejects.toThrow(/at most \d+ bytes/);
});

test('a connection that ends, and an answer that never comes, are failures', async () => {
  answer = async () => LOST;
  await expect(ask()).rejects.toThrow(PrometheusFailed);
  answer = () => new Promise(() => undefined);
  await expect(ask({ milliseconds: 20, bytes: 100 })).rejects.toThrow(/should answer within 20 ms, got: /);
});

test('an answer that is none is a failure', async () => {
  answer = async () => ({ status: 200, body: '<html>' });

  await expect(ask()).rejects.toThrow(/should answer with a scalar or a vector, got "<html>"$/);
});
