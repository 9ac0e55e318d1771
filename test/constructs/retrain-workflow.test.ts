import { describe, expect, test } from 'vitest';
import { retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { machineOf, stateOf } from './machine.ts';
import { explore } from './machine-explorer.ts';
import { alwaysBefore, edgesOf, reachable, statesOfType } from './machine-graph.ts';
import { failures, type StepSample, stepSamples } from './step-samples.ts';
import { only, synthesized } from './synthesized.ts';

const machine = machineOf(synthesized().model, 'RetrainWorkflow');
const succeeding = statesOfType(machine, 'Succeed');
const failing = statesOfType(machine, 'Fail');

/** Steps that give the first of their sample answers, apart from those named here. */
function answering(answers: Readonly<Record<string, readonly unknown[]>> = {}): Record<string, StepSample> {
  const entries = Object.entries(stepSamples).map(([step, sample]) => {
    return [step, { ...sample, outputs: answers[step] ?? sample.outputs.slice(0, 1) }] as const;
  });
  return Object.fromEntries(entries);
}

/** The tasks that an execution passed through. */
function tasksIn(trail: readonly string[]): string[] {
  return trail.filter((name) => ['Task', 'Map'].includes(stateOf(machine, name).Type));
}

const MENDING = 'Reconcile first';
const ORDER = [
  'Assess triggers',
  'Export outcomes',
  'Train every candidate',
  'Compare candidate',
  'Register candidate',
  'Publish version',
  'Smoke test version',
  'Drill the rollback',
  'Shift weight',
  'Judge canary',
  'Promote challenger',
] as const;

/** Errors that executions end with, by the judgement that they always get; one that never decides does not end. */
const endsOf: Readonly<Record<string, (string | undefined)[]>> = {
  continue: [],
  'step-up': [],
  promote: [undefined],
  'roll-back': ['RolledBack'],
  'stand-down': ['StoodDown'],
};

const everything = await explore(machine, [{}], stepSamples);

describe('the order (S3-21, S4-20)', () => {
  test('is assess, export, train, compare, register, publish, smoke test, drill, shift, judge, promote', async () => {
    const { endings, faults } = await explore(machine, [{}], answering(), []);

    expect(faults).toEqual([]);
    expect(only(endings)).toMatchObject({ name: 'Promoted', type: 'Succeed' });
    expect(tasksIn(only(endings).trail)).toEqual([MENDING, ...ORDER]);
  });

  test.each([
    [MENDING, 'Assess triggers'],
    ['Assess triggers', 'Export outcomes'],
    ['Export outcomes', 'Train every candidate'],
    ['Train every candidate', 'Compare candidate'],
    ['Compare candidate', 'Register candidate'],
    ['Register candidate', 'Champion kept'],
    ['Publish version', 'Smoke test version'],
    ['Smoke test version', 'Drill the rollback'],
    ['Drill the rollback', 'Shift weight'],
    ['Shift weight', 'Bake'],
    ['Bake', 'Judge canary'],
    ['Drill the rollback', 'Promote challenger'],
    ['Promote challenger', 'Promoted'],
  ])('has no way around %s to %s', (earlier, later) => {
    expect(alwaysBefore(machine, earlier, later)).toBe(true);
  });

  test('shifts again after every step of the canary, and looks again as long as it is too early', async () => {
    const judgements = stepSamples.judge?.outputs.slice(0, 4) ?? [];
    const { endings } = await explore(machine, [{}], answering({ judge: judgements }), []);

    expect(new Set(endings.map(({ name }) => name))).toEqual(new Set(['Promoted']));
    expect(
      edgesOf(machine)
        .filter(({ from }) => from === 'What does the canary say?')
        .map(({ to }) => to),
    ).toEqual(expect.arrayContaining(['Shift weight', 'Bake']));
  });

  test.each([
    ['continue', 'Bake'],
    ['step-up', 'Shift weight'],
    ['promote', 'Promote challenger'],
    ['roll-back', 'Roll back canary'],
    ['stand-down', 'Record standing down'],
  ])('after the judgement %s goes to %s', async (decision, next) => {
    const judgement =
      decision === 'stand-down'
        ? { decision, code: 'StoodDown', reason: 'it is so' }
        : { decision, reason: 'it is so', evidence: [], weight: 0.1, pollSeconds: 300 };
    const { endings, visited } = await explore(machine, [{}], answering({ judge: [judgement] }), []);
    const others = ['Promote challenger', 'Roll back canary', 'Record standing down'].filter((name) => name !== next);

    expect(visited).toContain(next);
    for (const name of others) expect(visited).not.toContain(name);
    expect(endings.map(({ error }) => error)).toEqual(endsOf[decision]);
  });

  test('without a canary goes from the drill to the promotion', async () => {
    const plan = { decision: 'published', functionVersion: '8', plan: 'immediate' };
    const { endings } = await explore(machine, [{}], answering({ publish: [plan] }), []);

    expect(tasksIn(only(endings).trail).slice(-3)).toEqual([
      'Smoke test version',
      'Drill the rollback',
      'Promote challenger',
    ]);
  });
});

test('every step understands what the machine sends it, whatever came before', () => {
  expect(everything.faults).toEqual([]);
});

test('every state is visited by some execution, those inside of the Map included', () => {
  const inside = Object.keys(stateOf(machine, 'Train every candidate').ItemProcessor?.States ?? {});

  expect([...everything.visited].sort()).toEqual([...Object.keys(machine.States), ...inside].sort());
});

const requests = {
  'by hand': {},
  'by a schedule': { trigger: 'schedule', schedule: 'weekly', scheduledTime: '2026-01-31T02:00:00Z' },
  'by an alarm': {
    trigger: 'drift',
    actor: 'ratchet-bank-marketing-drift',
    alarm: { name: 'ratchet-bank-marketing-drift', time: '2026-01-31T02:00:00Z', accusedVersion: null },
  },
  'because of the code': { mode: 'code', trigger: 'code' },
  'with a certain version': { mode: 'version', modelVersion: '1.0.0', actor: 'arn:aws:iam::111122223333:user/one' },
  'to pause the schedules': { mode: 'pause', reason: 'the data is being repaired', actor: 'ada' },
  'against the verdict': { force: true, reason: 'the holdout is wrong', sinceDays: 90, autoDeploy: false },
};

test.each(Object.entries(requests))(
  'every step understands an execution that was started %s',
  async (_how, request) => {
    const { faults, endings } = await explore(machine, [request], stepSamples, failures.slice(1, 2));

    expect(retrainRequestSchema.safeParse(request).success).toBe(true);
    expect(faults).toEqual([]);
    expect(endings.map(({ name }) => name)).toContain('Promoted');
  },
);

test.each([
  ['an unknown mode', { mode: 'nonsense' }],
  ['an unknown field', { modle: 'bank-marketing' }],
  ['a list', []],
  ['a text', 'retrain'],
])('%s as input fails by the name InvalidInput, and nothing else is done', async (_what, input) => {
  const { endings, visited } = await explore(machine, [input], stepSamples, []);

  expect(only(endings)).toMatchObject({ name: 'Failed', type: 'Fail', error: 'InvalidInput' });
  expect([...visited]).toEqual(['Read the request', MENDING, 'Assess triggers', 'Record the failure', 'Failed']);
});

describe('what went wrong', () => {
  test('never ends green', () => {
    const afterFailure = edgesOf(machine)
      .filter(({ from, caught }) => caught && from !== MENDING)
      .map(({ to }) => to);
    const recorded = ['Record the failure', 'Record standing down', 'Roll back canary'];

    for (const name of [...afterFailure, ...recorded]) {
      expect(
        [...reachable(machine, [name])].filter((one) => succeeding.includes(one)),
        name,
      ).toEqual([]);
    }
  });

  test('says its name and its cause in the end', () => {
    for (const { type, error, cause, trail } of everything.endings) {
      if (type !== 'Fail') continue;
      expect(error, trail.join(' > ')).toMatch(/^[\w.]+$/);
      expect(cause, trail.join(' > ')).toEqual(expect.any(String));
    }
  });

  test.each(ORDER.slice(0, 8))('in %s is recorded with its own name, and moves no traffic', (state) => {
    const caught = edgesOf(machine).filter(({ from, caught }) => from === state && caught);

    expect(caught.map(({ to }) => to)).toEqual(['Record the failure', 'Record the failure']);
    expect([...reachable(machine, ['Record the failure'])]).toEqual(['Record the failure', 'Failed']);
  });

  test.each(['Shift weight', 'Judge canary', 'Promote challenger'])(
    'in %s gives the traffic back (S4-17, S4-18)',
    (state) => {
      const caught = edgesOf(machine).filter(({ from, caught }) => from === state && caught);

      expect(caught).toHaveLength(2);
      expect(new Set(caught.map(({ to }) => to))).toEqual(new Set(['Roll back canary']));
    },
  );

  test('after the first shift never ends without giving the traffic back, but where another one has it (S4-18)', () => {
    const without = ['Roll back canary', 'Record standing down'];
    const after = reachable(machine, ['Shift weight'], without);

    expect([...after].filter((name) => failing.includes(name))).toEqual([]);
  });

  test('in every training is the failure of the execution', async () => {
    const { endings, visited } = await explore(machine, [{}], answering({ train: [] }), failures.slice(1, 2));
    const trainings = endings.filter(({ trail }) => trail.includes('Did any training succeed?'));

    expect(visited).toContain('Training failed');
    expect(visited).not.toContain('Compare candidate');
    expect(new Set(trainings.map(({ name, error }) => `${name}: ${error}`))).toEqual(
      new Set(['Failed: States.Timeout']),
    );
  });
});

test('one that pauses or resumes does just that, ends green and says what came of it (S0-04)', async () => {
  const asked = stepSamples.assess?.outputs.find((output) => (output as { decision: string }).decision === 'switch');
  const answer = { sequence: 13, code: 'AlreadyPaused', reason: 'the schedules are paused already' };
  const { endings, sent } = await explore(machine, [{}], answering({ assess: [asked], conclude: [answer] }), []);

  expect(tasksIn(only(endings).trail)).toEqual([MENDING, 'Assess triggers', 'Switch the schedules']);
  expect(only(endings)).toMatchObject({
    name: 'Schedules switched',
    type: 'Succeed',
    output: { status: 'paused', code: 'AlreadyPaused', reason: 'the schedules are paused already' },
  });
  expect(sent.at(-1)?.payload).toMatchObject({
    outcome: 'paused',
    reason: 'the data is being repaired',
  });
});

describe('what a stopped execution left behind', () => {
  test('is mended before anything else, by the reconciler, which is told why', async () => {
    const { sent, endings } = await explore(machine, [{}], answering(), []);

    expect(sent.find(({ name }) => name === MENDING)?.payload).toEqual({
      cause: 'execution-started',
      executionArn: expect.stringContaining(':execution:'),
    });
    expect(only(endings).trail.slice(0, 3)).toEqual(['Read the request', MENDING, 'Assess triggers']);
  });

  test.each(failures.map((failure) => [failure.Error, failure] as const))(
    'stops nothing when the mending fails with %s',
    async (_error, failure) => {
      const { endings } = await explore(machine, [{}], answering({ reconcile: [] }), [failure]);
      const mended = edgesOf(machine).filter(({ from, caught }) => from === MENDING && caught);

      expect(endings.filter(({ name }) => name === 'Promoted')).toHaveLength(1);
      expect(mended.map(({ to }) => to)).toEqual(['Assess triggers', 'Assess triggers']);
    },
  );

  test('is not looked for again by a release that is compared or ordered anew', () => {
    const again = edgesOf(machine).filter(({ from, to }) => to === MENDING && from !== 'Read the request');

    expect(again).toEqual([]);
  });

  test('is not waited for by a rollback, which takes four calls and no more', () => {
    const rollback = machineOf(synthesized().model, 'RollbackWorkflow');

    expect(Object.keys(rollback.States)).not.toContain(MENDING);
  });
});

test('a release without a training is ordered anew when another champion reigns, one with a training is compared again', async () => {
  const again = { decision: 'compare-again', reason: 'another champion reigns' };
  const release = stepSamples.assess?.outputs[2];
  const next = async (assess: unknown) => {
    const { visited } = await explore(machine, [{}], answering({ assess: [assess], publish: [again] }), []);
    return visited;
  };

  expect([...(await next(release))]).not.toContain('Compare candidate');
  expect([...(await next(stepSamples.assess?.outputs[0]))]).toContain('Compare candidate');
});
