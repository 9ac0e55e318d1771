import { RatchetError } from '../errors.ts';

/** A trainer was asked for that this version of Ratchet does not carry out. */
export class TrainerUnavailable extends RatchetError {
  override readonly name = 'TrainerUnavailable';
}

/** A trained model is larger than the gate allows. */
export class ArtifactTooLarge extends RatchetError {
  override readonly name = 'ArtifactTooLarge';
}
