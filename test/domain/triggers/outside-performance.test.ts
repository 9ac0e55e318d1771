import { expect, test } from 'vitest';
import { metricNames } from '../../../lib/domain/metric-names.ts';
import {
  besideOutsideValue,
  outsideMeasurements,
  outsideVerdict,
} from '../../../lib/domain/triggers/outside-performance.ts';
import { triggerFindingSchema } from '../../../lib/domain/triggers/trigger-finding.ts';

const trigger = { metric: 'accuracy', below: 0.92 } as const;

test.each([
  [0.9199, 'FIRED', 'accuracy 0.9199 is below 0.92, says Prometheus'],
  [0.92, 'QUIET', 'accuracy 0.92 is not below 0.92, says Prometheus'],
  // as floating point has it
  [1 - 0.08, 'QUIET', 'accuracy 0.92 is not below 0.92, says Prometheus'],
  [null, 'NO_EVIDENCE', 'no evidence: Prometheus has no value of accuracy'],
])('%s of Prometheus is %s (S2-01)', (value, code, reason) => {
  const finding = triggerFindingSchema.parse(outsideVerdict(value, trigger));

  expect(finding).toMatchObject({ type: 'performance', code, reason, fire: code === 'FIRED' });
});

test('its value stands in the place of the measured one, beside the others', () => {
  const measured = [
    { name: metricNames.modelAccuracy, value: 0.5 },
    { name: metricNames.modelAuc, value: 0.6 },
  ];

  expect(besideOutsideValue(measured, trigger)).toEqual([{ name: 'ModelAuc', value: 0.6 }]);
  expect(outsideMeasurements(0.9, trigger)).toEqual([{ name: 'ModelAccuracy', value: 0.9 }]);
  // the alarm must not take the measured one for it
  expect(outsideMeasurements(null, trigger)).toEqual([]);
});
