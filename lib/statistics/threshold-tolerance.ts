/** Distance from a threshold within which a number counts as equal to it: .82 - .81 is not quite .01 in floating point. */
export const THRESHOLD_TOLERANCE = 1e-9;
