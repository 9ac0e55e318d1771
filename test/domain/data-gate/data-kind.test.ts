import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countData } from '../../../lib/domain/data-gate/count-data.ts';
import { findingEvidence, judgeData } from '../../../lib/domain/data-gate/data-gate.ts';
import { dataKind } from '../../../lib/domain/data-gate/data-kind.ts';
import { bootstrapped, eventOf, ledgerOf, minute } from '../ledger/ledger-samples.ts';
import { at } from './data-gate-samples.ts';
import { dataQuestions, factsOf } from './data-questions.ts';

const explained = (facts: ReturnType<typeof factsOf>) => dataKind.explain(facts, judgeData(facts));

test('every rule has a line, those that stopped the training, that warned and that held', () => {
  const { rules } = explained(factsOf(60, {}, { contradictedIds: 2 }));

  expect(rules).toEqual([
    { metric: 'Provisional', value: 60, threshold: 100, n: 60, interval: null, passed: null },
    { metric: 'ContradictedIds', value: 2, threshold: 0, n: 60, interval: null, passed: null },
    { metric: 'TooFewSamples', value: 60, threshold: 50, n: 60, interval: null, passed: true },
    { metric: 'SingleClass', value: 2, threshold: 2, n: 60, interval: null, passed: true },
    { metric: 'TooFewNewSamples', value: 60, threshold: 20, n: 60, interval: null, passed: true },
    { metric: 'TooManyMissing', value: 0, threshold: 0.99, n: 60, interval: null, passed: true },
  ]);
});

test('what stops a training did not hold, and what held stopped none', () => {
  fc.assert(
    fc.property(dataQuestions, (question) => {
      const facts = countData(question);
      const stops = judgeData(facts).findings.filter(({ severity }) => severity === 'stop');
      const failed = dataKind.explain(facts, judgeData(facts)).rules.filter(({ passed }) => passed === false);
      expect(failed.map(({ metric }) => metric)).toEqual(stops.map(({ code }) => code));
    }),
  );
});

test('chance plays a part only where labels are compared with those of a snapshot before', () => {
  const previous = { rows: 60, labels: { yes: 30, no: 30 }, watermark: at(9) };
  expect(explained(factsOf(60)).errorBudget).toBeNull();
  expect(explained(factsOf(60, {}, { previous })).errorBudget).toEqual({ alpha: 0.001, spent: 0.001 });
});

describe('beside the ledger', () => {
  const verdict = judgeData(factsOf(29));
  if (verdict.decision !== 'skip') throw new Error('29 rows should be too few');
  const { code, reason } = verdict;
  const evidence = findingEvidence(verdict.findings);
  const entry = (details: object) =>
    ledgerOf([bootstrapped(), eventOf('skipped', { at: minute(1), code, reason, evidence, ...details })]).slice(1);

  test.each([
    ['says the same', {}, false],
    ['has another code', { code: 'NoEvent' }, true],
    ['has another reason', { reason: 'because' }, true],
    ['has other numbers', { evidence: [] }, true],
  ])('an entry that %s', (_, details, isFinding) => {
    expect(dataKind.entryFinding(verdict, entry(details)) !== null).toBe(isFinding);
  });

  test('outcomes that were to be trained on cannot have been skipped for what only the data gate says', () => {
    const train = judgeData(factsOf(60));
    expect(train.decision).toBe('train');
    expect(dataKind.entryFinding(train, entry({ code: 'TooFewSamples' }))).toMatch(
      /decided train, entry 2 says skipped/,
    );
    // the trigger has this one too, and publishing the other
    expect(dataKind.entryFinding(train, entry({ code: 'NoEvent' }))).toBeNull();
    expect(dataKind.entryFinding(train, entry({ code: 'LeaseHeld' }))).toBeNull();
    expect(dataKind.entryFinding(train, [])).toBeNull();
  });

  test('nothing is wrong while there is no entry', () => {
    expect(dataKind.entryFinding(verdict, [])).toBeNull();
  });
});
