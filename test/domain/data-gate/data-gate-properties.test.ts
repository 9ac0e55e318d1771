import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dataFindingSchema, dataWarningCodes } from '../../../lib/domain/artifacts/data-finding.ts';
import { findingEvidence } from '../../../lib/domain/data-gate/data-gate.ts';
import type { DataGateQuestion } from '../../../lib/domain/data-gate/data-gate-question.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { at, goodFeatures, type Row, verdict } from './data-gate-samples.ts';

const sound: Row = { label: 'yes', features: goodFeatures, receivedAt: at(10) };

const value = fc.oneof(
  fc.constantFrom(null, '', ' ', 'unknown', 'nurse', 'pilot', Number.NaN, Number.POSITIVE_INFINITY, -1, true),
  fc.string({ unit: 'binary', maxLength: 90 }),
);
const row: fc.Arbitrary<Row> = fc.record({
  label: fc.oneof(fc.constantFrom('yes', 'no', 'maybe'), fc.string({ minLength: 1, unit: 'binary', maxLength: 90 })),
  features: fc.record(
    { age: value, balance: value, job: value, marital: value, account: value, account_hash: value },
    { requiredKeys: [] },
  ),
  receivedAt: fc.constantFrom(at(8), at(9), at(10)),
});
const counts = fc.dictionary(fc.constantFrom('yes', 'no', 'maybe'), fc.integer({ min: 1, max: 90 }));
const previous = fc.option(
  counts.map((labels) => ({
    labels,
    rows: Object.values(labels).reduce((sum, count) => sum + count, 0),
    watermark: at(9),
  })),
);
const fields = fc.constantFrom(
  {},
  { tenant: 'account', tenantHash: 'account_hash' },
  {
    labels: ['yes', 'no', 'maybe'],
    gate: { smallerDataset: 'refuse' },
    samples: { minimum: 5, trusted: 8, minimumNew: 3, maximumLabelShift: 0.1 },
    featureRules: {
      job: { missing: ['unknown'], maximumUnknownShare: 0.3, levels: ['nurse'] },
      age: { missing: ['-1'] },
    },
  },
  { positiveClass: undefined, classes: ['yes', 'no', 'maybe'], samples: { minimum: 1, trusted: 1, minimumNew: 0 } },
);
const request: fc.Arbitrary<DataGateQuestion['request']> = fc.constantFrom(
  { trigger: 'manual', schedule: null },
  { trigger: 'schedule', schedule: 'weekly' },
  { trigger: 'drift', schedule: null },
);
const asked = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  previous,
  request,
  contradictedIds: fc.nat({ max: 3 }),
});

test('a stop always skips, with the code of the first one, and nothing else does', () => {
  fc.assert(
    fc.property(asked, fields, (question, definition) => {
      const answer = verdict(question, definition);

      const [first] = answer.findings.filter(({ severity }) => severity === 'stop');
      expect(answer.decision).toBe(first === undefined ? 'train' : 'skip');
      if (answer.decision === 'skip') {
        expect(answer.code).toBe(first?.code);
        expect(answer.reason.startsWith(first?.reason ?? 'no reason')).toBe(true);
      }
    }),
  );
});

test('what is only a warning never stops', () => {
  fc.assert(
    fc.property(asked, fields, (question, definition) => {
      const warnings: readonly string[] = dataWarningCodes;
      const stops = verdict(question, definition).findings.filter(({ severity }) => severity === 'stop');

      expect(stops.filter(({ code }) => warnings.includes(code))).toEqual([]);
    }),
  );
});

test('nothing that is found depends on the order of the rows', () => {
  const shuffled = asked.chain((question) =>
    fc.tuple(fc.constant(question), fc.shuffledSubarray([...question.rows], { minLength: question.rows.length })),
  );
  fc.assert(
    fc.property(shuffled, fields, ([question, rows], definition) => {
      expect(verdict({ ...question, rows }, definition)).toEqual(verdict(question, definition));
    }),
  );
});

test('whatever is found can be stored, and its numbers can be in the ledger', () => {
  fc.assert(
    fc.property(asked, fields, (question, definition) => {
      const { findings } = verdict(question, definition);

      for (const finding of findings) {
        expect(dataFindingSchema.safeParse(finding).error).toBeUndefined();
        expect(finding.reason.isWellFormed()).toBe(true);
      }
      const evidence = findingEvidence(findings);
      expect(evidenceSchema.array().max(50).safeParse(evidence).error).toBeUndefined();
      expect(evidence).toHaveLength(Math.min(50, findings.length));
    }),
  );
});

test('a long label is cut between two characters, so that the ledger can carry what is said of it', () => {
  const label = `a${'😀'.repeat(60)}`;
  const { findings, ...answer } = verdict({ rows: [{ ...sound, label }] }, { labels: ['yes', 'no'] });

  expect(findings.map(({ code }) => code)).toContain('UnknownLabel');
  expect(findings.every(({ reason }) => reason.isWellFormed())).toBe(true);
  expect(answer).toMatchObject({ reason: expect.stringContaining('such as "a😀') });
});

test('no rows, and rows without one value that can be used, never pass', () => {
  const useless = fc.record({
    label: fc.constantFrom('yes', 'no'),
    features: fc.dictionary(fc.constantFrom('age', 'balance'), fc.constantFrom(null, '', Number.NaN, 'unknown')),
    receivedAt: fc.constant(at(10)),
  });
  fc.assert(
    fc.property(fc.array(useless, { maxLength: 120 }), (rows) => {
      expect(verdict({ rows }).decision).toBe('skip');
    }),
  );
});

test('the numbers of stops come before those of warnings, and fifty are enough', () => {
  const numeric = Array.from({ length: 60 }, (_, index) => `n${index}`);
  const { findings, ...answer } = verdict(
    { rows: [{ label: 'yes', features: {}, receivedAt: at(10) }] },
    { features: { numeric }, samples: { minimum: 1, trusted: 5, minimumNew: 0 } },
  );

  expect(findings.map(({ code }) => code).filter((code) => code === 'TooManyMissing')).toHaveLength(60);
  expect(findingEvidence(findings)).toHaveLength(50);
  expect(findingEvidence(findings)[0]).toEqual({ metric: 'SingleClass', value: 1, threshold: 2, n: 1, interval: null });
  expect(answer).toMatchObject({ reason: expect.stringMatching(/; and 56 more$/) });
  expect(findingEvidence(findings.filter(({ code }) => code !== 'TooManyMissing')).at(-1)?.metric).toBe('Provisional');
});
