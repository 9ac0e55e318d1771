export const minutesOfDay = 1440;
/** Requests per second of both arms together. */
export const rates = [1, 10, 100] as const;
/** Share of bad answers of a baseline, and of a canary that is its equal. */
export const ordinaryShare = 0.02;

interface SharedIncident {
  /** First of the thirty minutes in which both arms fail at 15 %. */
  readonly from: number;
}

export interface Scenario {
  readonly name: string;
  readonly rate: number;
  readonly canaryShare: number;
  readonly incident?: SharedIncident;
  /** Coefficient of variation of the rate of bad answers from minute to minute. @default 0, independent answers */
  readonly clumping?: number;
  /** Canary's weights in turn, an hour each and the last until the end. @default 0.1 */
  readonly ramp?: readonly number[];
  /** Odds of a bad answer that are allowed, as a factor of the baseline's. @default 1.1 */
  readonly margin?: number;
}
