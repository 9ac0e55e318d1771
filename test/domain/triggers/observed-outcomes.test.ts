import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { ArtifactBroken, ArtifactHashMismatch, ArtifactMissing } from '../../../lib/domain/ports/adapter-errors.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { observedCohort } from '../../../lib/domain/triggers/observed-cohort.ts';
import { foldOutcomes } from '../../../lib/domain/triggers/observed-outcomes.ts';
import { groupsOf, readObserved } from '../../../lib/domain/triggers/read-observed.ts';
import { sampleOutcome } from '../../contracts/sample-outcome.ts';
import { inMemoryOutcomeArchive } from '../../in-memory/in-memory-outcome-archive.ts';

const NOW = '2026-03-10T01:15:00.000Z';
const MADE = '2026-03-08T12:00:00.000Z';
const observation = { modelVersion: '1.0.0', days: [], lookbackDays: 30, delayDays: 30, now: NOW };

/** The outcome of the only row of a prediction, by version 1.0.0. */
function outcome(predictionId: string, receivedAt: string, details: Partial<StoredOutcome> = {}): StoredOutcome {
  return {
    ...sampleOutcome(`outcome of ${predictionId}`),
    time: '2026-03-08T13:00:00.000Z',
    label: 'yes',
    features: { age: 42 },
    prediction: { id: `${predictionId}-0`, modelVersion: '1.0.0', functionVersion: '2', at: MADE, score: 0.7 },
    receivedAt,
    ...details,
  };
}

const linkedWith = (details: Partial<NonNullable<StoredOutcome['prediction']>>) => ({
  prediction: { id: 'p-0', modelVersion: '1.0.0', functionVersion: '2', at: MADE, score: 0.7, ...details },
});

function observed(outcomes: readonly StoredOutcome[], sampled: readonly string[] = [], most?: number) {
  const fold = foldOutcomes(
    observation,
    sampled.map((id) => ({ id })),
    most,
  );
  for (const one of outcomes) fold.add(one);
  return fold.observed();
}

const ARRIVED = '2026-03-09T00:00:00.000Z';

describe('of outcomes', () => {
  test('prediction, score and first label are kept', () => {
    expect(observed([outcome('p', ARRIVED)]).labelled).toEqual([
      { time: MADE, score: 0.7, label: { value: 'yes', arrivedAt: ARRIVED } },
    ]);
  });

  test('of nobody, and of another model version, nothing is', () => {
    const outcomes = [
      outcome('p', ARRIVED, { prediction: null }),
      outcome('q', ARRIVED, linkedWith({ modelVersion: '1.1.0' })),
    ];

    expect(observed(outcomes).labelled).toEqual([]);
  });

  test('of sampled predictions the label is, of whichever model version', () => {
    const outcomes = [outcome('p', ARRIVED, linkedWith({ modelVersion: '1.1.0' })), outcome('q', ARRIVED)];

    expect([...observed(outcomes, ['p-0']).labels]).toEqual([['p-0', { value: 'yes', arrivedAt: ARRIVED }]]);
  });

  test.each([
    ['2026-01-09T01:15:00.000Z', 1],
    ['2026-01-09T01:14:59.999Z', 0],
    [NOW, 1],
    ['2026-03-10T01:15:00.001Z', 0],
  ])('of a prediction at %s there are %d: no older one can count', (at, count) => {
    expect(observed([outcome('p', NOW, linkedWith({ at }))]).labelled).toHaveLength(count);
  });

  test('that do not say when their prediction was made, the time is their own', () => {
    const { at: _, ...prediction } = linkedWith({}).prediction;

    expect(observed([outcome('p', ARRIVED, { prediction })]).labelled[0]?.time).toBe('2026-03-08T13:00:00.000Z');
  });

  test('of one prediction the one that arrived first counts', () => {
    const outcomes = [
      outcome('p', '2026-03-09T02:00:00.000Z', { label: 'late' }),
      outcome('q', '2026-03-09T01:00:00.000Z'),
      outcome('p', '2026-03-09T01:00:00.000Z', { label: 'early' }),
    ];
    const { labelled, labels } = observed(outcomes, ['p-0']);

    expect(labelled.map(({ label }) => label.value).sort()).toEqual(['early', 'yes']);
    expect(labels.get('p-0')?.value).toBe('early');
  });
});

describe('a sample of outcomes', () => {
  const many = Array.from({ length: 60 }, (_, index) => {
    const repeats = outcome(`p${index % 50}`, secondsAfter(MADE, index * 60), { label: `${index % 3}` });
    return repeats;
  });

  test('is the same in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(many, { minLength: many.length }),
        fc.integer({ min: 1, max: 60 }),
        (shuffled, most) => {
          expect(observed(shuffled, ['p1-0'], most)).toEqual(observed(many, ['p1-0'], most));
        },
      ),
    );
  });

  test('is bounded in memory, however many there are', () => {
    const fold = foldOutcomes(observation, [{ id: 'p7-0' }], 20);
    for (let index = 0; index < 2_000; index += 1) {
      fold.add(outcome(`p${index}`, ARRIVED));
      expect(fold.held).toBeLessThanOrEqual(20 + 5 + 1);
    }

    expect(fold.observed().labelled).toHaveLength(20);
  });

  test('does not want what can no longer be in it, unless it is followed', () => {
    const fold = foldOutcomes(observation, [{ id: 'followed' }], 1);
    for (let index = 0; index < 100; index += 1) fold.add(outcome(`p${index}`, ARRIVED));

    const wanted = Array.from({ length: 100 }, (_, index) => `p${index}-0`).filter(fold.wants);
    expect([wanted.length, fold.wants('followed')]).toEqual([1, true]);
  });
});

