import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { type DecisionRecord, decisionKey } from '../../../lib/domain/decision-records/decision-record.ts';
import { RETRAIN } from '../../domain/ledger/ledger-samples.ts';
import { withRegistration } from '../../in-memory/audited-release.ts';
import { withHeldCandidate } from '../../in-memory/decided-release.ts';
import { inMemoryDecisionRecords } from '../../in-memory/in-memory-decision-records.ts';
import { bootstrapped } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

async function setUp(...spoiled: Parameters<typeof withHeldCandidate>) {
  const { release, decisions, ...rest } = await withHeldCandidate(...spoiled);
  return { ...rest, release, decisions, connection: { ...connectionTo(release), decisions } };
}

test('an execution is told decision by decision: what was asked, every rule, the budget, and what would have changed it', async () => {
  const { connection } = await setUp();
  const { exitCode, stdout } = await ratchet(['explain', 'monday'], connection, { columns: 110 });

  expect(exitCode).toBe(0);
  const places = ['trigger  ', 'data-gate  ', 'gate  ', 'registered'].map((title) => stdout.indexOf(`\n${title}`));
  expect(places.slice(0, 3)).toEqual(places.slice(0, 3).toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
  expect(stdout).toContain('whether the candidate may replace the champion, by 5000 rows that both have scored');
  expect(stdout).toMatch(/^auc absolute +0\.004 +0\.01 +5000 +0\.001 to 0\.007 +no$/m);
  expect(stdout).toMatch(/^TooFewSamples +120 +50 +120 +- +yes$/m);
  expect(stdout).toMatch(/^verdict +hold \(SMALL_GAIN\)$/m);
  expect(stdout).toMatch(/^error budget +0\.05 of 0\.05 spent$/m);
  expect(stdout).toMatch(/^otherwise with +auc 0\.81 instead of 0\.804 \(absolute gain 0\.01 instead of 0\.004\)$/m);
  expect(stdout.trimEnd()).toMatch(/each verdict is the same, and the ledger agrees$/);
});

test('without a name it is the newest execution, and an ARN is as good as a name', async () => {
  const { connection } = await setUp();
  const answers = await Promise.all(
    [[], ['monday'], [RETRAIN]].map((words) => ratchetJson(['explain', ...words], connection)),
  );

  for (const { json } of answers) expect(json.decisions).toEqual(answers[0]?.json.decisions);
  expect(answers[0]?.json).toMatchObject({ execution: RETRAIN, sound: true });
});

test('--json has the very records, and with each its explanation', async () => {
  const { connection, gate } = await setUp();
  const { exitCode, json } = await ratchetJson(['explain'], connection);

  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ model: 'churn', sound: true, findings: [], unrecorded: [] });
  const [trigger, data, { explanation, ...record }] = json.decisions;
  expect([trigger.decision, data.decision]).toEqual(['trigger', 'data-gate']);
  expect(record).toEqual(gate);
  expect(explanation).toMatchObject({ verdict: 'hold (SMALL_GAIN)', errorBudget: { alpha: 0.05, spent: 0.05 } });
  expect(json.entries).toMatchObject([{ type: 'registered', modelVersion: '1.1.0' }]);
});

