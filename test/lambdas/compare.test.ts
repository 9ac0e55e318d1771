import { describe, expect, test } from 'vitest';
import { createCompare } from '../../lambdas/compare.ts';
import { createTrain } from '../../lambdas/train.ts';
import { readComparison } from '../../lib/domain/artifacts/comparison-door.ts';
import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact, writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import { validationHash } from '../../lib/domain/artifacts/validation-hash.ts';
import { contentHash } from '../../lib/domain/content-hash.ts';
import { examineDecision } from '../../lib/domain/decision-records/decision-kinds.ts';
import { startOf } from '../../lib/domain/decision-records/decision-record.ts';
import type { ModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import { NotBootstrapped } from '../../lib/domain/ledger/ledger-errors.ts';
import { ArtifactBroken } from '../../lib/domain/ports/adapter-errors.ts';
import type { StoredObject } from '../../lib/domain/ports/artifact-store.ts';
import { compareOutputSchema } from '../../lib/domain/steps/compare.ts';
import type { Trigger } from '../../lib/domain/steps/execution.ts';
import { partOf } from '../../lib/training/split.ts';
import { bootstrapped, ledgerOf, releaseOf } from '../domain/ledger/ledger-samples.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

const features = { age: 'numeric', job: 'categorical' } as const;

/** The model that a pipeline starts with: a quarter leaves, whoever it is. */
const baseline: ModelArtifact = {
  schema: 'ratchet.model/1',
  modelName: 'churn',
  target: 'churned',
  positiveClass: 'yes',
  classes: [],
  features,
  featureSetSha256: contentHash(features),
  trainer: { kind: 'constant', parameters: {} },
  preparation: [],
  scorer: { kind: 'constant', probabilities: [0.25] },
  stats: { trainingRows: 0, trainAccuracy: null, validationAccuracy: null, auc: null },
  golden: [{ row: {}, score: 0.25 }],
};

/** A champion of another feature set that knows age alone, the wrong way round. */
const byAge = (weight: number): ModelArtifact => ({
  ...baseline,
  features: { age: 'numeric' },
  featureSetSha256: contentHash({ age: 'numeric' }),
  preparation: [{ kind: 'numeric', feature: 'age', missing: [], fill: 45, mean: 45, scale: 15, indicator: false }],
  scorer: { kind: 'linear', intercepts: [0], weights: [[weight]] },
  golden: [{ row: {}, score: 0.5 }],
});

interface Scene {
  readonly outcomes?: readonly StoredOutcome[];
  readonly champion?: ModelArtifact | null;
  readonly definition?: ModelDefinition;
  readonly trigger?: Trigger;
  /** Stands in for the candidate that was trained. */
  readonly candidate?: ModelArtifact;
}

/** Trains on outcomes, compares with a champion, and reads back what was written. */
async function compared(scene: Scene = {}) {
  const {
    outcomes = churnOutcomes(600),
    champion = baseline,
    definition = churnDefinition(),
    trigger = 'manual',
  } = scene;
  const { store, archive, snapshot, rows } = await frozenOutcomes(outcomes);
  const ledger = inMemoryLedger();
  if (champion !== null) {
    const { key: modelKey, sha256: modelSha256 } = await writeModelArtifact(store, champion);
    for (const entry of ledgerOf([bootstrapped(releaseOf('1', '0.0.0', { modelKey, modelSha256 }))], 'churn')) {
      await ledger.append(entry);
    }
  }
  const ports = { store, archive, definition: async () => definition, modelName: 'churn' };
  const decisions = inMemoryDecisionRecords();
  const trained = await createTrain(ports)({
    execution: EXECUTION,
    snapshot,
    trainer: { index: 0, kind: 'logistic-regression' },
  });
  const model: StoredObject = scene.candidate ? await writeModelArtifact(store, scene.candidate) : trained.model;
  const compare = createCompare({ ...ports, decisions, ledger });
  const output = await compare({ execution: EXECUTION, trigger, snapshot, trained: { ...trained, model } });
  const comparison = await readComparison(store, output.comparison);
  return { store, decisions, snapshot, rows, model, output, comparison };
}

describe('a candidate that has learnt', () => {
  test('is promoted over the baseline, with the numbers of both', async () => {
    const { output, comparison, model, snapshot, store } = await compared();
    expect(compareOutputSchema.parse(output)).toMatchObject({
      verdict: 'promote',
      compared: { modelVersion: '0.0.0' },
    });
    expect(comparison).toMatchObject({
      candidateSha256: model.sha256,
      snapshotSha256: snapshot.sha256,
      compared: output.compared,
      verdict: output.verdict,
      reason: output.reason,
      confidence: 'high',
      rules: [{ metric: 'auc absolute', threshold: 0.01, n: comparison.rows, passed: true }],
    });
    expect(comparison.champion.auc).toBe(0.5);
    expect(comparison.candidate.auc).toBe((await readModelArtifact(store, model)).stats.auc);
    expect(output.reason).toMatch(/^better: absolute auc gain 0\.\d+ \(auc 0\.5 to 0\.\d+\) is at least 0\.01$/);
  });

  test('is promoted over the baseline with a warning, and with intervals of both on the same rows (S3-13)', async () => {
    const { comparison, model } = await compared();
    expect(comparison.warnings).toHaveLength(1);
    expect(comparison).toMatchObject({ code: 'BETTER', uncertainty: 'paired' });
    expect(comparison.primary).toMatchObject({ method: 'delong', n: comparison.rows, underpowered: true });
    expect(comparison.rules[0]?.interval?.[0]).toBeGreaterThan(0);
    const { candidate: metrics, snapshotSha256, validationHash: hash } = comparison;
    expect(hash).toBe(validationHash({ modelName: 'churn', metrics, snapshotSha256 }));
    expect(comparison.candidateSha256).toBe(model.sha256);
  });

  test('has a stored record of its validation: verdict, accuracy, precision, recall, F1, hash and time (S2-21)', async () => {
    const { output, store } = await compared();
    const { verdict, candidate, validationHash: hash, validatedAt } = await readComparison(store, output.comparison);
    const result = {
      is_valid: verdict === 'promote',
      accuracy: candidate.accuracy,
      precision: candidate.precision,
      recall: candidate.recall,
      f1_score: candidate.f1,
      hash,
      timestamp: validatedAt,
    };
    const share = expect.any(Number);
    expect(result).toEqual({
      is_valid: true,
      accuracy: share,
      precision: share,
      recall: share,
      f1_score: share,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      timestamp: startOf(EXECUTION),
    });
    const { precision, recall, f1_score: f1 } = result;
    expect(f1).toBeCloseTo((2 * Number(precision) * Number(recall)) / (Number(precision) + Number(recall)), 10);
  });

  test('is judged within the values of a feature, where the definition names one', async () => {
    const { comparison } = await compared({
      outcomes: churnOutcomes(2_000),
      definition: churnDefinition({ gate: { slices: 'job' } }),
    });
    expect(comparison.slices.map(({ slice }) => slice)).toEqual(['clerk', 'nurse', 'pilot']);
    expect(comparison.guardrails.at(-1)).toMatchObject({ metric: 'slice-auc', margin: 0.02 });
  });

  test('is compared by points where the definition says so', async () => {
    const { comparison, output } = await compared({ definition: churnDefinition({ gate: { confidence: false } }) });
    expect(comparison).toMatchObject({ verdict: 'promote', uncertainty: 'off', primary: null });
    expect(output.reason).toContain('; by points alone, as gate.confidence is false');
  });

  test('is measured on the holdout, where the champion is too (S1-10)', async () => {
    const { comparison, rows } = await compared();
    const holdout = rows.filter(({ id }) => partOf(id) === 'holdout').length;
    expect(comparison).toMatchObject({ rows: holdout, candidate: { rows: holdout }, champion: { rows: holdout } });
  });

  test('is compared with a champion of other features', async () => {
    expect((await compared({ champion: byAge(-1) })).comparison.champion.auc).toBeLessThan(0.5);
    expect((await compared({ champion: byAge(1) })).comparison.champion.auc).toBeGreaterThan(0.5);
  });

  test('is compared with a champion that had other labels', async () => {
    const definition = churnDefinition({ positiveClass: undefined, classes: ['no', 'yes'] });
    const { comparison } = await compared({ definition, champion: byAge(1) });
    expect(comparison.champion.auc).toBeGreaterThan(0.5);
    expect(comparison.candidate.auc).toBeGreaterThan(comparison.champion.auc ?? 1);
    // over two classes a Brier score counts every mistake twice
    const before = await compared({ champion: byAge(1) });
    expect(comparison.champion.brier).toBeCloseTo(2 * (before.comparison.champion.brier ?? Number.NaN), 10);
  });
});

describe('a candidate', () => {
  test('that is no better is rejected', async () => {
    const { output } = await compared({ candidate: { ...baseline, trainer: { kind: 'again', parameters: {} } } });
    expect(output.verdict).toBe('reject');
    expect(output.reason).toBe('no significant improvement: absolute auc gain 0 (auc 0.5 to 0.5) is below 0.01');
  });

  test('that is worse is rejected with confidence', async () => {
    const { comparison } = await compared({ candidate: byAge(-1), champion: byAge(1) });
    expect(comparison).toMatchObject({ verdict: 'reject', confidence: 'high' });
  });

  test('of which the holdout says nothing is held', async () => {
    const alike = churnOutcomes(200).map((outcome) =>
      partOf(outcome.id) === 'holdout' ? { ...outcome, label: 'no' } : outcome,
    );
    const { output, comparison } = await compared({ outcomes: alike });
    expect(output.verdict).toBe('hold');
    expect(output.reason).toMatch(/^no evidence: auc is undefined on \d+ rows/);
    expect(comparison.rules[0]).toMatchObject({ value: null, passed: null });
  });

  test('is judged by the bound of the trigger that asked for it', async () => {
    const rule = { metric: 'accuracy', mode: 'absolute', minimum: 0, strict: true, severity: 'hard' };
    const gate = { rules: [{ ...rule, triggers: { drift: { minimum: 0, strict: false } } }], rejectBelow: false };
    const definition = churnDefinition({ gate: { ...gate, between: 'reject' } });
    const scene = { definition, candidate: { ...baseline, trainer: { kind: 'again', parameters: {} } } };
    expect((await compared({ ...scene, trigger: 'manual' })).output.verdict).toBe('reject');
    expect((await compared({ ...scene, trigger: 'drift' })).output.verdict).toBe('promote');
  });

  test('gets the same comparison every time', async () => {
    expect((await compared()).output).toEqual((await compared()).output);
  });
});

describe('comparing refuses', () => {
  test('without a champion', async () => {
    await expect(compared({ champion: null })).rejects.toThrow(NotBootstrapped);
  });

  test.each(['candidate', 'champion'] as const)(
    'a %s that does not score what it did when it was trained',
    async (role) => {
      const spoilt = { ...byAge(1), golden: [{ row: { age: 45 }, score: 0.6 }] };
      const running = compared({ [role]: spoilt });
      await expect(running).rejects.toThrow(ArtifactBroken);
      await expect(running).rejects.toThrow('golden row 0 should score 0.6, got 0.5');
    },
  );

  test('a snapshot that counted other rows than its parts hold', async () => {
    const { store, archive, freeze } = await frozenOutcomes(churnOutcomes(60));
    const ledger = inMemoryLedger();
    const model = await writeModelArtifact(store, baseline);
    const release = releaseOf('1', '0.0.0', { modelKey: model.key, modelSha256: model.sha256 });
    for (const entry of ledgerOf([bootstrapped(release)], 'churn')) await ledger.append(entry);
    const compare = createCompare({
      ledger,
      store,
      archive,
      decisions: inMemoryDecisionRecords(),
      definition: async () => churnDefinition(),
      modelName: 'churn',
    });
    const trained = { trainer: 'logistic-regression', model, evaluation: model, validationScore: 0.8 };
    const input = { execution: EXECUTION, trigger: 'manual' as const, snapshot: await freeze(61), trained };
    await expect(compare(input)).rejects.toThrow(ArtifactBroken);
  });
});

test.each([
  ['promote', byAge(-3)],
  ['a-b-test', byAge(3)],
] as const)('a verdict of %s is recorded, and can be decided once more from that alone', async (verdict, champion) => {
  const { decisions, output, store } = await compared({ champion });

  const [record, ...others] = await decisions.list('churn', EXECUTION.name);
  if (record === undefined) throw new Error('a decision should be recorded');
  expect(others).toEqual([]);
  const witnesses = { modelName: 'churn', entries: [], ledger: [], store };
  const { findings, explanation } = await examineDecision(record, witnesses);
  expect(findings).toEqual([]);
  expect(output.verdict).toBe(verdict);
  expect(record.question).toMatchObject({ comparison: output.comparison });
  expect(explanation).toMatchObject({ reason: output.reason, errorBudget: { alpha: 0.05, spent: 0.05 } });
  expect(explanation?.wouldChange).not.toEqual([]);
});
