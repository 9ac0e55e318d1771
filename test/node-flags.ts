/**
 * Flags of the processes that run tests: most of what they allocate dies young, and there is no core beside those that the
 * tests use.
 */
export const nodeFlags = ['--min-semi-space-size=16', '--single-threaded-gc'];
