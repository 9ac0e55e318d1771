import { expect, test } from 'vitest';
import { aliasDescription, sameTarget, showsRouting } from '../../../lib/domain/ports/live-alias.ts';
import {
  alarmKinds,
  aliasResource,
  probationAlarmKinds,
  resourceNames,
  retrainAlarmKinds,
} from '../../../lib/domain/resource-names.ts';

const whole = { functionVersion: '1', canary: null };
const split = { functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 } };

test.each([
  ['themselves', split, { ...split, canary: { ...split.canary } }, true],
  ['no canary and a canary', whole, split, false],
  ['another main version', whole, { functionVersion: '2', canary: null }, false],
  ['another canary', split, { ...split, canary: { functionVersion: '3', weight: 0.1 } }, false],
  ['another weight', split, { ...split, canary: { functionVersion: '2', weight: 0.5 } }, false],
])('alias targets are compared: %s', (_what, one, other, same) => {
  expect([sameTarget(one, other), sameTarget(other, one)]).toEqual([same, same]);
});

test('the description of the alias names the entry and the decision that it shows', () => {
  expect(aliasDescription(42, { movedAt: '2026-01-05T00:00:00.000Z' })).toBe('seq=42 moved=2026-01-05T00:00:00.000Z');
});

test('an alias shows a decision only if it was written for it', () => {
  const movedBy = { kind: 'cli', id: 'ada' } as const;
  const routing = { ...split, functionArn: 'arn:predict', movedAt: '2026-01-05T00:00:00.000Z', movedBy };
  const alias = { ...split, revisionId: 'r', description: aliasDescription(42, routing) };
  const earlier = aliasDescription(42, { movedAt: '2026-01-04T00:00:00.000Z' });

  expect(showsRouting(alias, routing)).toBe(true);
  expect(showsRouting({ ...alias, description: aliasDescription(43, routing) }, routing)).toBe(true);
  expect(showsRouting({ ...alias, description: earlier }, routing)).toBe(false);
  expect(showsRouting({ ...alias, ...whole }, routing)).toBe(false);
});

test('metrics of alias traffic are named by function and alias, not by ARN', () => {
  expect(aliasResource('predict')).toBe('predict:live');
});

test('names of two models, and of two platforms, never meet', () => {
  const names = [resourceNames('ratchet', 'a'), resourceNames('ratchet', 'b'), resourceNames('trial', 'a')].flatMap(
    (one) => [one.retrainMachine, one.rollbackMachine, ...alarmKinds.map(one.alarm)],
  );
  expect(new Set(names).size).toBe(names.length);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(80);
});

test('alarms that act are alarms', () => {
  expect(
    [...probationAlarmKinds, ...Object.keys(retrainAlarmKinds)].filter(
      (kind) => !alarmKinds.some((one) => one === kind),
    ),
  ).toEqual([]);
});
