/** What the columns of one row add to one margin. */
export interface Explanation {
  /** One per column. With `expected` they add up to the margin. */
  readonly contributions: Float64Array;
  /** The margin to expect of a row that nothing is known of. */
  readonly expected: number;
}
