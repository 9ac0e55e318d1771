import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultTrainer, type TrainerSettings } from '../../../lib/domain/definition/trainer-settings.ts';
import { fargateSizes } from '../../../lib/domain/training-engine/engine-capacity.ts';
import { exportMegabytes, trainingLoad } from '../../../lib/domain/training-engine/training-load.ts';
import {
  DataTooLarge,
  placeTraining,
  placeTrainings,
  readTrainingEngines,
  type TrainingEngine,
} from '../../../lib/domain/training-engine/training-place.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const trainer = defaultTrainer('logistic-regression');
const both: readonly TrainingEngine[] = ['lambda', 'fargate'];

const place = (rows: number, engines: readonly TrainingEngine[] = both, fields: object = {}) =>
  placeTraining({ definition: definitionWith(fields), trainer, rows, engines });

describe('left to itself', () => {
  test('takes the function for few rows, network or not', () => {
    expect(place(10_000)).toEqual({ engine: 'lambda' });
    expect(place(10_000, ['lambda'])).toEqual({ engine: 'lambda' });
  });

  test('takes the smallest container that has room for more', () => {
    expect(place(3_000_000)).toEqual({ engine: 'fargate', cpu: '2048', megabytes: '8192', heapMegabytes: '6144' });
    expect(place(30_000_000)).toMatchObject({ engine: 'fargate', megabytes: '61440' });
  });

  test('says what is missing where there is no network', () => {
    expect(() => place(3_000_000, ['lambda'])).toThrow(DataTooLarge);
    expect(() => place(3_000_000, ['lambda'])).toThrow(
      /^logistic-regression on 3000000 rows of \d+ features is expected to take \d+ MB and \d+ s, and Lambda .* of 3008 MB and 900 s: give the pipeline a 'vpc'/,
    );
  });

  test('says that even a container is too small', () => {
    expect(() => place(90_000_000)).toThrow(/Fargate should need at most four fifths of 122880 MB and 43200 s/);
  });

  test('gives no larger training a smaller place', () => {
    const sizeOf = (rows: number) => {
      const chosen = place(rows);
      return chosen.engine === 'lambda' ? 0 : Number(chosen.megabytes);
    };
    fc.assert(
      fc.property(fc.nat(50_000_000), fc.nat(50_000_000), (one, other) => {
        expect(sizeOf(Math.min(one, other))).toBeLessThanOrEqual(sizeOf(Math.max(one, other)));
      }),
    );
  });
});

test('the definition may insist on the function, whatever is expected', () => {
  expect(place(90_000_000, ['lambda'], { training: { engine: 'lambda' } })).toEqual({ engine: 'lambda' });
});

test('the definition may insist on a container, however few rows there are', () => {
  expect(place(10, both, { training: { engine: 'fargate' } })).toMatchObject({ engine: 'fargate', megabytes: '8192' });
});

test('more memory makes room for more rows in the function', () => {
  expect(place(2_500_000, both)).toMatchObject({ engine: 'fargate' });
  expect(place(2_500_000, both, { memory: { train: 10_240 } })).toEqual({ engine: 'lambda' });
});

test('the estimate grows with rows, columns, outputs and what the trainer does', () => {
  const size = { rows: 100_000, columns: 10, outputs: 1, trainer };
  const { megabytes, seconds } = trainingLoad(size);

  expect(trainingLoad({ ...size, rows: 200_000 }).megabytes).toBeGreaterThan(megabytes);
  expect(trainingLoad({ ...size, columns: 20 }).megabytes).toBeGreaterThan(megabytes);
  expect(trainingLoad({ ...size, outputs: 10 }).seconds).toBeGreaterThan(seconds);
  const trees = (count: number) => ({ kind: 'xgboost', parameters: { num_round: count, max_depth: 6 } }) as const;
  expect(trainingLoad({ ...size, trainer: trees(5_000) }).seconds).toBeGreaterThan(
    trainingLoad({ ...size, trainer: trees(10) }).seconds,
  );
});

