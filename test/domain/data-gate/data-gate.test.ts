import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataGateQuestion } from '../../../lib/domain/data-gate/data-gate-question.ts';
import { at, type Row, rowsOf, verdict } from './data-gate-samples.ts';

const byHand = { trigger: 'manual', schedule: null } as const;
const scheduled = { trigger: 'schedule', schedule: 'weekly' } as const;

function codeOf(question: Partial<DataGateQuestion>, fields: object = {}) {
  const answer = verdict(question, fields);
  return answer.decision === 'train' ? 'train' : answer.code;
}

test('good data are trained on, and all of them are new the first time', () => {
  expect(verdict()).toEqual({ decision: 'train', newRows: 100, findings: [] });
});

test.each([
  [49, 'TooFewSamples'],
  [50, 'train'],
])('%i rows where 50 are needed: %s (S0-08)', (count, expected) => {
  expect(codeOf({ rows: rowsOf(count) })).toBe(expected);
});

test('a reason names what there is and what is needed', () => {
  expect(verdict({ rows: rowsOf(49) })).toMatchObject({
    reason: 'Need at least 50 samples: 49 outcomes are in the window; wait for more, or make the window longer',
  });
});

describe('one class only (S0-28)', () => {
  test.each([
    ['all positive', () => ({ label: 'yes' }), 'SingleClass'],
    ['none positive', () => ({ label: 'no' }), 'SingleClass'],
    ['none positive, with different labels', (index: number) => ({ label: `no ${index}` }), 'SingleClass'],
    ['one positive', (index: number) => ({ label: index === 0 ? 'yes' : 'no' }), 'train'],
  ])('of two, %s: %s', (_, details, expected) => {
    expect(codeOf({ rows: rowsOf(100, details) })).toBe(expected);
  });

  test.each([
    [1, 'SingleClass'],
    [2, 'train'],
  ])('of three, %i are there: %s', (count, expected) => {
    const fields = { positiveClass: undefined, classes: ['0', '1', '2'] };
    const rows = rowsOf(100, (index) => ({ label: String(index % count) }));

    expect(codeOf({ rows }, fields)).toBe(expected);
  });

  test('the reason says which', () => {
    expect(verdict({ rows: rowsOf(50, () => ({ label: 'yes' })) })).toMatchObject({
      reason: expect.stringMatching(
        /^every outcome in the window is 'yes', training needs both kinds: wait for the other/,
      ),
    });
  });
});

describe('new rows', () => {
  const previous = { rows: 10, watermark: at(9), labels: { yes: 5, no: 5 } };
  const recent = (count: number) => rowsOf(100, (index) => ({ receivedAt: index < count ? at(10) : at(9) }));

  test('are those that arrived after the newest one of the snapshot before', () => {
    expect(verdict({ rows: recent(30), previous })).toMatchObject({ newRows: 30 });
    expect(verdict({ rows: recent(30), previous: { rows: 0, watermark: null, labels: {} } })).toMatchObject({
      newRows: 100,
    });
  });

  test.each([
    [29, 'TooFewNewSamples'],
    [30, 'train'],
  ])('%i where 30 are needed: %s', (count, expected) => {
    const fields = { samples: { minimum: 50, trusted: 100, minimumNew: 30 } };

    expect(codeOf({ request: scheduled, rows: recent(count), previous }, fields)).toBe(expected);
  });

  test('may be none when somebody asks by hand, but not when a schedule asks by hand', () => {
    const fields = { samples: { minimum: 50, trusted: 100, minimumNew: 30 } };

    expect(codeOf({ request: byHand, rows: recent(0), previous }, fields)).toBe('train');
    expect(codeOf({ request: { ...byHand, schedule: 'weekly' }, rows: recent(0), previous }, fields)).toBe(
      'TooFewNewSamples',
    );
  });
});

describe('fewer rows than the snapshot before (S4-25)', () => {
  test.each([
    ['refuse', 101, 'DatasetShrank'],
    ['refuse', 100, 'train'],
    ['accept', 101, 'train'],
  ])('%s, %i before and 100 now: %s', (smallerDataset, rows, expected) => {
    expect(codeOf({ previous: { rows, watermark: null, labels: {} } }, { gate: { smallerDataset } })).toBe(expected);
  });
});

