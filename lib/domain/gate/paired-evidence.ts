import { type ReadScores, readScores } from '../../statistics/metrics/read-scores.ts';
import { murmur3 } from '../../statistics/murmur3.ts';
import type { SliceResult } from '../artifacts/comparison.ts';
import type { Guardrail } from '../definition/gate-guardrails.ts';
import type { GateRule } from '../definition/gate-rules.ts';
import type { GateSettings } from '../definition/gate-settings.ts';
import { bootstrapUncertainties } from './bootstrap-uncertainties.ts';
import { closedFormUncertainty } from './closed-form-uncertainty.ts';
import type { PairedRow } from './paired-rows.ts';
import { sliceEvidence } from './slice-evidence.ts';
import { guardedMeasure, type Measure, measureKey, type ReadPair, type Uncertainty } from './uncertainty.ts';

/** What the rows say about the numbers of two models beyond their values. */
export interface PairedEvidence {
  /** Of every two-sided interval. */
  readonly confidence: number;
  readonly rows: number;
  /** Labels that occur among the rows. */
  readonly labels: number;
  /** Share of the positive class or, with several classes, of the rarest; null without rows. */
  readonly prevalence: number | null;
  /** Fewer than 2,000 rows, or than 400 of the rarer class. */
  readonly underpowered: boolean;
  /** Of every bootstrap. */
  readonly seed: number;
  /** By `measureKey`; null where the rows allow for no interval. */
  readonly estimates: Readonly<Record<string, Uncertainty | null>>;
  readonly slices: readonly SliceResult[];
}

export interface EvidenceInput {
  readonly rows: readonly PairedRow[];
  /** Which labels the scores of both models are about. */
  readonly terms: { readonly positiveClass: string | null; readonly classes: readonly string[] };
  readonly settings: Pick<GateSettings, 'rules' | 'guardrails'> & { readonly confidence: number };
  /** Value of the feature that slices go by, of each row; null without slices. */
  readonly slices: readonly string[] | null;
  /** Hashes of the two models: what the bootstrap's seed is made of. */
  readonly models: { readonly candidateSha256: string; readonly championSha256: string };
}

const ENOUGH_ROWS = 2_000;
const ENOUGH_OF_RARER = 400;

/** Every metric is told as a difference, whatever the rules ask for. */
export const reportedMetrics = ['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier'] as const;

/** Intervals of everything that the gate asks for, on the rows that both models scored. */
export function pairedEvidence(input: EvidenceInput): PairedEvidence {
  const { rows, terms, settings, models } = input;
  const labels = rows.map(({ label }) => label);
  const read = (scoreOf: (row: PairedRow) => PairedRow['candidate']) =>
    readScores({ labels, scores: rows.map(scoreOf), ...terms });
  const pair = { candidate: read((row) => row.candidate), champion: read((row) => row.champion) };
  const seed = murmur3(`${models.candidateSha256}:${models.championSha256}`);
  return {
    confidence: settings.confidence,
    ...populationOf(pair.candidate),
    seed,
    estimates: estimatesOf(askedMeasures(settings), pair, settings.confidence, seed),
    slices: slicesOf(input, pair),
  };
}

function populationOf({ positive, actual, probabilities }: ReadScores) {
  const counts = new Array<number>(probabilities[0]?.length ?? 0).fill(0);
  for (const label of actual) counts[label] = (counts[label] ?? 0) + 1;
  const rarest = Math.min(...counts, actual.length);
  const told = positive === null ? rarest : (counts[positive] ?? 0);
  return {
    rows: actual.length,
    labels: counts.filter((count) => count > 0).length,
    prevalence: actual.length === 0 ? null : told / actual.length,
    underpowered: actual.length < ENOUGH_ROWS || rarest < ENOUGH_OF_RARER,
  };
}

function askedMeasures({ rules, guardrails }: Pick<GateSettings, 'rules' | 'guardrails'>): Measure[] {
  const asked: Measure[] = [
    ...rules.map(({ metric, mode }: GateRule) => ({ metric, mode })),
    ...guardrails.flatMap(({ metric }: Guardrail) => (metric === 'slice-auc' ? [] : [guardedMeasure(metric)])),
    ...reportedMetrics.map((metric) => ({ metric, mode: 'absolute' as const })),
  ];
  return [...new Map(asked.map((measure) => [measureKey(measure), measure])).values()];
}

function estimatesOf(
  asked: readonly Measure[],
  pair: ReadPair,
  confidence: number,
  seed: number,
): Record<string, Uncertainty | null> {
  if (pair.candidate.actual.length === 0) return {};
  const alike = haveSameScores(pair);
  const closed = asked.map((measure) => {
    const identical = alike && measure.mode !== 'floor';
    return { measure, estimate: identical ? noDifference : closedFormUncertainty(measure, pair, confidence) };
  });
  const others = closed.filter(({ estimate }) => estimate === undefined).map(({ measure }) => measure);
  return {
    ...Object.fromEntries(closed.map(({ measure, estimate }) => [measureKey(measure), estimate ?? null])),
    ...bootstrapUncertainties(others, pair, { confidence, seed }),
  };
}

const noDifference: Uncertainty = { method: 'identical', standardError: 0, lower: 0, upper: 0, p: 1 };

/** Models that score every row alike are one and the same as far as these rows can tell. */
function haveSameScores({ candidate, champion }: ReadPair): boolean {
  return candidate.probabilities.every((row, index) =>
    row.every((probability, label) => probability === champion.probabilities[index]?.[label]),
  );
}

function slicesOf({ rows, terms, settings, slices }: EvidenceInput, { candidate, champion }: ReadPair): SliceResult[] {
  const margin = settings.guardrails.find(({ metric }) => metric === 'slice-auc')?.margin;
  if (slices === null || margin === undefined || terms.positiveClass === null) return [];
  const sliced = rows.map((_, row) => ({
    slice: slices[row] ?? '',
    positive: candidate.actual[row] === candidate.positive,
    candidate: candidate.probabilities[row]?.[1] ?? 0,
    champion: champion.probabilities[row]?.[1] ?? 0,
  }));
  return sliceEvidence(sliced, { confidence: settings.confidence, margin });
}
