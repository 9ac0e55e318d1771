import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReleaseOrder } from '../../lib/domain/steps/execution.ts';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import type { RetrainRequest } from '../../lib/domain/steps/retrain-request.ts';
import { StateFailure } from '../../lib/local/states/state-failure.ts';
import { ourMachines, run, type Script } from '../local/states/our-machines.ts';
import { answers } from '../local/states/retrain-script.ts';
import { boom } from '../local/states/states-set-up.ts';
import { type ReleaseSteps, runRetrain } from './retrain-machine.ts';

const { retrain } = ourMachines();
const failure = boom('RoleDiffers', 'another role');
const skip = { decision: 'skip', code: 'LeaseHeld', reason: 'somebody has it' };

/** What each step may do; a list is answered in its order, and then with its last. */
const scripts = fc.record({
  publish: list(answers.published, answers.publishedAtOnce, answers.wait, answers.compareAgain, skip, failure),
  'smoke-test': list({ ok: true }, failure),
  drill: list({ servable: true }, failure),
  shift: list(answers.shifted, answers.standDown, failure),
  judge: list(
    ...[answers.continue, answers.stepUp, answers.promote],
    ...[answers.rollBack, answers.accused, answers.standDown, failure],
  ),
  promote: list(answers.promoted, answers.superseded, answers.standDown, failure),
  'roll-back': list(answers.rolledBack, failure),
  conclude: list({ sequence: 9 }, failure),
});

function list(...items: readonly unknown[]) {
  return fc.array(fc.constantFrom(...items), { minLength: 1, maxLength: 3 });
}

interface Call {
  readonly step: string;
  readonly payload: unknown;
}

/** Plays a script on the stand-in. */
async function played(script: Readonly<Record<string, readonly unknown[]>>, execution: RetrainExecution) {
  const calls: Call[] = [];
  const waits: number[] = [];
  const step = (name: string) => async (payload: unknown) => {
    const given = script[name] ?? [];
    const before = calls.filter((call) => call.step === name).length;
    const answer = given[Math.min(before, given.length - 1)];
    calls.push({ step: name, payload });
    if (answer instanceof StateFailure) throw Object.assign(new Error(answer.reason), { name: answer.error });
    return answer;
  };
  const steps = {
    publish: step('publish'),
    smokeTest: step('smoke-test'),
    drill: step('drill'),
    shift: step('shift'),
    judge: step('judge'),
    promote: step('promote'),
    rollBack: step('roll-back'),
    conclude: step('conclude'),
  } as unknown as ReleaseSteps;
  const order = { candidate: { modelVersion: '1.2.0' } } as unknown as ReleaseOrder;
  const ending = await runRetrain(
    { steps, task: (attempt) => attempt(), wait: async (seconds) => void waits.push(seconds) },
    { execution, request: { mode: 'version' } as RetrainRequest, order: async () => order },
  );
  return { calls, ending };
}

type RetrainExecution = Parameters<typeof runRetrain>[1]['execution'];

/** Some scripts never end: they wait, or judge, for ever. */
function ends({ publish, judge }: Readonly<Record<string, readonly unknown[]>>): boolean {
  const last = [publish?.at(-1), judge?.at(-1)];
  return ![answers.wait, answers.compareAgain, answers.continue, answers.stepUp].some((answer) =>
    last.includes(answer),
  );
}

/** A cause has the error's message in the JSON of Lambda, and the stand-in only the message. */
function comparable({ step, payload }: Call): Call {
  const { reason, ...rest } = payload as { reason?: unknown };
  return { step, payload: reason === undefined ? rest : { ...rest, reason: String(reason).includes('another role') } };
}

test('the stand-in for the Retrain machine does what the synthesized definition does', async () => {
  expect(permanentErrors).toContain(failure.error);
  await fc.assert(
    fc.asyncProperty(scripts.filter(ends), async (script) => {
      const whole = { reconcile: [{ moved: false, actions: [] }], assess: [answers.released], ...script } as Script;
      const machine = await run(retrain, whole, { input: { mode: 'version' } });
      const execution = { arn: machine.executionArn, name: 'execution', startedAt: '2026-01-01T00:00:00.000Z' };
      const standIn = await played(script, execution);

      const released = machine.calls.filter(({ step }) => step !== 'assess' && step !== 'reconcile');
      expect(standIn.calls.map(comparable)).toEqual(released.map(comparable));
      expect(standIn.ending.green).toBe(machine.status === 'SUCCEEDED');
      expect(standIn.ending.state).toBe(machine.trail.at(-1));
    }),
    { numRuns: 60 },
  );
});
