import { contentHash } from '../content-hash.ts';
import type { Measurements } from './evaluation.ts';

export interface Validated {
  readonly modelName: string;
  /** Of the candidate, on the holdout. */
  readonly metrics: Measurements;
  readonly snapshotSha256: string;
}

/** SHA-256 of the canonical JSON of what a model was validated with (S2-10). */
export function validationHash({ modelName, metrics, snapshotSha256 }: Validated): string {
  return contentHash({ modelName, metrics, snapshotSha256 });
}
