/** Alarms on short periods are evaluated every ten seconds, others every minute. Milliseconds. */
function evaluationInterval(period: number): number {
  return period < 60_000 ? 10_000 : 60_000;
}

/** When the first evaluation after `time` is due. */
export function nextEvaluation(time: number, period: number): number {
  const interval = evaluationInterval(period);
  return (Math.floor(time / interval) + 1) * interval;
}

/**
 * When one bucket of data next changes what an alarm sees: when it comes into the newest of `periods` periods, moves on
 * into an older one, or leaves the oldest; infinite when it has left. In between, evaluations would find the same again.
 */
export function nextChange(bucketStart: number, period: number, periods: number, now: number): number {
  const first = nextEvaluation(bucketStart, period);
  if (first > now) return first;
  const moves = Math.floor((now - first) / period) + 1;
  return moves <= periods ? first + moves * period : Number.POSITIVE_INFINITY;
}
