import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExecutionSources, executionRecords } from '../../../lib/domain/ledger/execution-record.ts';
import { executionMoves } from '../../../lib/domain/ledger/execution-state.ts';
import type { EventOf, LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { acceptedEvents } from './ledger-histories.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  LATER_RETRAIN,
  ledgerOf,
  MODEL,
  minute,
  promoted,
  proven,
  RETRAIN,
  releasing,
  rolledBack,
} from './ledger-samples.ts';

const ROLLBACK = 'arn:aws:states:eu-west-1:123456789012:execution:rollback:by-hand';
const birth = bootstrapped();
const WEEKLY = { kind: 'schedule', id: 'weekly' } as const;
const ADA = { kind: 'cli', id: 'ada' } as const;
const RECONCILER = { kind: 'reconciler', id: 'reconciler' } as const;
const BY_ADA = { mode: 'version', actor: ADA } as const;
const { modelVersion, modelSha256 } = FIRST;
const registered = (details: Partial<EventOf<'registered'>> = {}) =>
  eventOf('registered', { modelVersion, modelSha256, verdict: 'promote', actor: WEEKLY, ...details });

const sources: ExecutionSources = { modelName: MODEL, records: [], running: [] };
const recordsAfter = (events: readonly LedgerEvent[], more: Partial<ExecutionSources> = {}) =>
  executionRecords(ledgerOf(inTurn([birth, ...events])), { ...sources, ...more });

/** The record of the only execution. */
function recordAfter(events: readonly LedgerEvent[], more: Partial<ExecutionSources> = {}) {
  const [record, ...others] = recordsAfter(events, more);
  expect(others).toEqual([]);
  if (record === undefined) throw new Error('there should be a record');
  return record;
}

const running = { running: [{ arn: RETRAIN, startedAt: minute(0) }] };
const learned = [registered()];
const canary = [...learned, ...canaryOf(FIRST, BASELINE)];

describe('an execution', () => {
  const failed = eventOf('failed', { error: 'SmokeTestFailed', reason: 'no answer' });
  const skipped = eventOf('skipped', { code: 'NoNewData', reason: 'nothing new' });
  const stoodDown = eventOf('stood-down', { reason: 'a newer decision' });
  const byHand = rolledBack('manual', { execution: ROLLBACK, reason: 'wrong scores' });
  const takenOver = acquired(FIRST, BASELINE, {
    execution: LATER_RETRAIN,
    at: minute(700),
    until: minute(900),
    formerStatus: 'FAILED',
  });

  test.each([
    ['has decided nothing yet', [], 'running'],
    ['has registered its candidate', learned, 'validation'],
    ['has taken the lease', [...learned, acquired(FIRST, BASELINE)], 'deploying'],
    ['has a canary', canary, 'deploying'],
  ] as const)('that goes on and %s is in the state for it', (_, events, status) => {
    expect(recordAfter([...events], running).status).toBe(status);
  });

  test.each([
    ['skipped for a reason', [skipped], 'completed'],
    ['that kept the champion', learned, 'completed'],
    ['that promoted its candidate', [...learned, ...releasing(FIRST, BASELINE)], 'completed'],
    ['that failed before anything', [failed], 'failed'],
    ['that failed with the lease', [...learned, acquired(FIRST, BASELINE), failed], 'failed'],
    ['that stood down', [...learned, stoodDown], 'failed'],
    ['whose canary was rolled back by itself', [...canary, rolledBack('canary-verdict')], 'failed'],
    ['whose canary was rolled back by hand', [...canary, byHand], 'failed'],
    ['that rolled back what it had promoted', [...canary, promoted(), rolledBack('failure')], 'failed'],
    ['that holds the lease', canary, 'deploying'],
  ] as const)('%s ends as that', (_, events, status) => {
    expect(recordAfter([...events]).status).toBe(status);
  });

  test('does not fail when its champion is rolled back later', () => {
    expect(recordAfter([...canary, promoted(), byHand])).toMatchObject({ status: 'completed', deployed: true });
  });

  test('fails when another one takes its lease over', () => {
    const entries = ledgerOf([...inTurn([birth, ...learned, acquired(FIRST, BASELINE)]), takenOver]);

    expect(executionRecords(entries, sources)).toMatchObject([
      { job_id: 'monday', status: 'failed', error_message: 'lease-acquired: it was time' },
      { job_id: 'tuesday', status: 'deploying', error_message: null },
    ]);
  });

  test.each([
    [[failed], 'SmokeTestFailed: no answer'],
    [[stoodDown], 'stood-down: a newer decision'],
    [[...canary, rolledBack('canary-verdict', { reason: 'too many' })], 'canary-verdict: too many'],
    [[...canary, byHand], 'manual: wrong scores'],
    [[skipped], null],
    [canary, null],
  ])('says why it failed: case %#', (events, message) => {
    expect(recordAfter(events).error_message).toBe(message);
  });

  test('that was skipped says why', () => {
    expect(recordAfter([skipped]).reason).toBe('nothing new');
  });

  test('waits until it is started', () => {
    const waiting = { running: [{ arn: RETRAIN, startedAt: null }] };

    expect(recordAfter([], waiting)).toMatchObject({ job_id: 'monday', status: 'pending', started_at: null });
  });
});

