import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { countData } from '../../../lib/domain/data-gate/count-data.ts';
import { dataChanges } from '../../../lib/domain/data-gate/data-changes.ts';
import { type DataFacts, dataFactsSchema } from '../../../lib/domain/data-gate/data-facts.ts';
import { dataGate, judgeData } from '../../../lib/domain/data-gate/data-gate.ts';
import { at, goodFeatures, rowsOf } from './data-gate-samples.ts';
import { dataQuestions, factsOf } from './data-questions.ts';

const textsOf = (facts: DataFacts) => dataChanges(facts).map(({ text }) => text);

test('each change really lets the data train, or keeps them from it', () => {
  const seen = { skip: 0, train: 0 };
  fc.assert(
    fc.property(dataQuestions, (question) => {
      const facts = countData(question);
      const { decision } = judgeData(facts);
      const changes = dataChanges(facts);
      if (changes.length > 0) seen[decision] += 1;
      for (const change of changes) expect(judgeData(change.question).decision).not.toBe(decision);
    }),
    { numRuns: 600 },
  );
  expect(seen.skip).toBeGreaterThan(20);
  expect(seen.train).toBeGreaterThan(20);
});

test('what changed could have been counted: it can be stored like any other question', () => {
  fc.assert(
    fc.property(dataQuestions, (question) => {
      for (const change of dataChanges(countData(question)))
        expect(dataFactsSchema.safeParse(change.question).error?.issues ?? []).toEqual([]);
    }),
  );
});

test('asked once more from what is stored, the data gate answers with the same bytes', () => {
  fc.assert(
    fc.property(dataQuestions, (question) => {
      const stored = dataFactsSchema.parse(JSON.parse(canonicalJson(countData(question))));
      expect(canonicalJson(judgeData(stored))).toBe(canonicalJson(dataGate(question)));
    }),
  );
});

test('what is stored names no tenant', () => {
  const rows = rowsOf(30, () => ({ features: { ...goodFeatures, account: 'Ada Lovelace', account_hash: 'abc' } }));
  const facts = factsOf(30, { tenant: 'account', tenantHash: 'account_hash' }, { rows });

  expect(facts.tenants).toEqual({ column: 'account', unknown: 0, largest: 30 });
  expect(canonicalJson(facts)).not.toContain('Ada');
});

describe('in words', () => {
  test.each([
    ['29 outcomes where 50 are needed', factsOf(29), ['21 more outcomes']],
    ['49 outcomes where 50 are needed', factsOf(49), ['1 more outcome']],
    [
      '50 outcomes where 50 are needed',
      factsOf(50),
      ['49 outcomes instead of 50', '19 new outcomes instead of 50', "'age' missing in 50 rows instead of 0"],
    ],
    [
      'enough outcomes, of which too few are new',
      factsOf(60, {}, { previous: { rows: 60, labels: { yes: 30, no: 30 }, watermark: at(11) } }),
      ['20 more new outcomes'],
    ],
    [
      'outcomes of one class',
      factsOf(60, {}, { rows: rowsOf(60, () => ({ label: 'yes' })) }),
      ['an outcome of another class'],
    ],
    [
      'fewer outcomes than before, of other shares',
      factsOf(
        60,
        { gate: { smallerDataset: 'refuse' } },
        { previous: { rows: 90, labels: { yes: 85, no: 5 }, watermark: at(9) } },
      ),
      ['30 more outcomes and labels in the shares of the last snapshot'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(textsOf(facts)).toEqual(expected);
  });

  test('too many missing values', () => {
    const featureRules = { job: { missing: ['unknown'], maximumUnknownShare: 0.1 } };
    const unknown = (count: number) =>
      rowsOf(100, (index) => ({ features: { ...goodFeatures, job: index < count ? 'unknown' : 'nurse' } }));
    expect(textsOf(factsOf(100, { featureRules }, { rows: unknown(11) }))).toEqual([
      'no more missing values than allowed',
    ]);
    expect(textsOf(factsOf(100, { featureRules }, { rows: unknown(4) }))).toContain(
      "'job' missing in 11 rows instead of 4",
    );
  });

  test('a tenant that dominates', () => {
    const rows = rowsOf(100, (index) => ({ features: { ...goodFeatures, account: index < 95 ? 'big' : `a${index}` } }));
    expect(textsOf(factsOf(100, { tenant: 'account' }, { rows }))).toEqual([
      'at most 90 of 100 outcomes of one tenant',
    ]);
  });
});
