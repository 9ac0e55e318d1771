import { describe, expect, test } from 'vitest';
import { examineDecision } from '../../lib/domain/decision-records/decision-kinds.ts';
import { MetricsIncomplete } from '../../lib/domain/ports/adapter-errors.ts';
import { judgeOutputSchema } from '../../lib/domain/steps/judge.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { CHALLENGER_ALARM, FUNCTION } from '../in-memory/in-memory-release.ts';
import { bootstrapped, inCanary, ownRollback } from '../in-memory/release-flow.ts';

const HOUR = 3600;
const good = { invocations: 100, answers: 100 };

/** Looks at a canary that began so many seconds ago. */
async function judged(seconds: number, counts = good, steps: readonly number[] = []) {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  for (const fromWeight of steps) await release.rivals.shift({ ...ongoing, fromWeight });
  release.serve(ongoing.functionVersion, counts);
  release.clock.advance(seconds);
  return { release, ongoing, answer: judgeOutputSchema.parse(await release.steps.judge(ongoing)) };
}

/** Since the entries of a sample follow each other at once, the last of them is dated a little into the future. */
const SLACK = 1;

describe('a canary that holds', () => {
  test.each([
    ['continues within its bake', HOUR - SLACK, [], 'continue', 0.1],
    ['steps up when its bake is over', HOUR + SLACK, [], 'step-up', 0.1],
    ['continues on the last step', HOUR - SLACK, [0.1], 'continue', 0.5],
    ['is promoted from the last step', HOUR + SLACK, [0.1], 'promote', 0.5],
  ] as const)('%s', async (_, seconds, steps, decision, weight) => {
    const { answer } = await judged(seconds, good, steps);

    expect(answer).toMatchObject({ decision, weight, pollSeconds: 300 });
    expect(answer).not.toHaveProperty('cause');
  });

  test('is looked at without a single write, and the head before everything else', async () => {
    const { release } = await judged(HOUR);

    expect(release.calls).toEqual([
      ...['definition.definition', 'ledger.readHead', 'alarms.readAccusedVersions'],
      ...['metrics.readMinutes', 'metrics.readMinutes'],
    ]);
  });
});

describe('the counts of a canary', () => {
  test('are those of the challenger alone (S1-33)', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.serve('1', { invocations: 1000, errors: 1000 });
    release.serve('2', good);
    release.clock.advance(HOUR / 2);

    expect(await release.steps.judge(ongoing)).toMatchObject({ decision: 'continue' });
  });

  test('are not those of its function version before this release', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    release.serve('2', { invocations: 100, errors: 100 });
    release.clock.advance(120);
    await release.rivals.rollBack(ownRollback(former));
    const ongoing = await inCanary(release, { name: 'tuesday' });
    release.serve('2', good);
    release.clock.advance(HOUR / 2);

    expect(ongoing.functionVersion).toBe('2');
    expect(await release.steps.judge(ongoing)).toMatchObject({ decision: 'continue' });
  });

  test('of an earlier step count too', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.serve('2', { invocations: 87, answers: 87 });
    release.clock.advance(HOUR + SLACK);
    await release.rivals.shift({ ...ongoing, fromWeight: 0.1 });
    release.clock.advance(HOUR + SLACK);

    expect(await release.steps.judge(ongoing)).toMatchObject({ decision: 'promote', weight: 0.5 });
  });

  test('are counted when they are three minutes old', async () => {
    const { release, ongoing, answer } = await judged(60, { invocations: 100, answers: 0 });
    const crash = { invocations: 100, errors: 100 };
    release.serve('2', crash);

    release.clock.advance(239);
    const early = await release.steps.judge(ongoing);
    release.clock.advance(61);
    const late = await release.steps.judge(ongoing);

    expect([answer, early, late].map(({ decision }) => decision)).toEqual(['continue', 'continue', 'roll-back']);
  });

  test('that come back incomplete are no verdict', async () => {
    const { release, ongoing } = await judged(HOUR);
    release.beforeCall('metrics.readMinutes', () => Promise.reject(new MetricsIncomplete('a part is missing')));

    await expect(release.steps.judge(ongoing)).rejects.toThrow(MetricsIncomplete);
  });
});

describe('a canary that fails', () => {
  test.each([
    ['crashes', { invocations: 100, errors: 20, answers: 80 }],
    ['answers badly', { invocations: 100, answers: 100, badAnswers: 20 }],
    ['answers slowly', { invocations: 100, answers: 100, slowAnswers: 70 }],
  ])('because it %s is rolled back within its bake', async (_, counts) => {
    const { answer } = await judged(HOUR / 2, counts);

    expect(answer).toMatchObject({ decision: 'roll-back', weight: 0.1 });
    expect(answer).not.toHaveProperty('cause');
  });

  test.each([
    ['keeps to them', { invocations: 100, errors: 5, answers: 95, slowAnswers: 47 }, 'continue'],
    ['is above them for a moment, as chance may have it', { invocations: 20, errors: 2, answers: 18 }, 'continue'],
  ])('does not while it %s', async (_, counts, decision) => {
    expect((await judged(HOUR / 2, counts)).answer).toMatchObject({ decision });
  });

  test('for want of evidence is rolled back when the longest hold of the last step is over', async () => {
    const few = { invocations: 20, answers: 20 };

    expect((await judged(2 * HOUR - SLACK, few, [0.1])).answer).toMatchObject({ decision: 'hold' });
    expect((await judged(2 * HOUR + SLACK, few, [0.1])).answer).toMatchObject({
      decision: 'roll-back',
      reason:
        'no evidence within the longest hold: error rate 0 (0 of 20) is not yet shown to be below 0.05, evidence 1.83 of 20',
    });
  });
});

