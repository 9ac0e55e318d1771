import { describe, expect, test } from 'vitest';
import { checkRates, checkResponse, findingsText, LEAST_REQUESTS } from '../../../lib/domain/decisions/limit-check.ts';

const limits = { minimumSuccessRate: 0.8, maximumErrorRate: 0.05, maximumResponseMilliseconds: 100 };
const rates = (requests: number, bad: number, envelope = limits) =>
  checkRates({ requests, bad, answers: 0, slow: 0 }, envelope);
const kept = (requests: number, bad: number, envelope = limits) =>
  rates(requests, bad, envelope).map((finding) => finding.kept);

test('fewer than fifty requests are no rate', () => {
  expect(LEAST_REQUESTS).toBe(50);
});

describe('the error rate', () => {
  test.each([
    ['of exactly the limit keeps to it', 10_000, 500, true],
    ['of .0501 breaks a limit of .05', 10_000, 501, false],
    ['of no requests is zero', 0, 0, true],
  ])('%s', (_, requests, bad, expected) => {
    expect(kept(requests, bad)[0]).toBe(expected);
  });

  test('is not broken by the last bit of a quotient', () => {
    // 0.30000000000000004 in floating point, like .1 + .2
    expect(kept(10, 3, { ...limits, maximumErrorRate: 0.1 + 0.2 - Number.EPSILON })[0]).toBe(true);
  });
});

describe('the success rate', () => {
  test.each([
    ['of exactly the limit keeps to it', 10_000, 2000, true],
    ['of .7999 breaks a limit of .80', 10_000, 2001, false],
    ['of no requests is one', 0, 0, true],
  ])('%s', (_, requests, bad, expected) => {
    expect(kept(requests, bad)[1]).toBe(expected);
  });
});

describe('response times', () => {
  test.each([
    ['are within with half of the answers slow', 1000, 500, true],
    ['are above with one more', 1000, 501, false],
  ])('%s', (_, answers, slow, expected) => {
    expect(checkResponse({ requests: 0, bad: 0, answers, slow }).map((finding) => finding.kept)).toEqual([expected]);
  });

  test('are not judged where nothing was answered', () => {
    expect(checkResponse({ requests: 80, bad: 80, answers: 0, slow: 0 })).toEqual([]);
  });
});

describe('the sentence about findings', () => {
  test('has all of them while everything is kept', () => {
    expect(findingsText(rates(150, 3))).toBe(
      'error rate 0.02 is within 0.05 (3 of 150), success rate 0.98 is at least 0.8 (147 of 150)',
    );
  });

  test('has only the broken ones otherwise', () => {
    expect(findingsText(rates(150, 12))).toBe('error rate 0.08 is above 0.05 (12 of 150)');
    expect(findingsText(rates(100, 30))).toBe(
      'error rate 0.3 is above 0.05 (30 of 100), success rate 0.7 is below 0.8 (70 of 100)',
    );
  });
});
