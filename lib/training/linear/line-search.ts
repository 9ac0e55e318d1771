/** A function along a line: its value and derivative after a step. */
export interface SearchPoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const GROWTH = 4;
const MOST_EVALUATIONS = 30;
// a new step is never closer than this share of the bracket to one of its ends
const SAFEGUARD = 0.1;

/**
 * A step that meets the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, section 3.5) of a convex
 * function that falls at `start`; it is the last one that was evaluated. Null when none was found, which on a convex
 * function means that rounding hides what is left to gain.
 */
export function searchLine(
  evaluate: (step: number) => SearchPoint,
  start: SearchPoint,
  firstStep: number,
): SearchPoint | null {
  if (!(start.slope < 0)) return null;
  let low = start;
  let high: SearchPoint | null = null;
  let step = firstStep;
  for (let count = 0; count < MOST_EVALUATIONS; count += 1) {
    const point = evaluate(step);
    const { enough, tooShort } = assess(point, start);
    if (enough) return point;
    if (tooShort) low = point;
    else high = point;
    step = high === null ? step * GROWTH : between(low, high);
  }
  return null;
}

function assess(point: SearchPoint, start: SearchPoint): { enough: boolean; tooShort: boolean } {
  const decreases = point.value <= start.value + SUFFICIENT_DECREASE * point.step * start.slope;
  // a convex function that still falls has its minimum further on
  const tooShort = decreases && point.slope < 0;
  return { tooShort, enough: decreases && Math.abs(point.slope) <= -CURVATURE * start.slope };
}

/** Minimum of the cubic through both ends, kept away from them. */
function between(low: SearchPoint, high: SearchPoint): number {
  const width = high.step - low.step;
  const middle = low.slope + high.slope - (3 * (low.value - high.value)) / (low.step - high.step);
  const root = Math.sqrt(Math.max(0, middle * middle - low.slope * high.slope));
  const share = 1 - (high.slope + root - middle) / (high.slope - low.slope + 2 * root);
  // infinite values have no cubic
  const safe = Number.isFinite(share) ? Math.min(Math.max(share, SAFEGUARD), 1 - SAFEGUARD) : 0.5;
  return low.step + safe * width;
}
