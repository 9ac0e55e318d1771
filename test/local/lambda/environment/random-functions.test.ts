import { describe, expect, test } from 'vitest';
import { randomFunctions } from '../../../../lib/local/lambda/environment/random-functions.ts';
import { seededRandom } from '../../../../lib/local/seeded-random.ts';

function setUp(seed = 'seed') {
  const generator = seededRandom(seed);
  return randomFunctions(() => ({ next: generator.next, uuid: () => 'a-uuid' }));
}

describe('random functions', () => {
  test('draw from one generator', () => {
    const draw = (seed: string) => {
      const { random, randomBytes, randomInt } = setUp(seed);
      return [random(), randomBytes(8)?.toString('hex'), randomInt(1000)];
    };

    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(setUp().randomUUID()).toBe('a-uuid');
  });

  test('fill views of any kind, or a part of them', () => {
    const { getRandomValues, randomFillSync } = setUp();
    const words = getRandomValues(new Uint32Array(4));
    const bytes = randomFillSync(new Uint8Array(8), 2, 4);

    expect(new Set(words).size).toBe(4);
    expect([...bytes.slice(0, 2), ...bytes.slice(6)]).toEqual([0, 0, 0, 0]);
    expect([...bytes.slice(2, 6)]).not.toEqual([0, 0, 0, 0]);
  });

  test('give integers within their bounds', () => {
    const { randomInt } = setUp();
    const drawn = Array.from({ length: 200 }, () => randomInt(3, 6));

    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
    expect(new Set(Array.from({ length: 200 }, () => randomInt(2)))).toEqual(new Set([0, 1]));
  });

  test('answer by a callback where they are given one', async () => {
    const { randomBytes, randomInt, randomFill } = setUp();
    const called = <Value>(call: (done: (error: null, value: Value) => void) => unknown) =>
      new Promise<Value>((resolve) => call((_error, value) => resolve(value)));

    expect(await called<Buffer>((done) => randomBytes(3, done))).toHaveLength(3);
    expect(await called<number>((done) => randomInt(1, done))).toBe(0);
    const view = new Uint8Array(4);
    expect(await called((done) => randomFill(view, done))).toBe(view);
  });
});
