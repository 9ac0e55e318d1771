import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { decisionKey, parseDecision } from '../../lib/domain/decision-records/decision-record.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli/cli-set-up.ts';
import { type InMemoryRelease, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import { bootstrapped, inProbation, reconcile, requestedRollback, sequenceOf } from '../in-memory/release-flow.ts';

const HOUR = 3600;
const crashes = { invocations: 100, errors: 30, answers: 70 };
const good = { invocations: 100, answers: 100 };

async function promoted(): Promise<InMemoryRelease> {
  const release = await bootstrapped();
  await inProbation(release);
  return release;
}

/** Looked at once, after so many answers of a function version. */
async function judged(release: InMemoryRelease, functionVersion: string, counts: object): Promise<InMemoryRelease> {
  release.serve(functionVersion, counts);
  release.clock.advance(400);
  await reconcile(release);
  return release;
}

/** A champion that the reconciler has taken out of probation. */
const failed = async () => judged(await promoted(), '2', crashes);

function recordsOf({ decisions }: InMemoryRelease) {
  return [...decisions.objects].map(([key, text]) => parseDecision(new TextEncoder().encode(text), key));
}

function connection(release: InMemoryRelease) {
  return { ...connectionTo(release), decisions: release.decisions };
}

describe('a look at a champion that has led to a rollback', () => {
  test('is recorded under the execution that promoted it, with everything that it rests on', async () => {
    const release = await failed();
    const [record, ...others] = recordsOf(release);

    expect(others).toEqual([]);
    expect(record).toMatchObject({
      decision: 'probation',
      execution: { name: 'monday' },
      question: { period: 'in probation', minutes: [{ champion: { requests: 100, bad: 30 } }] },
      verdict: { rollBack: true, reason: (await release.head()).event.reason },
    });
  });

  test('is explained with that execution, together with the entry, and agrees with it', async () => {
    const release = await failed();
    const { exitCode, json } = await ratchetJson(['explain', 'monday'], connection(release));
    const { stdout } = await ratchet(['explain', 'monday'], connection(release));

    expect(json.findings).toEqual([]);
    expect(exitCode).toBe(0);
    expect(json.decisions).toMatchObject([
      { decision: 'probation', explanation: { verdict: 'fails', errorBudget: { alpha: 0.01, spent: 0.01 } } },
    ]);
    expect(json.entries.at(-1)).toMatchObject({ type: 'rolled-back', cause: 'probation-verdict' });
    expect(stdout).toMatch(/^otherwise with +\d+ errors less$/m);
  });

  test.each([
    ['the verdict', { verdict: { rollBack: false } }, 'does not follow from its question'],
    ['question and verdict together', { period: 'of late' }, 'is not what entry'],
    ['the time since when it is judged', { since: '2026-01-01T00:00:00.000Z' }, 'no entry tells'],
  ])('was altered where %s is another one, and explain says so', async (_, changed, finding) => {
    const release = await failed();
    const [record] = recordsOf(release);
    if (record === undefined) throw new Error('there should be a record');
    release.decisions.objects.clear();
    const question = { ...(record.question as object), ...changed };
    const spoiled = 'verdict' in changed ? { ...record, ...changed } : { ...record, question };
    const text = canonicalJson(spoiled);
    release.decisions.objects.set(decisionKey(JSON.parse(text)), text);

    const { exitCode, json } = await ratchetJson(['explain', 'monday'], connection(release));

    expect(exitCode).toBe(1);
    expect(json.findings).toEqual(expect.arrayContaining([expect.stringContaining(finding)]));
  });

  test('keeps nothing from its rollback when it cannot be recorded: the log says so, and explain misses it', async () => {
    const release = await promoted();
    release.decisions.write = async () => {
      throw new Error('the store is gone');
    };
    await judged(release, '2', crashes);
    const { exitCode, json } = await ratchetJson(['explain', 'monday'], connection(release));

    expect(release.traffic()).toBe('1');
    expect(release.failures.lines).toEqual(['look_record_failed: Error: the store is gone']);
    expect(exitCode).toBe(0);
    expect(json.unrecorded).toContain(await sequenceOf(release));
  });

  test('is recorded when the traffic is where it should be, and not before', async () => {
    const release = await promoted();
    let traffic = 'nowhere';
    release.decisions.write = async () => {
      traffic = release.traffic();
    };
    await judged(release, '2', crashes);

    expect(traffic).toBe('1');
  });

  test('by an alarm has no question, and is an entry alone', async () => {
    const release = await promoted();
    release.alarms.alarms.set(PROBATION_ALARM, { state: 'ALARM' });
    release.clock.advance(HOUR);
    await reconcile(release);
    const { json } = await ratchetJson(['explain', 'monday'], connection(release));

    expect(release.traffic()).toBe('1');
    expect(recordsOf(release)).toEqual([]);
    expect(json.entries.at(-1)).toMatchObject({ type: 'rolled-back', cause: 'alarm' });
  });
});

describe('a look at a champion that has led to nothing', () => {
  test('is not recorded', async () => {
    expect(recordsOf(await judged(await promoted(), '2', good))).toEqual([]);
  });

  test('is not recorded when somebody else has rolled back in the meantime', async () => {
    const release = await promoted();
    release.afterCall('metrics.readMinutes', () => release.rivals.rollBack(requestedRollback(release)));
    await judged(release, '2', crashes);

    expect(release.traffic()).toBe('1');
    expect(recordsOf(release)).toEqual([]);
  });
});

describe('a look at a champion that a rollback restored', () => {
  test('is recorded under the execution that rolled back, when it fails', async () => {
    const release = await promoted();
    await release.rivals.rollBack(requestedRollback(release));
    await judged(release, '1', crashes);
    const { exitCode, json } = await ratchetJson(['explain', 'by-hand'], connection(release));

    expect(json.findings).toEqual([]);
    expect(exitCode).toBe(0);
    expect(json.decisions).toMatchObject([{ decision: 'probation', question: { period: 'after the rollback' } }]);
    expect(json.entries.at(-1)).toMatchObject({ type: 'rollback-watched' });
  });

  test('is recorded beside the one that restored it, under the execution that both are about', async () => {
    const release = await judged(await failed(), '1', crashes);
    const { exitCode, json } = await ratchetJson(['explain', 'monday'], connection(release));

    expect({ exitCode, findings: json.findings }).toEqual({ exitCode: 0, findings: [] });
    expect(json.decisions.map(({ question }: { question: { period: string } }) => question.period)).toEqual([
      'in probation',
      'after the rollback',
    ]);
  });

  test('is not recorded when it holds to the end', async () => {
    const release = await promoted();
    await release.rivals.rollBack(requestedRollback(release));
    release.clock.advance(HOUR);
    await judged(release, '1', good);

    expect((await release.head()).event.type).toBe('rollback-watched');
    expect(recordsOf(release)).toEqual([]);
  });
});
