import { describe, expect, test } from 'vitest';
import { alarmNamesOf, parseAlarmRule, ruleHolds } from '../../../lib/local/cloudwatch/alarm-rule.ts';
import type { AlarmState } from '../../../lib/local/cloudwatch/alarm-state.ts';

const states: Readonly<Record<string, AlarmState>> = {
  red: 'ALARM',
  green: 'OK',
  grey: 'INSUFFICIENT_DATA',
  'with space': 'ALARM',
  Mixed: 'ALARM',
};

function holds(text: string): boolean {
  return ruleHolds(parseAlarmRule(text), (name) => states[name] ?? 'INSUFFICIENT_DATA');
}

describe('the rule of a composite alarm', () => {
  test.each([
    ['ALARM("red")', true],
    ['ALARM("green")', false],
    ['OK(green)', true],
    ["INSUFFICIENT_DATA('grey')", true],
    ['ALARM(Mixed)', true],
    ['ALARM("with space")', true],
    ['ALARM("arn:aws:cloudwatch:eu-central-1:111122223333:alarm:red")', true],
    ['NOT ALARM("red")', false],
    ['NOT (ALARM("green") OR OK("red"))', true],
    ['(ALARM("green") OR ALARM("red"))', true],
    ['ALARM("red") AND OK("green") AND NOT OK("grey")', true],
    ['ALARM("red") OR ALARM("green") AND ALARM("green")', true],
    ['(ALARM("red") OR ALARM("green")) AND ALARM("green")', false],
    ['TRUE AND NOT FALSE', true],
    ['FALSE', false],
  ])('%s: %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test('names the alarms that it reads', () => {
    const rule = parseAlarmRule('(ALARM("a") OR NOT OK(b)) AND TRUE AND ALARM("arn:aws:cloudwatch:x:1:alarm:c")');

    expect(alarmNamesOf(rule)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['', 'the end'],
    ['ALARM', 'should have ('],
    ['ALARM("a"', 'should have )'],
    ['ALARM("a") ALARM("b")', 'should have the end'],
    ['ALARM("a") XOR ALARM("b")', 'should have the end where it has XOR'],
    ['AT_LEAST(2, ALARM, (a, b))', 'AT_LEAST'],
    ['ALARM("a) OR ALARM(b)', 'does not know'],
  ])('%s is refused', (text, message) => {
    expect(() => parseAlarmRule(text)).toThrow(message);
  });
});
