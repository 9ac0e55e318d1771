import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

const step = (weight: number, bake = '24h') => ({ weight, bake });
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const rules = (count: number) => Array.from({ length: count }, () => gain(0.01));
const gain = (minimum: number) => ({ metric: 'auc', mode: 'absolute', minimum, severity: 'hard' });
const schedules = (count: number) => names(count).map((_, index) => ({ cron: `0 2 ${index + 1} ${index + 1} *` }));

/** What is bounded, the last value that is accepted, and the first one that is not. */
const boundaries: [what: string, accepted: object, refused: object][] = [
  ['shortest name', { name: 'abc' }, { name: 'ab' }],
  ['longest name', { name: 'a'.repeat(40) }, { name: 'a'.repeat(41) }],
  ['longest description', { description: 'x'.repeat(200) }, { description: 'x'.repeat(201) }],
  ['longest column name', { target: 'x'.repeat(128) }, { target: 'x'.repeat(129) }],
  ['longest label', { positiveClass: 'x'.repeat(64) }, { positiveClass: 'x'.repeat(65) }],
  ['fewest labels', { labels: ['yes', 'no'] }, { labels: ['yes'] }],
  ['most columns', { features: { numeric: names(1_000) } }, { features: { numeric: names(1_001) } }],
  ['longest metric prefix', { metricPrefix: 'x'.repeat(32) }, { metricPrefix: 'x'.repeat(33) }],
  ['most schedules', { schedules: schedules(10) }, { schedules: schedules(11) }],
  ['longest schedule name', scheduleCalled(40), scheduleCalled(41)],
  ['shortest window (S2-19)', { window: { days: 7 } }, { window: { days: 6 } }],
  ['longest window (S2-19)', { window: { days: 730 } }, { window: { days: 731 } }],
  ['least samples', { samples: { minimum: 1 } }, { samples: { minimum: 0 } }],
  ['least new samples', { samples: { minimumNew: 0 } }, { samples: { minimumNew: -1 } }],
  ['least shift of labels', { samples: { maximumLabelShift: 0 } }, { samples: { maximumLabelShift: -0.01 } }],
  ['greatest shift of labels', { samples: { maximumLabelShift: 1 } }, { samples: { maximumLabelShift: 1.01 } }],
  ['least share of a tenant', { samples: { maximumTenantShare: 0 } }, { samples: { maximumTenantShare: -0.01 } }],
  ['greatest share of a tenant', { samples: { maximumTenantShare: 1 } }, { samples: { maximumTenantShare: 1.01 } }],
  ['trusted samples', { samples: { minimum: 100, trusted: 100 } }, { samples: { minimum: 100, trusted: 99 } }],
  ['most trainers', trainers(5), trainers(6)],
  ['fewest trees', trees(1), trees(0)],
  ['most trees', trees(5_000), trees(5_001)],
  ['most rules', { gate: { rules: rules(20) } }, { gate: { rules: rules(21) } }],
  ['least gain', { gate: { rules: [gain(-1)] } }, { gate: { rules: [gain(-1.01)] } }],
  ['greatest gain', { gate: { rules: [gain(1)] } }, { gate: { rules: [gain(1.01)] } }],
  ['highest band of rejection', { gate: { rejectBelow: 0 } }, { gate: { rejectBelow: 0.001 } }],
  ['least confidence of the gate', { gate: { confidence: 0.5 } }, { gate: { confidence: 0.49 } }],
  ['most confidence of the gate', { gate: { confidence: 0.999 } }, { gate: { confidence: 1 } }],
  ['smallest margin of a guardrail', guardrail(0.0001), guardrail(0)],
  ['largest margin of a guardrail', guardrail(1), guardrail(1.01)],
  ['lowest gain with something in between', between(0.001), between(0)],
  ['artefact sizes', artifact(100, 100), artifact(101, 100)],
  ['lowest floor', floor(0), floor(-0.001)],
  ['accuracy floor of process-heat (S2-09)', processHeat(0.85), processHeat(0.8499)],
  ['shortest lookback (S2-19)', lookback('1d'), lookback('0d')],
  ['longest lookback (S2-19)', lookback('365d'), lookback('366d')],
  [
    'accuracy that triggers (S2-19)',
    { triggers: { performance: { below: 1 } } },
    { triggers: { performance: { below: 1.01 } } },
  ],
  ['drift that triggers (S2-19)', { triggers: { drift: { psi: 1 } } }, { triggers: { drift: { psi: 1.01 } } }],
  ['smallest monthly budget', { triggers: { monthlyBudget: 1 } }, { triggers: { monthlyBudget: 0 } }],
  ['smallest weight', { canary: { steps: [step(0.000_1)] } }, { canary: { steps: [step(0)] } }],
  ['greatest weight', { canary: { steps: [step(0.999)] } }, { canary: { steps: [step(1)] } }],
  [
    'rise of weights',
    { canary: { steps: [step(0.1, '1h'), step(0.11, '1h')], poll: '1h' } },
    { canary: { steps: [step(0.1, '1h'), step(0.1, '1h')], poll: '1h' } },
  ],
  ['shortest poll', poll('60s'), poll('59s')],
  ['longest poll', poll('1h'), poll('3601s')],
  ['shortest bake', { canary: { steps: [step(0.1, '10m')] } }, { canary: { steps: [step(0.1, '599s')] } }],
  [
    'longest bake',
    { canary: { steps: [step(0.1, '13d')], poll: '1h' } },
    { canary: { steps: [step(0.1, '313h')], maximumHold: '1m', poll: '1h' } },
  ],
  [
    'success rate in canary',
    { limits: { canary: { minimumSuccessRate: 0.75 } } },
    { limits: { canary: { minimumSuccessRate: 0.7499 } } },
  ],
  [
    'error rate in canary',
    { limits: { canary: { maximumErrorRate: 0.1 } } },
    { limits: { canary: { maximumErrorRate: 0.1001 } } },
  ],
  ['response time in canary', response(200), response(201)],
  ['loss of accuracy in canary', accuracy(0.05, 0.05), accuracy(0.0501, 0.05)],
  ['least loss of accuracy', accuracy(0, 0), accuracy(-0.0001, 0)],
  ['most loss of accuracy', accuracy(1, 1), accuracy(1, 1.0001)],
  ['shortest probation', { rollback: { probation: '5m' } }, { rollback: { probation: '299s' } }],
  ['longest probation between weekly runs', { rollback: { probation: '167h' } }, { rollback: { probation: '168h' } }],
  ['shortest watch after a rollback', { rollback: { watch: '25m' } }, { rollback: { watch: '1499s' } }],
  ['longest watch after a rollback', { rollback: { watch: '7d' } }, { rollback: { watch: '169h' } }],
  ['probation between nightly runs', nightly('UTC', '1439m'), nightly('UTC', '1440m')],
  [
    'probation between nightly runs with summer time',
    nightly('Europe/Berlin', '1379m'),
    nightly('Europe/Berlin', '1380m'),
  ],
  ['level of a critical alarm', critical(0.6499), critical(0.65)],
  ['loss of accuracy that alarms', { alarms: { accuracyDrop: 0.001 } }, { alarms: { accuracyDrop: 0 } }],
  ['fewest function versions (S4-28)', { retention: { functionVersions: 3 } }, { retention: { functionVersions: 2 } }],
  [
    'prediction records beside windows of drift',
    { triggers: { drift: { windows: 3 } }, retention: { predictions: '4d' } },
    { triggers: { drift: { windows: 3 } }, retention: { predictions: '3d' } },
  ],
  [
    'prediction records where nobody asks for drift',
    { triggers: { drift: false, require: 'any' }, retention: { predictions: '1d' } },
    { triggers: { drift: { windows: 1 }, require: 'any' }, retention: { predictions: '1d' } },
  ],
  ['log period', { retention: { logs: '30d' } }, { retention: { logs: '720h' } }],
  ['least memory', { memory: { predict: 128 } }, { memory: { predict: 127 } }],
  ['fewest expected rows', { training: { expectedRows: 1 } }, { training: { expectedRows: 0 } }],
  ['most memory', { memory: { train: 10_240 } }, { memory: { train: 10_241 } }],
];