describe('the archive', () => {
  const failed = (error: Error): never => {
    throw error;
  };

  test('is read from the first hour that matters', async () => {
    const archive = inMemoryOutcomeArchive();
    const old = linkedWith({ id: 'old-0' });
    await archive.write('churn', [outcome('p', ARRIVED), outcome('old', '2026-01-01T00:00:00.000Z', old)]);
    await archive.write('churn', [outcome('p', '2026-03-08T23:00:00.000Z')]);

    const { labelled } = await readObserved(archive, 'churn', observation, [], failed);

    expect(labelled.map(({ label }) => label.arrivedAt)).toEqual(['2026-03-08T23:00:00.000Z']);
  });

  test('of which one object is lost or spoiled is read without it, and that is told', async () => {
    const archive = inMemoryOutcomeArchive();
    const hours = [1, 2, 3, 4].map((hour) =>
      outcome(`p${hour}`, `2026-03-09T0${hour}:00:00.000Z`, linkedWith({ id: `p${hour}-0` })),
    );
    const [lost, spoiled, broken] = await archive.write('churn', hours);
    archive.objects.set(spoiled?.key ?? '', new Uint8Array([1]));
    const read = async (object: { key: string; sha256: string }) => {
      if (object.key === lost?.key) throw new ArtifactMissing('lost');
      if (object.key === broken?.key) throw new ArtifactBroken('broken');
      return archive.read(object);
    };

    const told: Error[] = [];
    const { labelled } = await readObserved({ ...archive, read }, 'churn', observation, [], (error) =>
      told.push(error),
    );

    expect(labelled.map(({ label }) => label.arrivedAt)).toEqual(['2026-03-09T04:00:00.000Z']);
    expect(told.map(({ name }) => name).sort()).toEqual(
      [ArtifactBroken, ArtifactHashMismatch, ArtifactMissing].map(({ name }) => name),
    );
  });

  test('that does not answer is not taken for one without outcomes', async () => {
    const archive = inMemoryOutcomeArchive();
    await archive.write('churn', [outcome('p', ARRIVED)]);
    const read = () => Promise.reject(new TypeError('it does not answer'));

    await expect(readObserved({ ...archive, read }, 'churn', observation, [], failed)).rejects.toThrow(
      'it does not answer',
    );
  });

  test('is expanded in groups of so many objects and bytes, an object beyond that alone', () => {
    const sizes = (bytes: readonly number[]) =>
      groupsOf(
        bytes.map((one) => ({ bytes: one })),
        { objects: 3, bytes: 10 },
      ).map((group) => group.map((one) => one.bytes));

    expect(sizes([1, 1, 1, 1])).toEqual([[1, 1, 1], [1]]);
    expect(sizes([5, 5, 1])).toEqual([[5, 5], [1]]);
    expect(sizes([5, 6, 4])).toEqual([[5], [6, 4]]);
    expect(sizes([11, 1, 11, 11])).toEqual([[11], [1], [11], [11]]);
    expect(sizes([])).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 })), (bytes) => {
        expect(sizes(bytes).flat()).toEqual(bytes);
        for (const group of sizes(bytes)) {
          expect(group.length <= 3 && (group.length === 1 || group.reduce((sum, one) => sum + one, 0) <= 10)).toBe(
            true,
          );
        }
      }),
    );
  });
});

describe('mature outcomes', () => {
  const sampled = (id: string, modelVersion = '1.0.0', time = MADE) => ({ id, modelVersion, time, score: 0.1 });
  const soon = '2026-03-08T13:00:00.000Z';

  test('are all that there are, and their share is that of the sampled predictions of the version', () => {
    const old = sampled('old-0', '0.9.0', '2026-02-08T12:00:00.000Z');
    const outcomes = ['p', 'q', 'r'].map((id) => outcome(id, soon));

    const cohort = observedCohort(
      [old, sampled('p-0'), sampled('s-0')],
      observed(outcomes, ['p-0', 's-0']),
      observation,
    );

    expect(cohort).toEqual({
      labels: ['yes', 'yes', 'yes'],
      scores: [0.7, 0.7, 0.7],
      coverage: 0.5,
      maturity: { seconds: 3_600, capped: false },
    });
  });

  test('are those of a young version after the delay that older versions had', () => {
    // what the champion predicted has its label after an hour, what its predecessor did after ten days
    const before = '2026-02-20T12:00:00.000Z';
    const slow = Array.from({ length: 9 }, (_, index) => `old${index}-0`);
    const outcomes = [
      outcome('p', soon),
      ...slow.map((id) =>
        outcome(id, '2026-03-02T12:00:00.000Z', linkedWith({ id, modelVersion: '0.9.0', at: before })),
      ),
    ];
    const all = [sampled('p-0'), ...slow.map((id) => sampled(id, '0.9.0', before))];

    const cohort = observedCohort(
      all,
      observed(
        outcomes,
        all.map(({ id }) => id),
      ),
      observation,
    );

    expect(cohort).toMatchObject({ labels: [], maturity: { seconds: 10 * 86_400, capped: false } });
  });

  test('are none where nobody knows how long labels take', () => {
    expect(observedCohort([], observed([outcome('p', soon)]), observation)).toEqual({
      labels: [],
      scores: [],
      coverage: null,
      maturity: { seconds: 30 * 86_400, capped: true },
    });
  });
});
