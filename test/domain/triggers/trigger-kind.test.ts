import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { reasonToSkip } from '../../../lib/domain/triggers/retrain-trigger.ts';
import { triggerChanges } from '../../../lib/domain/triggers/trigger-changes.ts';
import { triggerKind } from '../../../lib/domain/triggers/trigger-kind.ts';
import {
  decideTrigger,
  type TriggerQuestion,
  triggerQuestion,
  triggerQuestionSchema,
} from '../../../lib/domain/triggers/trigger-question.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { definitionWith } from '../definition/definition-samples.ts';
import { bootstrapped, eventOf, FIRST, LATER_RETRAIN, ledgerOf, RETRAIN } from '../ledger/ledger-samples.ts';

const NOW = '2026-03-01T02:00:00.000Z';
const HOUR = 3600;
const DAY = 24 * HOUR;
const ago = (seconds: number) => secondsAfter(NOW, -seconds);
const ALARM = { kind: 'alarm', id: 'drift' } as const;
const WEEKLY = { kind: 'schedule', id: 'weekly' } as const;

const registered = (secondsAgo: number, actor: LedgerEvent['actor'] = ALARM) => {
  const { modelVersion, modelSha256 } = FIRST;
  const at = ago(secondsAgo);
  return eventOf('registered', { at, modelVersion, modelSha256, verdict: 'reject', actor, execution: LATER_RETRAIN });
};
const skipped = (secondsAgo: number, actor: LedgerEvent['actor'] = ALARM) =>
  eventOf('skipped', { at: ago(secondsAgo), code: 'CoolingDown', actor, execution: LATER_RETRAIN });

const ledgerWith = (events: readonly LedgerEvent[]) =>
  ledgerOf([
    { ...bootstrapped(), at: ago(400 * DAY) },
    ...events.toSorted((one, other) => (one.at < other.at ? -1 : 1)),
  ]);

function asked(
  request: Partial<RetrainRequest>,
  events: readonly LedgerEvent[] = [],
  { paused = false, ...triggers }: { paused?: boolean } & Record<string, unknown> = {},
): TriggerQuestion {
  return triggerQuestion({
    request: retrainRequestSchema.parse(request),
    execution: RETRAIN,
    triggers: definitionWith({ triggers }).triggers,
    paused,
    entries: ledgerWith(events),
    now: NOW,
  });
}

const requests = fc.constantFrom<Partial<RetrainRequest>>(
  {},
  { trigger: 'drift', alarm: { name: 'drift', time: NOW, accusedVersion: null } },
  { trigger: 'performance' },
  { trigger: 'schedule', schedule: 'weekly', scheduledTime: ago(HOUR) },
);
const times = fc.uniqueArray(fc.integer({ min: 1, max: 40 * 24 }), { maxLength: 6 });
const situations = fc
  .record({
    request: requests,
    times,
    actors: fc.array(fc.constantFrom<LedgerEvent['actor']>(ALARM, WEEKLY), { minLength: 6, maxLength: 6 }),
    skips: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    settings: fc.constantFrom(
      {},
      { paused: true },
      { cooldown: '2d', monthlyBudget: 2 },
      { require: 'event', drift: {} },
    ),
  })
  .map(({ request, times: hours, actors, skips, settings }) => {
    const events = hours.map((hour, index) =>
      (skips[index] ? skipped : registered)(hour * HOUR, actors[index] ?? ALARM),
    );
    return { events, question: asked(request, events, settings) };
  });

test('each change really makes a retrain of a skip, or a skip of a retrain', () => {
  const seen = { skip: 0, retrain: 0 };
  fc.assert(
    fc.property(situations, ({ question }) => {
      const { decision } = decideTrigger(question);
      const changes = triggerChanges(question);
      if (changes.length > 0) seen[decision] += 1;
      for (const change of changes) expect(decideTrigger(change.question).decision).not.toBe(decision);
    }),
    { numRuns: 500 },
  );
  expect(seen.skip).toBeGreaterThan(20);
  expect(seen.retrain).toBeGreaterThan(20);
});

test('asked once more from what is stored, the answer has the same bytes, and names nothing that no rule needs', () => {
  fc.assert(
    fc.property(situations, ({ question, events }) => {
      const stored = triggerQuestionSchema.parse(JSON.parse(canonicalJson(question)));
      const whole = { ...question, entries: ledgerWith(events) };
      expect(canonicalJson(decideTrigger(stored))).toBe(canonicalJson(decideTrigger(question)));
      expect(reasonToSkip(whole)).toEqual(reasonToSkip(question));
      expect(question.entries).toHaveLength(events.length);
    }),
  );
});