function accuracy(canary: number, promoted: number) {
  return { limits: { canary: { maximumAccuracyDrop: canary }, promoted: { maximumAccuracyDrop: promoted } } };
}

function scheduleCalled(letters: number) {
  return { schedules: [{ name: 'x'.repeat(letters), cron: '0 2 * * 0' }] };
}

function trainers(count: number) {
  return { trainers: Array.from({ length: count }, () => ({ kind: 'xgboost' })) };
}

function trees(count: number) {
  return { trainers: [{ kind: 'gradient-boosted-trees', parameters: { trees: count } }] };
}

function guardrail(margin: number): object {
  return { gate: { guardrails: [{ metric: 'accuracy', margin }] } };
}

function between(minimum: number) {
  return { gate: { rules: [gain(minimum)], between: 'hold' } };
}

function artifact(warning: number, maximum: number) {
  return { gate: { artifactKilobytes: { warning, maximum } } };
}

function floor(minimum: number) {
  return { gate: { rules: [{ metric: 'auc', mode: 'floor', minimum, severity: 'hard' }] } };
}

function processHeat(minimum: number) {
  return {
    policy: 'process-heat',
    gate: { rules: [{ metric: 'accuracy', mode: 'floor', minimum, severity: 'hard' }] },
  };
}

function lookback(duration: string) {
  return { triggers: { performance: { lookback: duration } } };
}

function poll(duration: string) {
  return { canary: { poll: duration, steps: [step(0.1, '1h')], maximumHold: '1h' } };
}

function response(maximumResponseMilliseconds: number) {
  return { limits: { canary: { maximumResponseMilliseconds } } };
}

function nightly(timeZone: string, probation: string) {
  return { schedules: [{ cron: '17 3 * * *', timeZone }], rollback: { probation } };
}

function critical(below: number) {
  return { policy: 'lead-conversion', alarms: { aucCritical: { below } } };
}

test.each(boundaries)('%s: the last value is accepted and the next one refused', (_, accepted, refused) => {
  expect(faultsWith(accepted)).toEqual([]);
  expect(faultsWith(refused)).toHaveLength(1);
});
