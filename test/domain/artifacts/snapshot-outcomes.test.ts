import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { type Snapshot, selectOutcomes } from '../../../lib/domain/artifacts/snapshot.ts';
import { writeSnapshot } from '../../../lib/domain/artifacts/snapshot-door.ts';
import { readSnapshotOutcomes, visitSnapshotOutcomes } from '../../../lib/domain/artifacts/snapshot-outcomes.ts';
import { ArtifactBroken, ArtifactMissing } from '../../../lib/domain/ports/adapter-errors.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { inMemoryOutcomeArchive } from '../../in-memory/in-memory-outcome-archive.ts';
import { sampleOutcome, sampleSnapshot } from './artifact-samples.ts';

const { window } = sampleSnapshot;

/** A store and an archive with a snapshot of these outcomes. */
async function frozen(outcomes: readonly StoredOutcome[], details: Partial<Snapshot> = {}) {
  const ports = { store: inMemoryArtifactStore(), archive: inMemoryOutcomeArchive() };
  const parts = await ports.archive.write('churn', outcomes);
  const rows = selectOutcomes(outcomes, window).length;
  const object = await writeSnapshot(ports.store, { ...sampleSnapshot, parts, rows, ...details });
  return { ports, object, parts };
}

/** Arrivals in so many different hours. */
const hourly = (count: number) =>
  Array.from({ length: count }, (_, hour) =>
    sampleOutcome(`outcome-${hour}`, { receivedAt: secondsAfter('2026-01-02T01:00:00.000Z', hour * 3600) }),
  );

test('rows are visited part by part, and one that another came before has no place', async () => {
  const later = sampleOutcome('same', { receivedAt: '2026-01-02T03:00:00.000Z', label: 'late' });
  const earlier = sampleOutcome('same', { receivedAt: '2026-01-02T01:00:00.000Z', label: 'early' });
  const { ports, parts } = await frozen([later]);
  const [first] = await ports.archive.write('churn', [earlier]);
  const object = await writeSnapshot(ports.store, {
    ...sampleSnapshot,
    parts: [...parts, ...(first ? [first] : [])],
    rows: 1,
  });
  const visited: string[] = [];
  const order = await visitSnapshotOutcomes(ports, 'churn', object, ({ label }) => visited.push(label));

  expect(visited).toEqual(['late', 'early']);
  expect(Array.from(order, (place) => visited[place])).toEqual(['early']);
});

describe('the rows of a snapshot', () => {
  test('are those of its parts, however many there are', async () => {
    const outcomes = hourly(40);
    const { ports, object, parts } = await frozen(outcomes);
    expect(parts).toHaveLength(40);
    expect(await readSnapshotOutcomes(ports, 'churn', object)).toEqual(selectOutcomes(outcomes, window));
  });

  test('stay the same when more outcomes arrive', async () => {
    const { ports, object } = await frozen(hourly(2));
    await ports.archive.write('churn', [sampleOutcome('later', { receivedAt: '2026-01-02T01:30:00.000Z' })]);
    const rows = await readSnapshotOutcomes(ports, 'churn', object);
    expect(rows.map(({ id }) => id)).toEqual(['outcome-0', 'outcome-1']);
  });

  test('are those that are wanted, in the same order', async () => {
    const outcomes = hourly(4);
    const { ports, object } = await frozen(outcomes);
    const rows = await readSnapshotOutcomes(ports, 'churn', object, ({ id }) => id !== 'outcome-1');
    expect(rows.map(({ id }) => id)).toEqual(['outcome-0', 'outcome-2', 'outcome-3']);
  });

  test('may be none', async () => {
    const { ports, object } = await frozen([]);
    expect(await readSnapshotOutcomes(ports, 'churn', object)).toEqual([]);
  });

  test.each([1, 3])('are refused when it counted %i of 2', async (rows) => {
    const { ports, object } = await frozen(hourly(2), { rows });
    const reading = readSnapshotOutcomes(ports, 'churn', object);
    await expect(reading).rejects.toThrow(ArtifactBroken);
    await expect(reading).rejects.toThrow(`${object.key} should have ${rows} rows, got 2 from its parts`);
  });

  test('are refused to another model', async () => {
    const { ports, object } = await frozen(hourly(1));
    await expect(readSnapshotOutcomes(ports, 'bank', object)).rejects.toThrow(
      'should be a snapshot of bank, got one of churn',
    );
  });

  test('are missing with a part that is', async () => {
    const { ports, object, parts } = await frozen(hourly(3));
    ports.archive.objects.delete(parts[1]?.key ?? '');
    await expect(readSnapshotOutcomes(ports, 'churn', object)).rejects.toThrow(ArtifactMissing);
  });
});

describe('which outcomes are rows', () => {
  test.each([
    ['the start of the window', window.from, 1],
    ['just before it', '2025-12-31T23:59:59.999Z', 0],
    ['just before its end', '2026-01-07T23:59:59.999Z', 1],
    ['its end', window.to, 0],
  ])('those that happened at %s: %s', (_what, time, count) => {
    expect(selectOutcomes([sampleOutcome('one', { time })], window)).toHaveLength(count);
  });

  test('of one id the earliest arrival counts', () => {
    const first = sampleOutcome('one', { label: 'no', receivedAt: '2026-01-02T01:00:00.000Z' });
    const second = sampleOutcome('one', { label: 'yes', receivedAt: '2026-01-02T01:00:00.001Z' });
    expect(selectOutcomes([second, first], window)).toEqual([first]);
    expect(selectOutcomes([first, second], window)).toEqual([first]);
  });

  test('they come in the order of time, then of id, whatever order they are stored in', () => {
    const outcome = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), second: fc.nat(3), arrival: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(outcome), (entries) => {
        // one arrival each, so that which one is earliest is never a matter of order
        const outcomes = entries.map(({ id, second, arrival }, index) =>
          sampleOutcome(id, {
            time: secondsAfter('2026-01-02T00:00:00.000Z', second),
            receivedAt: secondsAfter('2026-01-03T00:00:00.000Z', arrival * 1000 + index),
          }),
        );
        const rows = selectOutcomes(outcomes, window);
        expect(selectOutcomes(outcomes.toReversed(), window)).toEqual(rows);
        expect(rows.map(({ time, id }) => `${time} ${id}`)).toEqual(rows.map(({ time, id }) => `${time} ${id}`).sort());
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      }),
    );
  });
});