describe('no execution of Retrain', () => {
  test('is an execution of Rollback', () => {
    const byHand = rolledBack('manual', { execution: ROLLBACK });

    expect(recordsAfter([...canary, promoted(), byHand]).map((record) => record.job_id)).toEqual(['monday']);
  });

  test('are decisions without an execution', () => {
    expect(recordsAfter([eventOf('paused', { execution: null })])).toEqual([]);
  });
});

test('a job has every field of S2-20, from the ledger and its version records', () => {
  const lineage = { ...sampleRecord('1.0.0').lineage, snapshot: { key: 's', sha256: modelSha256, bytes: 9 } };
  const metrics = { auc: 0.84, accuracy: 0.9 };
  const records = [
    sampleRecord('1.0.0', { lineage, metrics, championMetrics: { auc: 0.8, accuracy: 0.95 } }),
    sampleRecord('0.0.0', { metrics: { auc: 0.5 } }),
  ];

  const record = recordAfter([...learned, ...releasing(FIRST, BASELINE)], { records });

  expect(record).toEqual({
    job_id: 'monday',
    model_name: 'churn',
    trigger_type: 'schedule',
    status: 'completed',
    model_version: '1.0.0',
    metrics_before: { auc: 0.5 },
    metrics_after: metrics,
    champion_metrics: { auc: 0.8, accuracy: 0.95 },
    improvement_pct: expect.closeTo(5, 10),
    deployed: true,
    deployed_at: minute(7),
    started_at: minute(1),
    error_message: null,
    reason: 'it was time',
    created_by: WEEKLY,
    lineage: {
      snapshot: lineage.snapshot,
      dataset_sha256: lineage.datasetSha256,
      trainer: 'boosted-trees',
      parameters: { depth: 4, early: true },
      code_sha256: 'b2xkIGNvZGU=',
      model_sha256: modelSha256,
    },
  });
});

describe('the improvement', () => {
  const improvementOf = (metrics: Record<string, number>, championMetrics: Record<string, number> | null) =>
    recordAfter(learned, { records: [sampleRecord('1.0.0', { metrics, championMetrics })] }).improvement_pct;

  test.each([
    ['is the gain in AUC', { auc: 0.9, accuracy: 0.1 }, { auc: 0.75, accuracy: 0.2 }, 20],
    ['is the gain in accuracy without an AUC', { accuracy: 0.66 }, { accuracy: 0.6 }, 10],
    ['is the gain in accuracy without an AUC of the champion', { auc: 0.9, accuracy: 0.66 }, { accuracy: 0.6 }, 10],
    ['is a loss below zero', { auc: 0.6 }, { auc: 0.75 }, -20],
    ['is 88 to 92.4 percent when accuracy gains five (C-3)', { accuracy: 0.924 }, { accuracy: 0.88 }, 5],
  ])('%s', (_, metrics, championMetrics, percent) => {
    expect(improvementOf(metrics as never, championMetrics as never)).toBeCloseTo(percent, 10);
  });

  test.each([
    ['without a champion', { auc: 0.9 }, null],
    ['without a common metric', { auc: 0.9 }, { accuracy: 0.9 }],
    ['over nothing', { auc: 0.9 }, { auc: 0 }],
  ])('is unknown %s', (_, metrics, championMetrics) => {
    expect(improvementOf(metrics, championMetrics as never)).toBeNull();
  });
});

