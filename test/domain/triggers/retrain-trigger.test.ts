import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import {
  lookBack,
  reasonToSkip,
  retrainReason,
  type TriggerSituation,
  trainingWindow,
} from '../../../lib/domain/triggers/retrain-trigger.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { definitionWith } from '../definition/definition-samples.ts';
import { bootstrapped, eventOf, FIRST, LATER_RETRAIN, ledgerOf, RETRAIN } from '../ledger/ledger-samples.ts';

const NOW = '2026-03-01T02:00:00.000Z';
const DAY = 86_400;
const ago = (seconds: number) => secondsAfter(NOW, -seconds);

const request = (fields: Partial<RetrainRequest> = {}) => retrainRequestSchema.parse(fields);
const alarm = { name: 'ratchet-churn-drift', time: NOW, accusedVersion: null };
const drift = request({ trigger: 'drift', alarm });
const scheduled = request({ trigger: 'schedule', schedule: 'weekly', scheduledTime: NOW });

const ALARM = { kind: 'alarm', id: alarm.name } as const;
const WEEKLY = { kind: 'schedule', id: 'weekly' } as const;
type Event = Partial<Pick<LedgerEvent, 'actor' | 'execution'>>;

const registered = (secondsAgo: number, details: Event = {}) =>
  eventOf('registered', { at: ago(secondsAgo), ...verdictOnFirst, execution: LATER_RETRAIN, ...details });
const verdictOnFirst = { modelVersion: FIRST.modelVersion, modelSha256: FIRST.modelSha256, verdict: 'reject' } as const;
const skipped = (secondsAgo: number, details: Event = {}) =>
  eventOf('skipped', { at: ago(secondsAgo), code: 'CoolingDown', execution: LATER_RETRAIN, ...details });

function situation(fields: Partial<TriggerSituation>, events: readonly LedgerEvent[] = []): TriggerSituation {
  const { triggers } = definitionWith({});
  const entries = ledgerOf([{ ...bootstrapped(), at: ago(400 * DAY) }, ...events]);
  return { request: request(), execution: RETRAIN, triggers, paused: false, entries, now: NOW, ...fields };
}

const codeOf = (...given: Parameters<typeof situation>) => reasonToSkip(situation(...given))?.code ?? null;
const triggersWith = (triggers: object) => definitionWith({ triggers }).triggers;

describe('while the schedules are paused', () => {
  test.each(['schedule', 'drift', 'performance', 'volume', 'experiment'] as const)('nothing comes of %s', (trigger) => {
    expect(codeOf({ request: request({ trigger }), paused: true })).toBe('Paused');
    expect(codeOf({ request: request({ trigger }), paused: false })).toBeNull();
  });

  test('a person can still start one', () => {
    expect(codeOf({ request: request({ trigger: 'manual' }), paused: true })).toBeNull();
  });
});

describe('a schedule that is delivered twice', () => {
  test.each([
    ['registered at the time it was due', registered(0, { actor: WEEKLY }), 'AlreadyRun'],
    ['skipped at the time it was due', skipped(0, { actor: WEEKLY }), 'AlreadyRun'],
    ['registered before it was due', registered(0.001, { actor: WEEKLY }), null],
    ['registered by another schedule', registered(0, { actor: { kind: 'schedule', id: 'nightly' } }), null],
    ['registered by a person of that name', registered(0, { actor: { kind: 'cli', id: 'weekly' } }), null],
    ['registered by the same execution', registered(0, { actor: WEEKLY, execution: RETRAIN }), null],
    ['failed', eventOf('failed', { at: NOW, error: 'E', actor: WEEKLY, execution: LATER_RETRAIN }), null],
  ])('has run already or not: %s', (_, event, code) => {
    expect(codeOf({ request: scheduled }, [event])).toBe(code);
  });

  test('is told by the time it was due, in whatever time zone that is written', () => {
    const due = request({ ...scheduled, scheduledTime: '2026-03-01T03:00:00+01:00' });

    expect(codeOf({ request: due }, [registered(0, { actor: WEEKLY })])).toBe('AlreadyRun');
    expect(codeOf({ request: due }, [registered(0.001, { actor: WEEKLY })])).toBeNull();
  });

  test('is not told without the time it was due', () => {
    const untimed = request({ trigger: 'schedule', schedule: 'weekly' });

    expect(codeOf({ request: untimed }, [registered(0, { actor: WEEKLY })])).toBeNull();
  });

  test('is named, with the entry that the first delivery made', () => {
    const skip = reasonToSkip(situation({ request: scheduled }, [registered(0, { actor: WEEKLY })]));

    expect(skip?.reason).toBe('weekly of 2026-03-01T02:00:00.000Z has run already: see entry 2');
  });
});

