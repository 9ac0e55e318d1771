import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { noticeDetail, noticeText } from '../../../lib/domain/ledger/notice-text.ts';
import { acceptedEvents } from './ledger-histories.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  promoted,
  RETRAIN,
  releasing,
  rolledBack,
} from './ledger-samples.ts';

/** The newest entry after these events, a minute apart. */
function lastOf(...events: readonly LedgerEvent[]) {
  const entry = ledgerOf(inTurn(events)).at(-1);
  if (entry === undefined) throw new Error('there should be an entry');
  return entry;
}

const birth = bootstrapped();
const canary = [birth, ...canaryOf(FIRST, BASELINE)];
const release = [birth, ...releasing(FIRST, BASELINE)];

describe('what people read', () => {
  test('is why, on what evidence, who, when, where and what is live', () => {
    const text = noticeText(lastOf(...canary, promoted({ reason: 'no worse than the champion' })));

    expect(text).toBe(`no worse than the champion

Evidence:
- bad answers: 0.01, threshold 0.05, n = 5000

Decided by: execution ${RETRAIN}
Time: ${minute(6)}
Ledger: entry 7 of churn, promoted
Execution: ${RETRAIN}
Live now: 1.0.0 on function version 2`);
  });

  test('says nothing of evidence and execution where there is none', () => {
    const text = noticeText(lastOf(birth));

    expect(text).toBe(`it was time

Decided by: deployment ChurnStack
Time: ${minute(0)}
Ledger: entry 1 of churn, bootstrapped
Live now: 0.0.0 on function version 1`);
  });

  test('has the canary beside the champion, with its share', () => {
    expect(noticeText(lastOf(...canary))).toContain(
      'Live now: 0.0.0 on function version 1, beside 1.0.0 on function version 2 with 10 % of the traffic',
    );
  });

  test.each([
    [{ value: null }, '- auc: unknown, threshold 0.01, n = 10'],
    [{ threshold: null }, '- auc: 0.02, n = 10'],
    [{ n: null }, '- auc: 0.02, threshold 0.01'],
    [{ interval: [0.01, 0.03] as [number, number] }, '- auc: 0.02, between 0.01 and 0.03, threshold 0.01, n = 10'],
  ])('has of the evidence what is known: %o', (details, line) => {
    const evidence = [{ metric: 'auc', value: 0.02, threshold: 0.01, n: 10, interval: null, ...details }];

    expect(noticeText(lastOf(birth, eventOf('failed', { error: 'E', evidence })))).toContain(`Evidence:\n${line}\n`);
  });
});

describe('what other systems get', () => {
  const registered = eventOf('registered', { modelVersion: '1.1.0', modelSha256: FIRST.modelSha256, verdict: 'hold' });

  test.each([
    ['the registered model', [birth, registered], '1.1.0'],
    ['the model of a release', [birth], '0.0.0'],
    ['the challenger of a shift', canary, '1.0.0'],
    ['the new champion', release, '1.0.0'],
    ['the champion that has the traffic again', [...canary, rolledBack('canary-verdict')], '0.0.0'],
    ['the champion, where no model is meant', [...release, eventOf('paused', {})], '1.0.0'],
  ] as const)('names %s', (_, events, modelVersion) => {
    expect(noticeDetail(lastOf(...events))).toMatchObject({ modelVersion });
  });

  test('has everything about a promotion, its artefact included', () => {
    expect(noticeDetail(lastOf(...release))).toEqual({
      model: 'churn',
      sequence: 7,
      type: 'promoted',
      severity: 'info',
      at: minute(6),
      reason: 'it was time',
      actor: { kind: 'execution', id: RETRAIN },
      execution: RETRAIN,
      modelVersion: '1.0.0',
      modelKey: FIRST.modelKey,
      modelSha256: FIRST.modelSha256,
      evidence: [{ metric: 'bad answers', value: 0.01, threshold: 0.05, n: 5000, interval: null }],
      live: { modelVersion: '1.0.0', functionVersion: '2', canary: null },
    });
  });

  test('has the artefact of a promotion only', () => {
    expect(noticeDetail(lastOf(...canary))).not.toHaveProperty('modelKey');
  });
});

test('every entry that can be can be told', () => {
  fc.assert(
    fc.property(acceptedEvents, (events) => {
      for (const entry of ledgerOf(events)) {
        expect(noticeText(entry)).toContain(`Ledger: entry ${entry.sequence} of churn, ${entry.event.type}`);
        expect(canonicalJson(noticeDetail(entry))).toContain(`"sequence":${entry.sequence}`);
      }
    }),
    { numRuns: 30 },
  );
});