const drift: Partial<RetrainRequest> = { trigger: 'drift', alarm: { name: 'drift', time: NOW, accusedVersion: null } };
const textsOf = (question: TriggerQuestion) => triggerChanges(question).map(({ text }) => text);

describe('in words', () => {
  test('nothing keeps a person from a retrain', () => {
    expect(textsOf(asked({}))).toEqual([]);
  });

  test('a pause', () => {
    expect(textsOf(asked(drift, [], { paused: true }))).toEqual(['schedules that are not paused', 'a start by hand']);
  });

  test('a cooldown, and the time at which it is over', () => {
    expect(textsOf(asked(drift, [registered(DAY)], { cooldown: '2d' }))).toEqual([
      `the same request from ${secondsAfter(NOW, DAY)} on`,
      'a start by hand',
    ]);
  });

  test('a spent budget, and when the oldest retraining no longer counts', () => {
    const spent = [registered(20 * DAY), registered(10 * DAY)];
    expect(textsOf(asked(drift, spent, { cooldown: '1d', monthlyBudget: 2 }))).toEqual([
      `the same request from ${secondsAfter(NOW, 10 * DAY)} on`,
      'a monthly budget of 3',
      'a start by hand',
    ]);
  });

  test('what would have kept an alarm from it', () => {
    expect(textsOf(asked(drift, [registered(10 * DAY)], { cooldown: '1d', monthlyBudget: 2 }))).toEqual([
      'schedules that are paused',
      `a cooldown of ${10 * DAY + 1} s`,
      'a monthly budget of 1',
    ]);
  });
});

describe('its rules', () => {
  test('are pause, cooldown and budget for an alarm, and only the pause for a schedule', () => {
    const busy = asked(drift, [registered(DAY)], { cooldown: '2d', monthlyBudget: 4 });
    expect(triggerKind.explain(busy, decideTrigger(busy)).rules).toMatchObject([
      { metric: 'paused', passed: true },
      { value: DAY, threshold: 2 * DAY, passed: false },
      { value: 1, threshold: 4, passed: true },
    ]);
    const due = asked({ trigger: 'schedule', schedule: 'weekly', scheduledTime: NOW });
    expect(triggerKind.explain(due, decideTrigger(due)).rules).toHaveLength(1);
  });
});

describe('beside the ledger', () => {
  const question = asked(drift, [registered(DAY)], { cooldown: '2d' });
  const verdict = decideTrigger(question);
  const { reason } = verdict;
  const entry = (event: LedgerEvent) => ledgerWith([event]).slice(1);
  const skip = (details: object) => entry({ ...skipped(0), reason, ...details });

  test('a skip has to have the same code and reason', () => {
    expect(triggerKind.entryFinding(verdict, skip({}))).toBeNull();
    expect(triggerKind.entryFinding(verdict, skip({ code: 'Paused' }))).toContain('decided skip (CoolingDown)');
    expect(triggerKind.entryFinding(verdict, skip({ reason: 'because' }))).toContain('says skipped: because');
    expect(triggerKind.entryFinding(verdict, entry(registered(0)))).toContain('says registered');
    expect(triggerKind.entryFinding(verdict, [])).toBeNull();
  });

  test('a retrain cannot end as a skip that only the trigger decides', () => {
    const retrain = { decision: 'retrain', reason: 'so it is' } as const;
    expect(triggerKind.entryFinding(retrain, skip({ code: 'CoolingDown' }))).toContain('decided retrain');
    expect(triggerKind.entryFinding(retrain, skip({ code: 'TooFewSamples' }))).toBeNull();
  });

  test('the entries that the question names have to be there', async () => {
    const witnesses = { modelName: 'churn', entries: [], store: inMemoryArtifactStore() };
    const find = (events: LedgerEvent[]) =>
      triggerKind.otherFindings?.(question, verdict, { ...witnesses, ledger: ledgerWith(events) });

    expect(await find([registered(DAY)])).toEqual([]);
    expect(await find([registered(DAY + 1)])).toHaveLength(1);
    expect(await find([])).toHaveLength(1);
  });
});
