import { describe, expect, test } from 'vitest';
import { actorSchema } from '../../../lib/domain/ledger/ledger-state.ts';
import { requestActor, rollbackActor } from '../../../lib/domain/steps/request-actor.ts';
import { retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';

const alarm = { name: 'ratchet-churn-drift', time: '2026-01-31T02:00:00Z', accusedVersion: null };
const CONSOLE = { kind: 'console', id: 'console' };

describe('a retrain is asked for by', () => {
  test.each([
    ['the console, which starts it with nothing', {}, CONSOLE],
    ['the console, whose reason is only a reason', { reason: 'new data' }, CONSOLE],
    ['the schedule that is due', { trigger: 'schedule', schedule: 'weekly' }, { kind: 'schedule', id: 'weekly' }],
    ['a schedule without a name', { trigger: 'schedule' }, { kind: 'schedule', id: 'schedule' }],
    [
      'the schedule, even where an actor is named',
      { trigger: 'schedule', schedule: 'weekly', actor: 'somebody' },
      { kind: 'schedule', id: 'weekly' },
    ],
    [
      'the alarm, and not by the rule that names it as actor',
      { trigger: 'drift', actor: alarm.name, alarm },
      { kind: 'alarm', id: alarm.name },
    ],
    [
      'a deployment that names itself',
      { mode: 'code', trigger: 'code', actor: 'ChurnStack' },
      { kind: 'deployment', id: 'ChurnStack' },
    ],
    ['a deployment', { mode: 'code', trigger: 'code' }, { kind: 'deployment', id: 'deployment' }],
    ['a person who releases code by hand', { mode: 'code', actor: 'ada' }, { kind: 'cli', id: 'ada' }],
    ['a person on the command line', { actor: 'ada' }, { kind: 'cli', id: 'ada' }],
    ['the console, when the request is wrong', { actor: 'ada', nonsense: true }, CONSOLE],
    ['the console, when there is no request', undefined, CONSOLE],
    ['the console, when the request is text', 'retrain!', CONSOLE],
  ])('%s', (_, request, actor) => {
    expect(requestActor(request)).toEqual(actor);
    expect(actorSchema.parse(requestActor(request))).toEqual(actor);
  });

  test('the same one before and after the request went through its door', () => {
    const request = { trigger: 'schedule', schedule: 'weekly' };

    expect(requestActor(retrainRequestSchema.parse(request))).toEqual(requestActor(request));
  });
});

describe('a rollback is asked for by', () => {
  test.each([
    ['the console, which starts it with nothing', {}, CONSOLE],
    ['the alarm', { cause: 'alarm', actor: alarm.name, alarm }, { kind: 'alarm', id: alarm.name }],
    ['a person on the command line', { actor: 'ada', reason: 'wrong scores' }, { kind: 'cli', id: 'ada' }],
    ['the console, when the request is wrong', { cause: 'alarm', actor: 'ada' }, CONSOLE],
    ['the console, when the request is of a retrain', { trigger: 'schedule', schedule: 'weekly' }, CONSOLE],
  ])('%s', (_, request, actor) => {
    expect(rollbackActor(request)).toEqual(actor);
  });
});
