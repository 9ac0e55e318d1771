import { describe, expect, test } from 'vitest';
import { parseInput } from '../../../lib/domain/steps/execution.ts';
import { releaseMode, retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { NO_REASON, rollbackRequestSchema } from '../../../lib/domain/steps/rollback-request.ts';

const retrain = (input: unknown) => parseInput('the input of Retrain', retrainRequestSchema, input);
const rollback = (input: unknown) => parseInput('the input of Rollback', rollbackRequestSchema, input);

describe('the input of Retrain', () => {
  test('may be empty, which means a retrain by hand', () => {
    expect(retrain({})).toMatchObject({
      mode: 'model',
      trigger: 'manual',
      force: false,
      autoDeploy: true,
      reason: null,
    });
  });

  test('may carry the comment that the console proposes', () => {
    expect(retrain({ Comment: 'Insert your JSON here' })).toMatchObject({ mode: 'model' });
  });

  test.each([
    ['an unknown field', { mod: 'model' }, '\'mod\' should not be there: no such field, got "model"'],
    [
      'an unknown mode',
      { mode: 'magic' },
      '\'mode\' should be "model" or "code" or "version" or "pause" or "resume", got "magic"',
    ],
    [
      'a version without its mode',
      { modelVersion: '1.2.3' },
      "'modelVersion' should be given with mode 'version', and only then",
    ],
    ['the mode without a version', { mode: 'version' }, "'modelVersion' should be given with mode 'version'"],
    ['a version that is none', { mode: 'version', modelVersion: '1.2' }, "'modelVersion' should be a semantic version"],
    ['force without a reason', { force: true }, "'reason' should say why the verdict is overruled, got nothing"],
    ['a pause without a reason', { mode: 'pause' }, "'reason' should say why the schedules are paused, got nothing"],
    ['too short a window', { sinceDays: 0 }, "'sinceDays' should be at least 1, got 0"],
    ['a text', 'now', 'the whole input should be a object, got "now"'],
  ])('with %s is refused', (_what, input, message) => {
    expect(() => retrain(input)).toThrow(message);
  });

  test('needs no reason to resume', () => {
    expect(retrain({ mode: 'resume' })).toMatchObject({ mode: 'resume', reason: null });
  });

  test.each(['model', 'code', 'version'] as const)('in mode %s releases that', (mode) => {
    expect(releaseMode({ mode })).toBe(mode);
  });

  test.each(['pause', 'resume'] as const)('in mode %s releases nothing', (mode) => {
    expect(() => releaseMode({ mode })).toThrow(RangeError);
  });

  test('is refused with every wrong field at once', () => {
    expect(() => retrain({ mode: 'magic', sinceDays: 'seven', useApi: 1 })).toThrow(
      /'mode'[\s\S]*'sinceDays'[\s\S]*'useApi'/,
    );
  });
});

describe('the input of Rollback', () => {
  test('may be empty, and then says that nobody gave a reason', () => {
    expect(rollback({})).toEqual({
      cause: 'manual',
      alarm: null,
      actor: null,
      reason: NO_REASON,
      modelVersion: null,
      at: null,
    });
  });

  test.each([
    [
      'an alarm that caused nothing',
      { alarm: { name: 'a', time: '2026-01-01T00:00:00Z', accusedVersion: null } },
      "'alarm' should be given with cause 'alarm'",
    ],
    [
      'an alarm that accuses nobody by name',
      { cause: 'alarm', alarm: { name: 'a', time: '2026-01-01T00:00:00Z', accusedVersion: '' } },
      "'alarm.accusedVersion' should be the number of a published version",
    ],
    ['a cause without its alarm', { cause: 'alarm' }, "'alarm' should be given with cause 'alarm'"],
    [
      'two targets',
      { modelVersion: '1.0.0', at: '2026-01-01T00:00:00Z' },
      "'at' should not be given together with a model version",
    ],
    ['a date that is none', { at: 'yesterday' }, "'at' should be"],
  ])('with %s is refused', (_what, input, message) => {
    expect(() => rollback(input)).toThrow(message);
  });
});
