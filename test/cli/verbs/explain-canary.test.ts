import { describe, expect, test } from 'vitest';
import type { StepOutput } from '../../../lib/domain/steps/step-contracts.ts';
import { CHALLENGER_ALARM, type InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { bootstrapped, inCanary, type OngoingRelease } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

const HOUR_AND_MORE = 3601;
const good = { invocations: 100, answers: 100 };

type Judged = Exclude<StepOutput<'judge'>, { decision: 'stand-down' }>;

async function judged({ steps }: InMemoryRelease, ongoing: OngoingRelease): Promise<Judged> {
  const answer = await steps.judge(ongoing);
  if (answer.decision === 'stand-down') throw new Error('it should be judged, got stand-down');
  return answer;
}

/** On the last step of its canary, after one look that was recorded. */
async function onLastStep() {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  release.serve(ongoing.functionVersion, good);
  release.clock.advance(HOUR_AND_MORE);
  const { weight } = await judged(release, ongoing);
  await release.rivals.shift({ ...ongoing, fromWeight: weight });
  return { release, ongoing };
}

/** As Retrain does it. */
async function rolledBack({ rivals }: InMemoryRelease, ongoing: OngoingRelease, judgement: Judged) {
  const { reason, evidence, cause = 'canary-verdict' } = judgement;
  await rivals.rollBack({ ...ongoing, cause, reason, evidence });
}

async function promoted() {
  const { release, ongoing } = await onLastStep();
  release.serve(ongoing.functionVersion, good);
  release.clock.advance(HOUR_AND_MORE);
  const { reason, evidence } = await judged(release, ongoing);
  await release.rivals.promote({ ...ongoing, reason, evidence });
  return release;
}

async function explained(release: InMemoryRelease) {
  const connection = { ...connectionTo(release), decisions: release.decisions };
  const { stdout } = await ratchet(['explain', 'monday'], connection);
  return { ...(await ratchetJson(['explain', 'monday'], connection)), stdout: stdout.replace(/\s+/g, ' ') };
}

const AGREES = 'each verdict is the same, and the ledger agrees';

describe('the looks that ended a canary', () => {
  test('as a promotion go with the ledger', async () => {
    const { exitCode, json, stdout } = await explained(await promoted());

    expect({ exitCode, unrecorded: json.unrecorded }).toEqual({ exitCode: 0, unrecorded: [] });
    expect(json.decisions).toMatchObject([{ verdict: { decision: 'step-up' } }, { verdict: { decision: 'promote' } }]);
    expect(stdout).toContain(AGREES);
  });

  test('as a rollback by their verdict do so too', async () => {
    const { release, ongoing } = await onLastStep();
    release.serve(ongoing.functionVersion, { invocations: 400, errors: 300 });
    release.clock.advance(600);
    await rolledBack(release, ongoing, await judged(release, ongoing));
    const { exitCode, json } = await explained(release);

    expect({ exitCode, unrecorded: json.unrecorded }).toEqual({ exitCode: 0, unrecorded: [] });
    expect(json.entries.at(-1)).toMatchObject({ type: 'rolled-back', cause: 'canary-verdict' });
  });

  test('are not asked for where an alarm ended it: the step up before it decided something else', async () => {
    const { release, ongoing } = await onLastStep();
    release.alarms.alarms.set(CHALLENGER_ALARM, { state: 'ALARM', accused: [ongoing.functionVersion] });
    await rolledBack(release, ongoing, await judged(release, ongoing));
    const { exitCode, json, stdout } = await explained(release);

    expect({ exitCode, findings: json.findings, unrecorded: json.unrecorded }).toEqual({
      exitCode: 0,
      findings: [],
      unrecorded: [],
    });
    expect(json.decisions).toMatchObject([{ verdict: { decision: 'step-up' } }]);
    expect(json.entries.at(-1)).toMatchObject({ type: 'rolled-back', cause: 'alarm' });
    expect(stdout).toContain(AGREES);
  });

  test('are missed where all of them are gone', async () => {
    const release = await promoted();
    release.decisions.objects.clear();
    const { sequence } = await release.head();
    const { exitCode, json, stdout } = await explained(release);

    expect({ exitCode, unrecorded: json.unrecorded }).toEqual({ exitCode: 0, unrecorded: [sequence] });
    expect(stdout).toContain(`entry ${sequence} has a verdict whose decision is not recorded`);
    expect(stdout).not.toContain('the ledger agrees');
  });

  test('do not go with the ledger where the last of them is gone', async () => {
    const release = await promoted();
    const last = [...release.decisions.objects].find(([, text]) => text.includes('"decision":"promote"'));
    release.decisions.objects.delete(last?.[0] ?? '');
    const { exitCode, json } = await explained(release);

    expect(exitCode).toBe(1);
    expect(json.findings).toEqual([expect.stringContaining('no recorded look at the canary decides what entry')]);
  });
});
