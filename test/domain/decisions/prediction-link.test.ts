import { expect, test } from 'vitest';
import { linkedRow, linkProblems, rowsMeant } from '../../../lib/domain/decisions/prediction-link.ts';
import { samplePrediction } from '../../contracts/prediction-store-contract.ts';

const uuid = '6f0c6f3e-8a55-4b7e-9d70-012345678901';

test.each([
  [uuid, [{ predictionId: uuid, index: null }]],
  [
    `${uuid}-0`,
    [
      { predictionId: uuid, index: 0 },
      { predictionId: `${uuid}-0`, index: null },
    ],
  ],
  [
    'a-999',
    [
      { predictionId: 'a', index: 999 },
      { predictionId: 'a-999', index: null },
    ],
  ],
  ['a-01', [{ predictionId: 'a-01', index: null }]],
  ['a-10000', [{ predictionId: 'a-10000', index: null }]],
  ['-1', [{ predictionId: '-1', index: null }]],
])('%s may mean %j', (id, expected) => {
  expect(rowsMeant(id)).toEqual(expected);
});

const record = samplePrediction('p', {
  rows: [
    { features: { age: 1 }, score: 0.1 },
    { features: { age: 2 }, score: 0.2 },
  ],
});
const single = samplePrediction('p', { rows: [{ features: { age: 1 }, score: [0.4, 0.6] }] });

test('a row keeps its own id, what served it, when, and its score', () => {
  expect(linkedRow({ record, index: 1 })).toEqual({
    prediction: { id: 'p-1', modelVersion: '1.2.0', functionVersion: '7', at: record.at, score: 0.2 },
    features: { age: 2 },
  });
});

test('the only row may go by the id of the whole prediction', () => {
  expect(linkedRow({ record: single, index: null })?.prediction).toMatchObject({ id: 'p-0', score: [0.4, 0.6] });
  expect(linkProblems({ record: single, index: null })).toEqual([]);
});

test('a row that was never asked for is none', () => {
  expect(linkedRow({ record, index: 2 })).toBeNull();
});

test('the id of several rows has to name one', () => {
  expect(linkProblems({ record, index: null })).toEqual([
    { path: 'predictionId', expected: 'should name one of its 2 rows, such as "p-0"', got: '"p"' },
  ]);
  expect(linkProblems({ record, index: 0 })).toEqual([]);
});
