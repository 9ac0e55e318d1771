import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';

/** How long something has been waited for. */
export interface Waiting {
  /** Until it happened, or until now if it has not; 0 or more. */
  readonly duration: number;
  readonly happened: boolean;
}

/** One duration at which something happened, and the share for which it has happened by then. */
export interface WaitingStep {
  readonly duration: number;
  /** Of which so many had waited so long. */
  readonly atRisk: number;
  /** 0 to 1, rising. */
  readonly share: number;
}

/**
 * Distribution of how long something takes, where some of it has not happened yet: 1 - product of (1 - d/n) over the
 * durations, d of the n that had waited so long being over then (Kaplan and Meier 1958). What ends without having happened
 * counts as waiting up to and including its last moment. Throws a RangeError for a duration that is not 0 or more.
 */
export function kaplanMeier(waitings: readonly Waiting[]): WaitingStep[] {
  const wrong = waitings.find(({ duration }) => !(duration >= 0));
  if (wrong !== undefined) throw new RangeError(`'duration' should be 0 or more, got ${wrong.duration}`);
  const sorted = [...waitings].sort((one, other) => one.duration - other.duration);
  const steps: WaitingStep[] = [];
  let left = 1;
  for (let index = 0; index < sorted.length; ) {
    const { duration = Number.NaN } = sorted[index] ?? {};
    const [from, atRisk] = [index, sorted.length - index];
    while (sorted[index]?.duration === duration) index += 1;
    const over = sorted.slice(from, index).filter(({ happened }) => happened).length;
    if (over === 0) continue;
    left *= 1 - over / atRisk;
    steps.push({ duration, atRisk, share: 1 - left });
  }
  return steps;
}

/** The shortest duration by which this share has happened; null where so much has not happened within what was seen. */
export function waitingQuantile(steps: readonly WaitingStep[], share: number): number | null {
  return steps.find((step) => step.share >= share - THRESHOLD_TOLERANCE)?.duration ?? null;
}