describe('missing values (S0-29)', () => {
  const fields = { featureRules: { job: { missing: ['unknown'], maximumUnknownShare: 0.2 } } };
  const lacking = (count: number, features: Row['features']) =>
    rowsOf(100, (index) =>
      index < count ? { features: { age: 40, balance: 7, marital: 'single', ...features } } : {},
    );

  test.each([
    [20, { job: 'unknown' }, 'train'],
    [21, { job: 'unknown' }, 'TooManyMissing'],
    [21, { job: null }, 'TooManyMissing'],
    [21, { job: ' ' }, 'TooManyMissing'],
    [21, {}, 'TooManyMissing'],
    [21, { job: 'other' }, 'train'],
  ])('in %i of 100 rows as %j, a fifth allowed: %s', (count, features, expected) => {
    expect(codeOf({ rows: lacking(count, features) }, fields)).toBe(expected);
  });

  test('of a number are what does not read as one', () => {
    const rules = { featureRules: { age: { missing: ['-1'], maximumUnknownShare: 0 } } };
    const aged = (age: string | number | null) => rowsOf(100, (index) => (index === 5 ? { features: { age } } : {}));

    expect(codeOf({ rows: aged('old') }, rules)).toBe('TooManyMissing');
    expect(codeOf({ rows: aged(-1) }, rules)).toBe('TooManyMissing');
    expect(codeOf({ rows: aged('12') }, rules)).toBe('train');
  });

  test('are named with their feature and counted', () => {
    expect(verdict({ rows: lacking(21, {}) }, fields)).toMatchObject({
      reason:
        "'job' is missing in 21 of 100 rows, at most 0.2 of them may lack it: mend its source, or raise featureRules.job.maximumUnknownShare",
    });
  });
});

describe('levels', () => {
  const fields = { featureRules: { job: { missing: ['unknown'], levels: ['nurse', 'cook', '7'] } } };
  const withJob = (job: string | number | null) =>
    rowsOf(100, (index) => (index < 2 ? { features: { age: 40, balance: 7, marital: 'single', job } } : {}));

  test.each([
    ['cook', 'train'],
    ['unknown', 'train'],
    [null, 'train'],
    [7, 'train'],
    ['pilot', 'UnknownLevel'],
    [8, 'UnknownLevel'],
    ['Cook', 'UnknownLevel'],
  ])('%j where nurse, cook and 7 are known: %s', (job, expected) => {
    expect(codeOf({ rows: withJob(job) }, fields)).toBe(expected);
  });

  test('that are not known are named with their feature', () => {
    expect(verdict({ rows: withJob('pilot') }, fields)).toMatchObject({
      reason: `'job' has a level that it should not have, "pilot", in 2 rows: mend its source, or add the level to featureRules.job.levels`,
    });
  });
});

describe('a schedule where an event is asked for', () => {
  const triggers = (volume: false | { rows: number }) => ({
    triggers: { require: 'event', drift: { psi: 0.2 }, volume },
  });

  test.each([
    ['without a limit on new rows', false, scheduled, 'train'],
    ['below the limit', { rows: 101 }, scheduled, 'NoEvent'],
    ['at the limit', { rows: 100 }, scheduled, 'train'],
    ['after drift', false, { trigger: 'drift', schedule: null }, 'train'],
    ['by hand', false, byHand, 'train'],
  ] as const)('%s: %s', (_, volume, request, expected) => {
    expect(codeOf({ request }, triggers(volume))).toBe(expected);
  });

  test('is fine where the schedule suffices', () => {
    expect(codeOf({ request: scheduled }, { triggers: { require: 'any' } })).toBe('train');
  });
});

test('more good rows never turn a training into a skip', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 80 }), (count, more) => {
      const fields = { samples: { minimum: 20, trusted: 100, minimumNew: 20 }, gate: { smallerDataset: 'refuse' } };
      const previous = { rows: 30, watermark: null, labels: { yes: 15, no: 15 } };
      const answer = (rows: number) => codeOf({ request: scheduled, rows: rowsOf(rows), previous }, fields);

      if (answer(count) === 'train') expect(answer(count + more)).toBe('train');
    }),
  );
});
