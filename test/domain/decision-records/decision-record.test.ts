import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { contentHash } from '../../../lib/domain/content-hash.ts';
import {
  decisionKey,
  decisionRecord,
  parseDecision,
  startOf,
} from '../../../lib/domain/decision-records/decision-record.ts';
import { DecisionBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { sampleDecision } from '../../contracts/decision-records-contract.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a record lies in the folder of its execution, under the hash of its question', () => {
  const hash = contentHash({ gain: 0.02 }).slice(0, 16);
  expect(decisionKey(sampleDecision())).toBe(`churn/decisions/monday/gate-${hash}.json`);
});

test('the same question has the same key, whatever the order of its members', () => {
  const { schema, decision, ...about } = sampleDecision();
  const [one, other] = [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ].map((question) => decisionRecord(decision, { ...about, question, verdict: {} }));

  expect(canonicalJson(one)).toBe(canonicalJson(other));
  expect(one?.schema).toBe(schema);
});

test('what a record leaves out as undefined is not there, and what JSON cannot carry is refused', () => {
  const about = { ...sampleDecision(), verdict: {} };
  const recorded = decisionRecord('gate', { ...about, question: { gain: 1, Comment: undefined } });
  expect(recorded.question).toEqual({ gain: 1 });
  expect(() => decisionRecord('gate', { ...about, question: { gain: Number.NaN } })).toThrow(TypeError);
});

test('a decision about no moment was made when its execution started, to the millisecond', () => {
  expect(startOf(sampleDecision().execution)).toBe('2026-01-05T00:00:00.000Z');
});

describe('reading one back', () => {
  const key = decisionKey(sampleDecision());

  test('gives what was written', () => {
    expect(parseDecision(bytes(canonicalJson(sampleDecision())), key)).toEqual(sampleDecision());
  });

  test('names every field that is wrong', () => {
    const text = JSON.stringify({ ...sampleDecision(), decision: 'Gate!', at: 'noon' });
    expect(() => parseDecision(bytes(text), key)).toThrow(DecisionBroken);
    expect(() => parseDecision(bytes(text), key)).toThrow(/'decision' .*'at'/);
  });

  test('refuses bytes that are no text', () => {
    expect(() => parseDecision(new Uint8Array([0xff, 0xfe]), key)).toThrow('should be JSON in UTF-8');
  });
});
