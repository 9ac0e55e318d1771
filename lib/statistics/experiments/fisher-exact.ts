import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';
import { type Proportion, rateOf } from './proportion.ts';

// equal probabilities differ in their last digits
const TIE = 1 + 1e-7;

/**
 * Two-sided p of Fisher's exact test: the share of all tables with these margins that are no likelier than this one.
 * Takes as many steps as there are such tables.
 */
export function fisherExactP(control: Proportion, variant: Proportion): number {
  for (const arm of [control, variant]) rateOf(arm);
  const { lowest, likelihoods } = tableLikelihoods(control, variant);
  const observed = (likelihoods[variant.successes - lowest] ?? 0) * TIE;
  const unlikely = likelihoods.filter((likelihood) => likelihood <= observed);
  return Math.min(1, sum(unlikely) / sum(likelihoods));
}

/** Whether a cell of the table is expected to hold less than 5, where the z-test is not to be trusted. */
export function isTooSmallForZ(control: Proportion, variant: Proportion): boolean {
  const rows = control.total + variant.total;
  const successes = control.successes + variant.successes;
  return (
    (Math.min(control.total, variant.total) * Math.min(successes, rows - successes)) / rows < 5 - THRESHOLD_TOLERANCE
  );
}

/** Hypergeometric likelihoods by the variant's successes, relative to the likeliest: ratios need no factorial. */
function tableLikelihoods(control: Proportion, variant: Proportion) {
  const successes = control.successes + variant.successes;
  const lowest = Math.max(0, successes - control.total);
  const highest = Math.min(successes, variant.total);
  const failuresOfControl = (cell: number) => control.total - successes + cell;
  /** Likelihood of one more success of the variant, relative to this many. */
  const ratioAt = (cell: number) =>
    ((successes - cell) * (variant.total - cell)) / ((cell + 1) * (failuresOfControl(cell) + 1));
  const mode = Math.floor(((successes + 1) * (variant.total + 1)) / (control.total + variant.total + 2));
  const likelihoods = new Float64Array(highest - lowest + 1);
  likelihoods[mode - lowest] = 1;
  for (let cell = mode; cell < highest; cell += 1) {
    likelihoods[cell + 1 - lowest] = (likelihoods[cell - lowest] ?? 0) * ratioAt(cell);
  }
  for (let cell = mode - 1; cell >= lowest; cell -= 1) {
    likelihoods[cell - lowest] = (likelihoods[cell + 1 - lowest] ?? 0) / ratioAt(cell);
  }
  return { lowest, likelihoods };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
