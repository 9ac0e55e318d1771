/**
 * What `ratchet` ends with. `refused`: an operation was refused or failed, or something was found that should not be.
 * `wrongUsage`: the command line is wrong. `notFound`: what is asked for cannot be found or reached.
 */
export const exitCodes = { done: 0, refused: 1, wrongUsage: 2, notFound: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
