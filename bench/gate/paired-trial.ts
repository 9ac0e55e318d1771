import { gateRule } from '../../lib/domain/definition/gate-rules.ts';
import { closedFormUncertainty } from '../../lib/domain/gate/closed-form-uncertainty.ts';
import { decideGate } from '../../lib/domain/gate/gate.ts';
import { measureKey } from '../../lib/domain/gate/uncertainty.ts';
import { normalQuantile } from '../../lib/statistics/distributions/normal.ts';
import { measure } from '../../lib/statistics/metrics/measurements.ts';
import { readScores } from '../../lib/statistics/metrics/read-scores.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';
import { THRESHOLD_TOLERANCE } from '../../lib/statistics/threshold-tolerance.ts';

/** Rows of a holdout on which two models are compared, and what is true of these models. */
export interface Population {
  readonly rows: number;
  /** AUC of the champion. */
  readonly auc: number;
  /** How much more the challenger has. */
  readonly gain: number;
  readonly prevalence: number;
  /** Of both models' scores within a class. */
  readonly correlation: number;
}

export interface TrialVerdicts {
  /** By the gate, with the interval of the gain. */
  readonly gate: boolean;
  /** By the gain in points alone. */
  readonly threshold: boolean;
}

const SEED = 20_240_607;
const rule = gateRule('auc', 'absolute', { minimum: 0.01, strict: false });

/** Draws the scores of both models from normal distributions and says who would have promoted the challenger. */
export function paired(population: Population, repetition: number): TrialVerdicts {
  const { rows, prevalence } = population;
  const positives = Math.round(rows * prevalence);
  const labels = Array.from({ length: rows }, (_, row) => (row < positives ? 'yes' : 'no'));
  const scores = labels.map((label, row) => pairOfScores(population, label === 'yes', repetition, row));
  const terms = { labels, positiveClass: 'yes', classes: [] };
  const sides = {
    candidate: { ...terms, scores: scores.map(([, challenger]) => challenger) },
    champion: { ...terms, scores: scores.map(([champion]) => champion) },
  };
  const measured = { candidate: measure(sides.candidate), champion: measure(sides.champion) };
  const estimate = closedFormUncertainty(
    rule,
    { candidate: readScores(sides.candidate), champion: readScores(sides.champion) },
    0.9,
  );
  const { verdict } = decideGate({
    ...measured,
    settings: { rules: [rule], rejectBelow: -0.005, between: 'a-b-test', confidence: 0.9, guardrails: [] },
    trigger: 'manual',
    evidence: {
      confidence: 0.9,
      rows,
      labels: 2,
      prevalence,
      underpowered: false,
      seed: SEED,
      estimates: { [measureKey(rule)]: estimate ?? null },
      slices: [],
    },
  });
  const gain = (measured.candidate.auc ?? 0) - (measured.champion.auc ?? 0);
  return { gate: verdict === 'promote', threshold: gain >= 0.01 - THRESHOLD_TOLERANCE };
}

/** Two normal scores as probabilities; the distance of the classes' means that an AUC has is √2 times its quantile. */
function pairOfScores(
  { rows, auc, gain, correlation }: Population,
  positive: boolean,
  repetition: number,
  row: number,
): [champion: number, challenger: number] {
  const [one, other] = [0, 1].map((stream) => normalQuantile(uniformAt(SEED + rows, stream, repetition, row)));
  const shared = one ?? 0;
  const own = correlation * shared + Math.sqrt(1 - correlation ** 2) * (other ?? 0);
  const distance = (area: number) => (positive ? Math.SQRT2 * normalQuantile(area) : 0);
  return [logistic(distance(auc) + shared), logistic(distance(auc + gain) + own)];
}

function logistic(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}
