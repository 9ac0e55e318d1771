import type { Comparison, Delta } from '../artifacts/comparison.ts';
import type { Measurements } from '../artifacts/evaluation.ts';
import { validationHash } from '../artifacts/validation-hash.ts';
import type { GateSettings } from '../definition/gate-settings.ts';
import { BASELINE_VERSION } from '../ledger/model-version.ts';
import type { Trigger } from '../steps/execution.ts';
import type { Timestamp } from '../time.ts';
import { decideGate, type GateInput } from './gate.ts';
import { type PairedEvidence, pairedEvidence, reportedMetrics } from './paired-evidence.ts';
import { pairRows } from './paired-rows.ts';
import { type MeasuredPair, ruleValue } from './rule-value.ts';
import { measureKey, storedInterval } from './uncertainty.ts';

/** One model on the rows of the holdout. */
interface ScoredModel {
  readonly rows: readonly {
    readonly id: string;
    readonly label: string;
    readonly features: Readonly<Record<string, unknown>>;
  }[];
  /** Of each row: the positive class's probability, or one per class. */
  readonly scores: readonly (number | readonly number[])[];
  readonly measurements: Measurements;
}

export interface ModelsInput {
  readonly modelName: string;
  readonly candidate: ScoredModel;
  readonly champion: ScoredModel;
  /** Which labels the scores of both are about. */
  readonly terms: { readonly positiveClass: string | null; readonly classes: readonly string[] };
  readonly settings: GateSettings;
  readonly trigger: Trigger;
  readonly snapshotSha256: string;
  readonly candidateSha256: string;
  readonly compared: Comparison['compared'];
  /** When the candidate counts as validated: at every attempt the same. */
  readonly validatedAt: Timestamp;
}

/** What the gate is to be asked about both models on the same rows. Throws as `pairRows` does. */
export function askedOfGate(input: ModelsInput): GateInput {
  const { settings, trigger, candidate, champion } = input;
  const evidence = evidenceOf(input);
  return { settings, trigger, evidence, candidate: candidate.measurements, champion: champion.measurements };
}

/** Both models on the same rows, every number with its interval, and the gate's decision. Throws as `pairRows` does. */
export function compareModels(input: ModelsInput, asked: GateInput = askedOfGate(input)): Comparison {
  const { modelName, snapshotSha256, candidateSha256, compared, validatedAt } = input;
  const { evidence, candidate, champion } = asked;
  const pair = { candidate, champion };
  return {
    schema: 'ratchet.comparison/2',
    snapshotSha256,
    candidateSha256,
    compared,
    rows: pair.candidate.rows,
    ...pair,
    ...decideGate(asked),
    warnings: compared.modelVersion === BASELINE_VERSION ? [BASELINE_WARNING] : [],
    deltas: deltasOf(pair, evidence),
    validationHash: validationHash({ modelName, metrics: pair.candidate, snapshotSha256 }),
    validatedAt,
  };
}

const BASELINE_WARNING = `no trained model was in production: the champion is the baseline ${BASELINE_VERSION}, which scores every row alike`;

function evidenceOf({ candidate, champion, terms, settings, ...models }: ModelsInput): PairedEvidence | null {
  // even where points decide, they are points of the same rows
  const rows = pairRows(scoredRows(candidate), scoredRows(champion));
  const { confidence, slices } = settings;
  if (confidence === null) return null;
  return pairedEvidence({
    rows,
    terms,
    settings: { ...settings, confidence },
    slices: slices === null ? null : candidate.rows.map(({ features }) => String(features[slices] ?? '')),
    models: { candidateSha256: models.candidateSha256, championSha256: models.compared.modelSha256 },
  });
}

function scoredRows({ rows, scores }: ScoredModel) {
  return rows.map(({ id, label }, index) => ({ id, label, score: scores[index] ?? Number.NaN }));
}

/** Candidate minus champion: shares of right and of wrong answers, and every metric (S1-38). */
function deltasOf(pair: MeasuredPair, evidence: PairedEvidence | null): Delta[] {
  const deltas = reportedMetrics.map((metric) => {
    const measure = { metric, mode: 'absolute' } as const;
    const gain = ruleValue(measure, pair);
    const interval = storedInterval(evidence?.estimates[measureKey(measure)] ?? null);
    return metric === 'log-loss' || metric === 'brier'
      ? reversed({ metric, delta: gain, interval })
      : { metric, delta: gain, interval };
  });
  const success = deltas.find(({ metric }) => metric === 'accuracy') ?? { delta: null, interval: null };
  return [{ ...success, metric: 'success rate' }, reversed({ ...success, metric: 'error rate' }), ...deltas];
}

function reversed({ metric, delta, interval }: Delta): Delta {
  return {
    metric,
    delta: delta === null ? null : 0 - delta,
    interval: interval === null ? null : [0 - interval[1], 0 - interval[0]],
  };
}