describe('the trigger', () => {
  const triggerOf = (actor: EventOf<'registered'>['actor']) => recordAfter([registered({ actor })]).trigger_type;

  test.each([
    [{ kind: 'schedule', id: 'weekly' }, 'schedule'],
    [{ kind: 'console', id: 'console' }, 'manual'],
    [{ kind: 'cli', id: 'ada' }, 'manual'],
    [{ kind: 'deployment', id: 'ChurnStack' }, 'code'],
    [{ kind: 'alarm', id: 'ratchet-churn-drift' }, 'drift'],
    [{ kind: 'alarm', id: 'ratchet-churn-performance-low' }, 'performance'],
    [{ kind: 'alarm', id: "somebody's own" }, 'unknown'],
    [{ kind: 'execution', id: RETRAIN }, 'unknown'],
  ] as const)('of %o is %s', (actor, trigger) => {
    expect(triggerOf(actor)).toBe(trigger);
  });

  test.each([
    ['a release of code by a deployment', { ...CODE_RELEASE, actor: { kind: 'deployment', id: 'ChurnStack' } }, 'code'],
    ['a release of code by a person', { ...CODE_RELEASE, actor: ADA }, 'manual'],
    ['a release of a registered version', { ...BY_ADA }, 'manual'],
  ] as const)('of %s is who asked for the lease', (_, details, trigger) => {
    const challenger = details.mode === 'code' ? BASELINE : FIRST;

    expect(recordAfter([acquired(challenger, BASELINE, details)])).toMatchObject({
      trigger_type: trigger,
      created_by: details.actor,
    });
  });

  test.each([
    ['is promoted', [...canaryOf(FIRST, BASELINE, BY_ADA), promoted()]],
    ['fails', [...proven(FIRST, BASELINE, BY_ADA), eventOf('failed', { error: 'Abandoned', actor: RECONCILER })]],
    ['is abandoned on canary', [...canaryOf(FIRST, BASELINE, BY_ADA), rolledBack('abandoned', { actor: RECONCILER })]],
  ] as const)('of a registered version that %s stays with the person', (_, events) => {
    expect(recordAfter(events)).toMatchObject({ trigger_type: 'manual', created_by: ADA });
  });

  test('is who asked, and not the execution that decides later', () => {
    expect(recordAfter(canary)).toMatchObject({ trigger_type: 'schedule', created_by: WEEKLY });
  });
});

describe('of every ledger that can be', () => {
  const allRecords = ['0.0.0', '1.0.0', '1.1.0', '2.0.0'].map((version) => sampleRecord(version));
  const jobs = (events: readonly LedgerEvent[]) =>
    executionRecords(ledgerOf(events), { ...sources, records: allRecords });
  const nameOf = (arn: string | null) => arn?.slice(arn.lastIndexOf(':') + 1);

  test('each execution has one record, in a legal state, and goes on only with the lease', () => {
    fc.assert(
      fc.property(acceptedEvents, (events) => {
        const records = jobs(events);
        const holder = nameOf(ledgerOf(events).at(-1)?.state.lease?.execution ?? null);

        expect(new Set(records.map((record) => record.job_id)).size).toBe(records.length);
        for (const { job_id, status } of records) {
          expect(Object.keys(executionMoves)).toContain(status);
          if (status !== 'completed' && status !== 'failed') expect(job_id).toBe(holder);
        }
      }),
    );
  });

  /** Executions that failed, stood down, or lost their lease without a promotion. */
  function losersOf(events: readonly LedgerEvent[]): (string | undefined)[] {
    const entries = ledgerOf(events);
    return entries.flatMap(({ event, state }, index) => {
      const holder = entries[index - 1]?.state.lease?.execution ?? null;
      const lost = event.type !== 'promoted' && state.lease?.execution !== holder ? [nameOf(holder)] : [];
      return ['failed', 'stood-down'].includes(event.type) ? [...lost, nameOf(event.execution)] : lost;
    });
  }

  test('no execution is completed that failed, stood down, or lost its lease without a promotion', () => {
    fc.assert(
      fc.property(acceptedEvents, (events) => {
        const losers = losersOf(events);
        for (const { job_id, status, deployed, error_message } of jobs(events)) {
          if (losers.includes(job_id)) expect({ status, deployed }).toEqual({ status: 'failed', deployed: false });
          expect(error_message !== null).toBe(status === 'failed');
        }
      }),
    );
  });

  test('an execution has deployed exactly if it completed and promoted', () => {
    fc.assert(
      fc.property(acceptedEvents, (events) => {
        for (const { job_id, deployed, deployed_at, status } of jobs(events)) {
          const promotions = events.filter(
            ({ type, execution }) => type === 'promoted' && nameOf(execution) === job_id,
          );

          expect(deployed).toBe(status === 'completed' && promotions.length > 0);
          expect(deployed_at).toBe(deployed ? promotions.at(-1)?.at : null);
        }
      }),
    );
  });
});