describe('a policy that retrains on events only (C-7, S3-01)', () => {
  const triggers = triggersWith({ require: 'event', drift: { psi: 0.25 } });

  test('leaves it to the export to count new outcomes where volume is an event', () => {
    const counting = triggersWith({ require: 'event', volume: { rows: 1000 } });
    expect(codeOf({ request: scheduled, triggers: counting }, [])).toBeNull();
  });

  test.each([
    ['nothing has happened', [], 'NoEvent'],
    ['an alarm had to be skipped since', [registered(9 * DAY), skipped(DAY, { actor: ALARM })], null],
    [
      'an alarm had to be skipped before the last one',
      [skipped(9 * DAY, { actor: ALARM }), registered(DAY)],
      'NoEvent',
    ],
    ['only a schedule was skipped', [skipped(DAY, { actor: WEEKLY })], 'NoEvent'],
  ] as const)('leaves a schedule to its events: %s', (_, events, code) => {
    expect(codeOf({ request: scheduled, triggers }, [...events])).toBe(code);
  });

  test('takes the event itself, and a person', () => {
    expect(codeOf({ request: drift, triggers })).toBeNull();
    expect(codeOf({ request: request(), triggers })).toBeNull();
  });

  test('is not the usual one', () => {
    expect(codeOf({ request: scheduled, triggers: triggersWith({ drift: { psi: 0.25 } }) })).toBeNull();
  });
});

describe('the time after a retraining', () => {
  const triggers = triggersWith({ cooldown: '24h' });

  test.each(['drift', 'performance', 'volume'] as const)('is no time for %s until it is over', (trigger) => {
    const asked = { request: request({ trigger, alarm }), triggers };

    expect(codeOf(asked, [registered(DAY - 0.001)])).toBe('CoolingDown');
    expect(codeOf(asked, [registered(DAY)])).toBeNull();
  });

  test.each([scheduled, request(), request({ trigger: 'experiment' })])('is any time for $trigger', (asked) => {
    expect(codeOf({ request: asked, triggers }, [registered(1)])).toBeNull();
  });

  test('counts from the newest retraining, and only from one', () => {
    expect(codeOf({ request: drift, triggers }, [registered(9 * DAY), registered(1)])).toBe('CoolingDown');
    expect(codeOf({ request: drift, triggers }, [registered(9 * DAY), skipped(1)])).toBeNull();
  });

  test('ends when the message says', () => {
    const skip = reasonToSkip(situation({ request: drift, triggers }, [registered(3600)]));

    expect(skip?.reason).toContain('no event starts another before 2026-03-02T01:00:00.000Z');
  });
});

describe('the budget of a month', () => {
  const triggers = triggersWith({ cooldown: '1m', monthlyBudget: 2 });
  const byAlarm = (days: number) => registered(days * DAY, { actor: ALARM });

  test('is spent by as many retrainings as it has, and not by fewer', () => {
    expect(codeOf({ request: drift, triggers }, [byAlarm(9)])).toBeNull();
    expect(codeOf({ request: drift, triggers }, [byAlarm(9), byAlarm(8)])).toBe('BudgetSpent');
  });

  test('is only spent by alarms', () => {
    expect(codeOf({ request: drift, triggers }, [byAlarm(9), registered(8 * DAY, { actor: WEEKLY })])).toBeNull();
  });

  test('forgets after thirty days', () => {
    expect(codeOf({ request: drift, triggers }, [byAlarm(30), byAlarm(8)])).toBeNull();
    expect(codeOf({ request: drift, triggers }, [byAlarm(29.999), byAlarm(8)])).toBe('BudgetSpent');
  });

  test('is no matter of schedules and people', () => {
    for (const asked of [scheduled, request()]) {
      expect(codeOf({ request: asked, triggers }, [byAlarm(9), byAlarm(8), byAlarm(7)])).toBeNull();
    }
  });
});

