import type { WantedPrediction } from '../artifacts/archived-outcomes.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { Timestamp } from '../time.ts';
import type { StoredObject } from './artifact-store.ts';

/** Every outcome that ever arrived, append-only, in partitions by the hour of its arrival. */
export interface OutcomeArchive {
  /**
   * Writes outcomes as one object per hour of arrival. Writing the same ones again is harmless: the key names the content.
   */
  write(modelName: string, outcomes: readonly StoredOutcome[]): Promise<StoredObject[]>;
  /** Objects with arrivals from the hour of `from` on, oldest hour first. */
  list(modelName: string, from: Timestamp): Promise<StoredObject[]>;
  /**
   * All outcomes of an object, or those that are linked with a prediction that is wanted. Throws `ArtifactMissing`,
   * `ArtifactHashMismatch`, or `ArtifactBroken` for what is no outcome, as far as it is wanted.
   */
  read(object: Pick<StoredObject, 'key' | 'sha256'>, wanted?: WantedPrediction): Promise<StoredOutcome[]>;
}
