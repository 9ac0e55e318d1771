interface Iterates {
  readonly previous: number;
  readonly best: number;
  /** On the other side of the root than `best`. */
  readonly opposite: number;
  readonly atPrevious: number;
  readonly atBest: number;
  readonly atOpposite: number;
}

const MOST_STEPS = 1_000;

/**
 * Where a function crosses 0 between two arguments at which its signs differ, to `tolerance`: Brent's method (1973, as in
 * Netlib's `zeroin`), step by step as R's `uniroot` takes it, so that where the function jumps, or is 0 for a stretch, the
 * answer is the one that R gives. Throws a RangeError where the signs are equal.
 */
export function brentRoot(
  valueAt: (argument: number) => number,
  { low, high, tolerance }: { readonly low: number; readonly high: number; readonly tolerance: number },
): number {
  const [atLow, atHigh] = [valueAt(low), valueAt(high)];
  if (!(atLow * atHigh <= 0)) {
    throw new RangeError(`'valueAt' should change its sign from ${low} to ${high}, got ${atLow} and ${atHigh}`);
  }
  if (atLow === 0) return low;
  let iterates = { previous: low, best: high, opposite: low, atPrevious: atLow, atBest: atHigh, atOpposite: atLow };
  for (let step = 0; step < MOST_STEPS && iterates.atBest !== 0; step += 1) {
    const lastStep = iterates.best - iterates.previous;
    iterates = ordered(iterates);
    const closest = 2 * Number.EPSILON * Math.abs(iterates.best) + tolerance / 2;
    if (Math.abs(iterates.opposite - iterates.best) / 2 <= closest) break;
    const best = iterates.best + nextStep(iterates, lastStep, closest);
    iterates = moved(iterates, best, valueAt(best));
  }
  return iterates.best;
}

/** Exchanges the ends where the opposite one is closer to 0. */
function ordered(iterates: Iterates): Iterates {
  const { best, opposite, atBest, atOpposite } = iterates;
  if (Math.abs(atOpposite) >= Math.abs(atBest)) return iterates;
  return {
    previous: best,
    best: opposite,
    opposite: best,
    atPrevious: atBest,
    atBest: atOpposite,
    atOpposite: atBest,
  };
}

function nextStep(iterates: Iterates, lastStep: number, closest: number): number {
  const half = (iterates.opposite - iterates.best) / 2;
  const isTrusted = Math.abs(lastStep) >= closest && Math.abs(iterates.atPrevious) > Math.abs(iterates.atBest);
  const step = (isTrusted ? interpolatedStep(iterates, lastStep, closest) : null) ?? half;
  return Math.abs(step) >= closest ? step : Math.sign(step) * closest;
}

/** Of a straight line, or of an inverse parabola where there are three points; null where it goes too far. */
function interpolatedStep(iterates: Iterates, lastStep: number, closest: number): number | null {
  const { previous, best, opposite, atPrevious, atBest, atOpposite } = iterates;
  const width = opposite - best;
  const ratio = atBest / atPrevious;
  let [numerator, denominator] = [width * ratio, 1 - ratio];
  if (previous !== opposite) {
    const [ends, toOpposite] = [atPrevious / atOpposite, atBest / atOpposite];
    numerator = ratio * (width * ends * (ends - toOpposite) - (best - previous) * (toOpposite - 1));
    denominator = (ends - 1) * (toOpposite - 1) * (ratio - 1);
  }
  if (numerator > 0) denominator = -denominator;
  else numerator = -numerator;
  const isNear =
    numerator < 0.75 * width * denominator - Math.abs(closest * denominator) / 2 &&
    numerator < Math.abs((lastStep * denominator) / 2);
  return isNear ? numerator / denominator : null;
}

function moved(iterates: Iterates, best: number, atBest: number): Iterates {
  const from = { previous: iterates.best, atPrevious: iterates.atBest };
  return Math.sign(atBest) === Math.sign(iterates.atOpposite)
    ? { ...from, best, atBest, opposite: iterates.best, atOpposite: iterates.atBest }
    : { ...from, best, atBest, opposite: iterates.opposite, atOpposite: iterates.atOpposite };
}
