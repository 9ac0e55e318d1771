import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { observedCohort } from '../../../lib/domain/triggers/observed-cohort.ts';
import {
  followedIn,
  observationOf,
  observedIn,
  observedSince,
  rowsWithin,
  withoutRepeats,
} from '../../../lib/domain/triggers/observed-outcomes.ts';
import { readObserved } from '../../../lib/domain/triggers/read-observed.ts';
import { samplePrediction } from '../../contracts/prediction-store-contract.ts';
import { sampleOutcome } from '../../contracts/sample-outcome.ts';
import { inMemoryOutcomeArchive } from '../../in-memory/in-memory-outcome-archive.ts';

const NOW = '2026-03-10T01:15:00.000Z';
const MADE = '2026-03-08T12:00:00.000Z';

function watched(triggers: object) {
  const file = {
    name: 'churn',
    policy: 'feed-ranker',
    target: 'churned',
    positiveClass: 'yes',
    features: { numeric: ['age'] },
    triggers: { require: 'any', drift: false, performance: false, ...triggers },
  };
  return parseModelDefinition(file, 'test.json');
}

const observation = observationOf('1.0.0', watched({ drift: { windows: 2 } }), NOW);
const [first, second] = observation.days;

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

describe('what is looked at', () => {
  test('reaches as far back as the windows, the label delay and the performance need', () => {
    const since = (triggers: object) => observedSince(observationOf('1.0.0', watched(triggers), NOW));

    expect(since({})).toBe('2026-02-08T01:15:00.000Z');
    expect(since({ performance: { lookback: '60d' } })).toBe('2026-01-09T01:15:00.000Z');
    expect(since({ performance: { lookback: '7d' } })).toBe('2026-02-08T01:15:00.000Z');
    // thirty whole days before today
    expect(since({ drift: { windows: 30 } })).toBe('2026-02-08T00:00:00.000Z');
  });

  test('has no windows where nobody asks for drift', () => {
    expect(observationOf('1.0.0', watched({}), NOW).days).toEqual([]);
  });
});

describe('an outcome', () => {
  test('counts by the time of its prediction, and in the window of its arrival', () => {
    const [observed] = observedIn([outcome('p', '2026-03-09T00:00:00.000Z')], observation);

    expect(observed).toEqual({
      predictionId: 'p-0',
      prediction: { time: MADE, score: 0.7, label: { value: 'yes', arrivedAt: '2026-03-09T00:00:00.000Z' } },
      features: { age: 42 },
    });
    if (observed === undefined || first === undefined || second === undefined) throw new Error('there should be one');
    expect(rowsWithin([observed], second)).toEqual([{ features: { age: 42 }, score: 0.7 }]);
    expect(rowsWithin([observed], first)).toEqual([]);
  });

  test('that does not know when its prediction was made counts by its own time', () => {
    const { prediction, ...rest } = outcome('p', '2026-03-09T00:00:00.000Z');
    const { at: _, ...older } = prediction ?? { id: '', modelVersion: '', functionVersion: '', score: 0 };

    expect(observedIn([{ ...rest, prediction: older }], observation)[0]?.prediction.time).toBe(rest.time);
  });

  test('that arrived before the windows or after them keeps no features', () => {
    const arrivals = ['2026-03-07T23:59:59.999Z', '2026-03-08T00:00:00.000Z', '2026-03-10T00:00:00.000Z'];
    const observed = observedIn(
      arrivals.map((arrival, index) => outcome(`p${index}`, arrival)),
      observation,
    );

    expect(observed.map(({ features }) => features === null)).toEqual([true, false, true]);
  });

  test('of nobody, or of another model version, does not count', () => {
    const other = { id: 'q-0', modelVersion: '1.1.0', functionVersion: '3', score: 0.5 };
    const arrival = '2026-03-09T00:00:00.000Z';
    const outcomes = [outcome('p', arrival, { prediction: null }), outcome('q', arrival, { prediction: other })];

    expect(observedIn(outcomes, observation)).toEqual([]);
  });
});

test('one prediction has one outcome: what arrived first, wherever it is in the archive', () => {
  const observed = observedIn(
    [
      outcome('p', '2026-03-09T02:00:00.000Z', { label: 'late' }),
      outcome('q', '2026-03-09T01:00:00.000Z'),
      outcome('p', '2026-03-09T01:00:00.000Z', { label: 'early' }),
    ],
    observation,
  );

  const labels = withoutRepeats(observed).map(({ predictionId, prediction }) => [predictionId, prediction.label.value]);
  expect(labels).toEqual([
    ['p-0', 'early'],
    ['q-0', 'yes'],
  ]);
});

test('the archive is read from the first hour that matters, in whatever order its parts are', async () => {
  const archive = inMemoryOutcomeArchive();
  await archive.write('churn', [outcome('p', '2026-03-09T00:00:00.000Z'), outcome('old', '2026-01-01T00:00:00.000Z')]);
  await archive.write('churn', [outcome('p', '2026-03-08T23:00:00.000Z')]);

  const observed = await readObserved(archive, 'churn', observation);

  expect(observed.map(({ predictionId, prediction }) => [predictionId, prediction.label.arrivedAt])).toEqual([
    ['p-0', '2026-03-08T23:00:00.000Z'],
  ]);
});

describe('a sample of predictions', () => {
  const rows = [0.1, 0.2].map((score) => ({ features: { age: 1 }, score }));
  const record = samplePrediction('p', { modelVersion: '1.0.0', at: MADE, rows });

  test('has the labels of its rows, as far as they have arrived', () => {
    const observed = observedIn([outcome('p', '2026-03-09T00:00:00.000Z')], observation);

    expect(followedIn([record], observed, observation)).toEqual([
      { time: MADE, score: 0.1, label: { value: 'yes', arrivedAt: '2026-03-09T00:00:00.000Z' } },
      { time: MADE, score: 0.2, label: null },
    ]);
  });

  test('leaves out what other model versions have predicted', () => {
    expect(followedIn([{ ...record, modelVersion: '1.1.0' }], [], observation)).toEqual([]);
  });

  test('says how many predictions get a label, and the labels are all that there are', () => {
    const observed = observedIn(
      ['p', 'q', 'r'].map((id) => outcome(id, '2026-03-08T13:00:00.000Z')),
      observation,
    );

    expect(observedCohort([record], observed, observation)).toEqual({
      labels: ['yes', 'yes', 'yes'],
      scores: [0.7, 0.7, 0.7],
      coverage: 0.5,
    });
  });

  test('that is empty leaves the share unknown, and the delay to the labels', () => {
    const observed = observedIn([outcome('p', '2026-03-08T13:00:00.000Z')], observation);

    expect(observedCohort([], observed, observation)).toEqual({ labels: ['yes'], scores: [0.7], coverage: null });
  });

  test('without a single label counts nothing as mature', () => {
    expect(observedCohort([record], [], observation)).toEqual({ labels: [], scores: [], coverage: null });
  });
});
