import { describe, expect, test } from 'vitest';
import { evaluateAlarm, type Treatment, treatments } from '../../../lib/local/cloudwatch/alarm-evaluation.ts';
import type { AlarmState } from '../../../lib/local/cloudwatch/alarm-state.ts';

const states: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
const breaching: Readonly<Record<string, boolean | undefined>> = { X: true, '0': false, '-': undefined };

/** The examples of AWS's guide: the range, oldest first, and the state for each treatment in the order of `treatments`. */
const published = [
  { datapointsToAlarm: 3, range: '0-X-X', expected: ['OK', 'OK', 'OK', 'OK'] },
  { datapointsToAlarm: 3, range: '0----', expected: ['OK', 'OK', 'OK', 'OK'] },
  { datapointsToAlarm: 3, range: '-----', expected: ['INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'] },
  { datapointsToAlarm: 3, range: '0XX-X', expected: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { datapointsToAlarm: 3, range: '--X--', expected: ['ALARM', 'keep', 'ALARM', 'OK'] },
  { datapointsToAlarm: 2, range: '0-X-X', expected: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { datapointsToAlarm: 2, range: '00X0X', expected: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { datapointsToAlarm: 2, range: '0-X--', expected: ['OK', 'OK', 'ALARM', 'OK'] },
  { datapointsToAlarm: 2, range: '----0', expected: ['OK', 'OK', 'ALARM', 'OK'] },
  { datapointsToAlarm: 2, range: '---X-', expected: ['ALARM', 'keep', 'ALARM', 'OK'] },
];

function evaluate(range: string, datapointsToAlarm: number, treatment: Treatment, current: AlarmState): AlarmState {
  const points = [...range].map((letter) => breaching[letter]);
  return evaluateAlarm(points, { evaluationPeriods: 3, datapointsToAlarm, treatment }, current);
}

describe('an alarm on three periods comes to what AWS publishes', () => {
  const cases = published.flatMap(({ range, datapointsToAlarm, expected }) =>
    treatments.map((treatment, index) => ({ range, datapointsToAlarm, treatment, expected: expected[index] })),
  );
  test.each(cases)('$range, $datapointsToAlarm of 3, $treatment: $expected', (one) => {
    for (const current of states) {
      const state = evaluate(one.range, one.datapointsToAlarm, one.treatment, current);

      expect(state).toBe(one.expected === 'keep' ? current : one.expected);
    }
  });
});

describe('beyond the published examples', () => {
  test('with enough data the oldest of a longer range count no more', () => {
    expect(evaluate('XX000', 2, 'missing', 'ALARM')).toBe('OK');
    expect(evaluate('XXX00', 1, 'missing', 'OK')).toBe('ALARM');
    expect(evaluate('XX-000', 1, 'missing', 'ALARM')).toBe('OK');
  });

  test('a single fresh breach changes nothing until it is old enough, with missing data missing', () => {
    expect(evaluate('----X', 3, 'missing', 'OK')).toBe('OK');
    expect(evaluate('---X-', 3, 'missing', 'INSUFFICIENT_DATA')).toBe('INSUFFICIENT_DATA');
    expect(evaluate('--X--', 3, 'missing', 'OK')).toBe('ALARM');
  });

  test('breaching fills only what is missing', () => {
    expect(evaluate('---00', 2, 'breaching', 'OK')).toBe('OK');
    expect(evaluate('----0', 3, 'breaching', 'OK')).toBe('OK');
  });
});