describe('the record of a look', () => {
  test.each([
    ['that changes something is written', HOUR + SLACK, 1],
    ['that leaves everything as it is is not', HOUR - SLACK, 0],
  ])('%s', async (_, seconds, count) => {
    const { release, answer } = await judged(seconds);
    const records = await release.decisions.list(MODEL, 'monday');

    expect(records).toHaveLength(count);
    for (const record of records) {
      expect(record).toMatchObject({ decision: 'canary', verdict: { decision: answer.decision } });
      const { findings } = await examineDecision(record, {
        modelName: MODEL,
        store: release.store,
        entries: [],
        ledger: [],
      });
      expect(findings).toEqual([]);
    }
  });
});

describe('the alarm on crashes', () => {
  const accuse = async (...accused: string[]) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.alarms.alarms.set(CHALLENGER_ALARM, { state: 'ALARM', accused });
    return release.steps.judge(ongoing);
  };

  test('that names the challenger rolls it back', async () => {
    expect(await accuse('1', '2')).toEqual({
      decision: 'roll-back',
      cause: 'alarm',
      reason: `${CHALLENGER_ALARM} names function version 2`,
      evidence: [{ metric: 'alarm', value: 1, threshold: 0, n: null, interval: null }],
      weight: 0.1,
      pollSeconds: 300,
    });
  });

  test('that names the champion does not', async () => {
    expect(await accuse('1')).toMatchObject({ decision: 'continue' });
  });
});

test('counts that are none are refused by name, and are no verdict', async () => {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  release.serve('2', { invocations: 100, answers: Number.NaN });
  release.clock.advance(HOUR);

  await expect(release.steps.judge(ongoing)).rejects.toThrow(
    /the counts of the canary: 'minutes\[0\].challenger.answers'/,
  );
});

describe('newer code', () => {
  const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
  const release = async (mode: 'code' | 'model') => {
    const release = await bootstrapped();
    if (mode === 'code') release.lambda.deploy(FUNCTION, NEW_CODE);
    return { release, ongoing: await inCanary(release, { mode }) };
  };

  test('overtakes a release of code', async () => {
    const { release: bench, ongoing } = await release('code');
    bench.lambda.deploy(FUNCTION, { codeSha256: 'bmV3ZXIgY29kZQ==' });

    expect(await bench.steps.judge(ongoing)).toMatchObject({
      decision: 'roll-back',
      cause: 'superseded',
      reason: expect.stringMatching(/^newer code was deployed: bmV3ZXIgY29kZQ== with settings [0-9a-f]{12}$/),
      evidence: [{ metric: 'newer code', value: 1 }],
    });
  });

  test('is found in changed settings as well', async () => {
    const { release: bench, ongoing } = await release('code');
    bench.lambda.deploy(FUNCTION, { properties: { memorySize: 2048 } });

    expect(await bench.steps.judge(ongoing)).toMatchObject({ cause: 'superseded' });
  });

  test('is none while the released code is deployed, whatever model $LATEST is pinned to', async () => {
    const { release: bench, ongoing } = await release('code');

    expect(await bench.steps.judge(ongoing)).toMatchObject({ decision: 'continue' });
  });

  test.each([
    ['the same limit', {}, 'roll-back'],
    ['another limit', { environment: { SLOW_ANSWER_MILLISECONDS: '200' } }, 'continue'],
  ])('is compared with its champion in slow answers where both count by one limit: %s', async (_, change, decision) => {
    const bench = await bootstrapped();
    bench.lambda.deploy(FUNCTION, { ...NEW_CODE, ...change });
    const ongoing = await inCanary(bench, { mode: 'code' });
    bench.serve('1', { invocations: 1000, answers: 1000, slowAnswers: 10 });
    bench.serve('2', { invocations: 300, answers: 300, slowAnswers: 60 });
    bench.clock.advance(HOUR / 2);

    expect(await bench.steps.judge(ongoing)).toMatchObject({ decision });
  });

  test.each([
    ['model', 'roll-back'],
    ['code', 'continue'],
  ] as const)(
    'of %s is compared with its champion in wrong predictions where the models differ',
    async (mode, decision) => {
      const bench = await bootstrapped();
      if (mode === 'code') bench.lambda.deploy(FUNCTION, NEW_CODE);
      const ongoing = await inCanary(bench, mode === 'code' ? { mode } : {});
      bench.serve('1', { invocations: 1000, answers: 1000, labelledAnswers: 900, wrongAnswers: 90 });
      bench.serve('2', { invocations: 300, answers: 300, labelledAnswers: 270, wrongAnswers: 135 });
      bench.clock.advance(HOUR / 2);

      expect(await bench.steps.judge(ongoing)).toMatchObject({ decision });
    },
  );

  test('does not disturb a release of a model', async () => {
    const { release: bench, ongoing } = await release('model');
    bench.lambda.deploy(FUNCTION, NEW_CODE);

    expect(await bench.steps.judge(ongoing)).toMatchObject({ decision: 'continue' });
    expect(bench.calls).not.toContain('functions.readConfiguration');
  });
});
