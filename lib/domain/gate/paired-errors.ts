import { RatchetError } from '../errors.ts';

/** Two models were not scored on the same rows, so that their difference would be one of rows. */
export class HoldoutMismatch extends RatchetError {
  override readonly name = 'HoldoutMismatch';
}

/** A model's score of a row is no probability. */
export class ScoreBroken extends RatchetError {
  override readonly name = 'ScoreBroken';
}