test('what is older than the look back changes nothing', () => {
  const ages = fc.array(fc.integer({ min: 0, max: 100 * DAY }), { maxLength: 8 });
  const actors = fc.constantFrom(ALARM, WEEKLY);
  const requests = fc.constantFrom(drift, scheduled, request());
  const budgets = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(ages, actors, requests, budgets, (secondsAgo, actor, asked, monthlyBudget) => {
      const triggers = triggersWith({ cooldown: '40d', monthlyBudget });
      const events = [...new Set(secondsAgo)]
        .sort((one, other) => other - one)
        .map((age) => registered(age, { actor }));
      const whole = situation({ request: asked, triggers }, events);
      const since = lookBack(whole);
      const recent = whole.entries.filter(({ event }) => event.at >= since);

      expect(reasonToSkip({ ...whole, entries: recent })).toEqual(reasonToSkip(whole));
    }),
  );
});

describe('the look back', () => {
  const { triggers } = definitionWith({});

  test('is thirty days, or the time after a retraining if that is longer', () => {
    expect(lookBack({ request: drift, triggers, now: NOW })).toBe(ago(30 * DAY));
    expect(lookBack({ request: drift, triggers: triggersWith({ cooldown: '40d' }), now: NOW })).toBe(ago(40 * DAY));
  });

  test('goes as far as the time that the schedule was due', () => {
    const late = request({ ...scheduled, scheduledTime: ago(50 * DAY) });

    expect(lookBack({ request: late, triggers, now: NOW })).toBe(ago(50 * DAY));
  });
});

describe('the window', () => {
  const none = { sinceDays: null };
  const records = [
    sampleRecord('1.1.0'),
    sampleRecord('1.0.0', lineageUntil(ago(9 * DAY))),
    sampleRecord('0.9.0', lineageUntil(ago(99 * DAY))),
  ];

  function lineageUntil(to: string) {
    return { lineage: { ...sampleRecord('1.0.0').lineage, window: { from: ago(400 * DAY), to } } };
  }

  test('is the days of the request before those of the definition', () => {
    expect(trainingWindow({ sinceDays: 3 }, { window: { days: 90 } }, records, NOW)).toEqual({
      from: ago(3 * DAY),
      to: NOW,
    });
    expect(trainingWindow(none, { window: { days: 90 } }, records, NOW)).toEqual({ from: ago(90 * DAY), to: NOW });
  });

  test('begins where that of the newest model ended that saw data', () => {
    const window = { since: 'last-retrain' } as const;

    expect(trainingWindow(none, { window }, records, NOW)).toEqual({ from: ago(9 * DAY), to: NOW });
    expect(trainingWindow({ sinceDays: 3 }, { window }, records, NOW).from).toBe(ago(3 * DAY));
  });

  test('is two years when there was no model before', () => {
    const window = { since: 'last-retrain' } as const;

    expect(trainingWindow(none, { window }, [sampleRecord('0.0.0')], NOW)).toEqual({
      from: ago(730 * DAY),
      to: NOW,
    });
  });
});

test.each([
  [request({ reason: 'new labels' }), 'new labels'],
  [scheduled, 'the schedule weekly is due'],
  [request({ trigger: 'schedule' }), 'the schedule without a name is due'],
  [drift, 'the alarm ratchet-churn-drift asks for it'],
  [request(), 'somebody asked for it'],
  [request({ trigger: 'volume' }), 'the trigger volume asks for it'],
])('the reason of %o', (asked, reason) => {
  expect(retrainReason(asked)).toBe(reason);
});