test.each(['gradient-boosted-trees', 'random-forest', 'xgboost', 'lightgbm', 'logistic-regression'] as const)(
  '%s has an estimate',
  (kind) => {
    const load = trainingLoad({ rows: 1_000_000, columns: 20, outputs: 1, trainer: defaultTrainer(kind) });

    expect(load.seconds).toBeGreaterThan(60);
    expect(load.megabytes).toBeGreaterThan(1_000);
  },
);

test('an ensemble takes the time of all its members and the memory of one', () => {
  const size = { rows: 1_000_000, columns: 20, outputs: 1 };
  const members = (['random-forest', 'logistic-regression', 'lightgbm'] as const).map(defaultTrainer);
  const reading = trainingLoad({ ...size, columns: 0, trainer }).seconds;
  const learning = (of: TrainerSettings) => trainingLoad({ ...size, trainer: of }).seconds - reading;

  const vote = { kind: 'soft-vote', members, weights: 'fitted' } as const;

  expect(learning(vote)).toBeCloseTo(
    members.reduce((sum, member) => sum + learning(member), 0),
    -1,
  );
  expect(trainingLoad({ ...size, trainer: vote }).megabytes).toBe(trainingLoad({ ...size, trainer }).megabytes);
});

// what was measured, in MB at the peak; see the source of the estimate
test.each([
  [50_000, 15, 355],
  [200_000, 15, 624],
  [400_000, 15, 801],
  [200_000, 5, 480],
  [200_000, 30, 1_016],
])('%i rows of %i features are expected to take what they took, and less than twice as much', (rows, columns, peak) => {
  const { megabytes } = trainingLoad({ rows, columns, outputs: 1, trainer });

  expect(megabytes).toBeGreaterThanOrEqual(peak);
  expect(megabytes).toBeLessThan(2 * peak);
});

test.each([
  [100_000, 15, 371],
  [400_000, 15, 692],
  [400_000, 5, 603],
  [200_000, 30, 864],
])('the export of %i rows of %i features too', (rows, columns, peak) => {
  const megabytes = exportMegabytes(rows, columns);

  expect(megabytes).toBeGreaterThanOrEqual(peak);
  expect(megabytes).toBeLessThan(2 * peak);
});

test('every trainer that is asked for has its place, one that nobody knows with the step that says so', () => {
  const definition = definitionWith({ trainers: [{ kind: 'logistic-regression' }] });
  const requests = [
    { index: 0, kind: 'logistic-regression' },
    { index: 0, kind: 'random-forest' },
    { index: 1, kind: 'two-tower' },
  ];

  const places = placeTrainings({ definition, rows: 100, engines: ['lambda'] }, requests);

  expect(places).toEqual([{ engine: 'lambda' }, { engine: 'lambda' }, { engine: 'lambda' }]);
});

test('sizes grow, so that the first that fits is the smallest', () => {
  const memory = fargateSizes.map(({ megabytes }) => megabytes);

  expect(memory).toEqual([...memory].sort((one, other) => one - other));
});

test('the engines of a deployment are a list of known names', () => {
  expect(readTrainingEngines('lambda,fargate')).toEqual(['lambda', 'fargate']);
  expect(readTrainingEngines('lambda,mainframe')).toEqual(['lambda']);
});

describe('a trainer of the owner', () => {
  const own = definitionWith({ trainers: [{ kind: 'external', module: 'mlp.mjs', megabytes: 30720 }] });
  const placed = (rows: number) =>
    placeTrainings({ definition: own, rows, engines: both }, [{ index: 0, kind: 'external' }]);

  test('has a container of the size that it asks for', () => {
    expect(placed(1_000)).toEqual([{ engine: 'own', cpu: '4096', megabytes: '30720' }]);
  });

  test('needs rows that the function can lay out', () => {
    expect(() => placed(90_000_000)).toThrow(DataTooLarge);
    expect(() => placed(90_000_000)).toThrow(
      /^laying out 90000000 rows of \d+ features for a trainer of your own is expected .* raise 'memory\.train', or give the window fewer days$/,
    );
  });
});
