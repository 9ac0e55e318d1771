export interface VectorCase {
  readonly name: string;
  /** Largest of the case, in the unit that the tolerance is in. */
  readonly worstError: number;
  readonly tolerance: number;
}

/** One file of expected values, as read; what a check needs and does not find counts as empty. */
export type Vectors = Readonly<Record<string, unknown>>;