describe('it ends with 1 and says so when', () => {
  /** What is found where the record of the gate is another one. */
  async function foundWith(changed: (gate: DecisionRecord) => DecisionRecord) {
    const { connection, decisions, gate } = await setUp();
    decisions.objects.delete(decisionKey(gate));
    const record = changed(gate);
    decisions.objects.set(decisionKey(record), canonicalJson(record));
    const { exitCode, json } = await ratchetJson(['explain'], connection);
    const { stdout } = await ratchet(['explain'], connection);
    for (const finding of json.findings) expect(stdout.replace(/\s+/g, ' ')).toContain(finding);
    return { exitCode, sound: json.sound, findings: json.findings };
  }

  test('a verdict was altered', async () => {
    expect(await foundWith((gate) => ({ ...gate, verdict: { verdict: 'promote' } }))).toEqual({
      exitCode: 1,
      sound: false,
      findings: [expect.stringContaining('does not follow from its question: code, confidence, guardrails')],
    });
  });

  test('question and verdict were altered together: the ledger and the stored comparison say otherwise', async () => {
    const { exitCode, findings } = await foundWith((gate) => ({
      ...gate,
      question: JSON.parse(JSON.stringify(gate.question).replace('"minimum":0.01', '"minimum":0.001')),
    }));

    expect(exitCode).toBe(1);
    expect(findings).toEqual([
      expect.stringContaining('does not follow from its question: code, confidence, primary, reason, rules, verdict'),
      expect.stringContaining('has another decision or other numbers'),
      expect.stringContaining('the gate decided promote'),
    ]);
  });

  test('a question cannot be read, or its kind is not known', async () => {
    expect(await foundWith((gate) => ({ ...gate, question: {} }))).toMatchObject({
      exitCode: 1,
      findings: [expect.stringContaining('the question of the gate cannot be read')],
    });
    expect(await foundWith((gate) => ({ ...gate, decision: 'oracle' }))).toMatchObject({
      exitCode: 1,
      findings: [expect.stringContaining("the kind of decision 'oracle' is not known here")],
    });
  });

  test('the stored comparison is gone', async () => {
    const { release, question, connection } = await setUp();
    release.store.objects.delete(question.comparison.key);

    expect((await ratchetJson(['explain'], connection)).json.findings).toEqual([
      expect.stringContaining('does not exist'),
    ]);
  });

  test('what was validated has another hash than name, metrics and data give (S2-10)', async () => {
    const { connection } = await setUp({ validationHash: 'a'.repeat(64) });
    const { exitCode, json } = await ratchetJson(['explain'], connection);

    expect(exitCode).toBe(1);
    expect(json.findings).toEqual([expect.stringMatching(/should have the validation hash [0-9a-f]{64}, got a{64}$/)]);
  });

  test('a record lies where it does not belong', async () => {
    const { connection, decisions, gate } = await setUp();
    decisions.objects.set(decisionKey(gate), canonicalJson({ ...gate, modelName: 'other' }));
    const { exitCode, stderr } = await ratchet(['explain'], connection);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('DecisionBroken');
  });
});

test('a step that was tried again may have decided twice: one of these is what the ledger tells of', async () => {
  const { connection, decisions, gate } = await setUp();
  const question = JSON.parse(JSON.stringify(gate.question).replace('"trigger":"manual"', '"trigger":"drift"'));
  await decisions.write({ ...gate, question });

  const { exitCode, json } = await ratchetJson(['explain'], connection);

  expect(exitCode).toBe(0);
  expect(json.decisions).toHaveLength(4);
});

test('an execution without records is told by its entries, and a verdict of old is named', async () => {
  const connection = connectionTo(await withRegistration());
  const { exitCode, stdout } = await ratchet(['explain'], connection);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/registered +1\.0\.0/);
  expect(stdout).toContain('entry 2 has a verdict whose decision is not recorded');
  expect((await ratchetJson(['explain'], connection)).json).toMatchObject({ unrecorded: [2], decisions: [] });
});

test('an execution that is still running is told by its records', async () => {
  const { decisions } = await setUp();
  const { exitCode, json } = await ratchetJson(['explain', 'monday'], {
    ...connectionTo(await bootstrapped()),
    decisions,
  });

  // the comparison of the other model in memory is not there, and nothing else is missed
  expect({ exitCode, entries: json.entries }).toEqual({ exitCode: 1, entries: [] });
  expect(json.findings).toEqual([expect.stringContaining('does not exist')]);
});

test.each([
  [[], 'no execution has decided anything about churn yet'],
  [['sunday'], "churn has no execution 'sunday' that decided anything"],
])('there is nothing to explain with %j', async (words, message) => {
  const connection = { ...connectionTo(await bootstrapped()), decisions: inMemoryDecisionRecords() };
  const { exitCode, stderr } = await ratchet(['explain', ...words], connection);

  expect(exitCode).toBe(3);
  expect(stderr).toContain(message);
});
