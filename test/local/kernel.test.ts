import { describe, expect, test } from 'vitest';
import { EventLog } from '../../lib/local/event-log.ts';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { seededRandom, seededUuid } from '../../lib/local/seeded-random.ts';

describe('seeded randomness', () => {
  const draw = (seed: string, count = 5) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => random.next());
  };

  test('repeats for a seed and differs between seeds', () => {
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('of one purpose does not depend on how often another draws', () => {
    const [quiet, busy] = [seededRandom('a'), seededRandom('a')];
    for (let count = 0; count < 100; count += 1) busy.fork('other').next();
    busy.next();
    expect(busy.fork('mine').next()).toBe(quiet.fork('mine').next());
  });

  test('is uniform enough to route traffic with: a tenth of 100,000 draws within five standard errors', () => {
    const below = draw('traffic', 100_000).filter((value) => value < 0.1).length;
    expect(Math.abs(below - 10_000)).toBeLessThan(5 * Math.sqrt(100_000 * 0.1 * 0.9));
    expect(draw('traffic', 100_000).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  test('makes UUIDs of version 4', () => {
    const random = seededRandom('ids');
    const ids = Array.from({ length: 100 }, () => seededUuid(random));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('the event log', () => {
  test('keeps what happened with its time, tells listeners at once, and has one digest for one content', () => {
    let now = 7;
    const [log, other] = [new EventLog(() => now), new EventLog(() => 7)];
    const told: string[] = [];
    log.listen(({ type }) => told.push(type));
    log.record('lambda', 'invoked', { b: 1, a: 2 });
    other.record('lambda', 'invoked', { a: 2, b: 1 });
    expect(told).toEqual(['invoked']);
    expect(log.digest()).toBe(other.digest());
    now = 8;
    log.record('lambda', 'invoked', {});
    expect(log.events().map(({ time }) => time)).toEqual([7, 8]);
    expect(log.digest()).not.toBe(other.digest());
    expect(log.text().split('\n')).toHaveLength(3);
  });
});

describe('a fault plan', () => {
  test('hits the calls it names, and no others', () => {
    const plan = new FaultPlan([{ point: 'lambda:UpdateAlias', kind: 'throttle', from: 2, times: 2 }]);
    const hits = Array.from({ length: 5 }, () => plan.next('lambda:UpdateAlias')?.kind);
    expect(hits).toEqual([undefined, 'throttle', 'throttle', undefined, undefined]);
    expect(plan.next('lambda:GetAlias')).toBeUndefined();
  });

  test('hits the first call unless told otherwise', () => {
    const plan = new FaultPlan();
    plan.add({ point: 'invoke:judge', kind: 'crash' });
    expect([plan.next('invoke:judge')?.kind, plan.next('invoke:judge')]).toEqual(['crash', undefined]);
  });
});
