import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashSample } from '../../lib/statistics/hash-sample.ts';
import { murmur3 } from '../../lib/statistics/murmur3.ts';

interface Offer {
  readonly key: string;
  readonly value: number;
}

const isLower = (one: Offer, other: Offer) => one.value < other.value;

function sampled(offers: readonly Offer[], most: number) {
  const sample = hashSample<Offer>(most, isLower);
  for (const offer of offers) {
    if (sample.wants(offer.key)) sample.offer(offer.key, offer);
  }
  return sample.items();
}

const offers = fc.array(fc.record({ key: fc.string({ maxLength: 3 }), value: fc.integer({ min: 0, max: 3 }) }), {
  maxLength: 60,
});

describe('a sample by hash', () => {
  test('is the same in whatever order its items come', () => {
    const shuffled = offers.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 20 }), ([all, others], most) => {
        expect(sampled(others, most)).toEqual(sampled(all, most));
      }),
    );
  });

  test('has the smallest hashes, and of each key the better item', () => {
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 20 }), (all, most) => {
        const keys = [...new Set(all.map(({ key }) => key))];
        const expected = keys
          .sort((one, other) => murmur3(one) - murmur3(other) || (one < other ? -1 : 1))
          .slice(0, most)
          .map((key) =>
            all.filter((offer) => offer.key === key).reduce((one, other) => (isLower(other, one) ? other : one)),
          );
        expect(sampled(all, most)).toEqual(expected);
      }),
    );
  });

  test('has everything while there is room', () => {
    const few = ['a', 'b', 'c'].map((key) => ({ key, value: 1 }));
    expect(sampled(few, 3)).toHaveLength(3);
    expect(sampled(few, 2)).toHaveLength(2);
  });

  test('holds no more than a quarter beyond what is asked for, however much comes', () => {
    const sample = hashSample<number>(100, () => false);
    const held = Array.from({ length: 5_000 }, (_, index) => {
      sample.offer(`key ${index}`, index);
      return sample.held;
    });
    expect(Math.max(...held)).toBe(125);
    expect(sample.items()).toHaveLength(100);
  });

  test('does not want what can no longer be in it', () => {
    const sample = hashSample<number>(1, () => false);
    for (let index = 0; index < 100; index += 1) sample.offer(`key ${index}`, index);
    const wanted = Array.from({ length: 100 }, (_, index) => `key ${index}`).filter((key) => sample.wants(key));
    expect(wanted).toHaveLength(1);
  });

  test('is spread evenly: about as many even numbers as odd ones', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ key: `prediction-${index}`, value: index }));
    const even = sampled(many, 2_000).filter(({ value }) => value % 2 === 0).length;
    // five standard deviations
    expect(Math.abs(even - 1_000)).toBeLessThan(112);
  });
});
