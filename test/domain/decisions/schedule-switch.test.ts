import { expect, test } from 'vitest';
import { requestedSwitch } from '../../../lib/domain/decisions/schedule-switch.ts';

test.each([
  [
    { mode: 'pause', reason: 'no data' },
    { outcome: 'paused', reason: 'no data' },
  ],
  [
    { mode: 'resume', reason: 'data again' },
    { outcome: 'resumed', reason: 'data again' },
  ],
  [
    { mode: 'resume', reason: null },
    { outcome: 'resumed', reason: 'the schedules may run again' },
  ],
] as const)('%j switches the schedules', (request, expected) => {
  expect(requestedSwitch(request)).toEqual({ decision: 'switch', ...expected });
});

test.each(['model', 'code', 'version'] as const)('mode %s does not', (mode) => {
  expect(requestedSwitch({ mode, reason: 'pause' })).toBeNull();
});
