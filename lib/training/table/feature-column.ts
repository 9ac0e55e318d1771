/** A feature as the definition knows it. */
export interface FeatureColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Texts that mean "missing", besides the blank one. */
  readonly missing: readonly string[];
}
