import { RatchetError } from '../errors.ts';

/** A reference profile is of another model, or of other features than those that it is to be compared with. */
export class ProfileMismatch extends RatchetError {
  override readonly name = 'ProfileMismatch';
}

/** The counts of a window are no counts, or were not made with the reference profile that they are compared with. */
export class WindowBroken extends RatchetError {
  override readonly name = 'WindowBroken';
}
