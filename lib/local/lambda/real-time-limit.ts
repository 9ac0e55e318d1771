/**
 * Guards real work against never ending. This is the one place that knows real time: the limit is no part of a run, it
 * only ends one that would hang. Returns how to call it off.
 */
export function realTimeLimit(milliseconds: number, passed: () => void): () => void {
  const timer = setTimeout(passed, milliseconds);
  return () => clearTimeout(timer);
}
