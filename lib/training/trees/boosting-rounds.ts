import type { Tree } from './tree-ensemble.ts';

export interface BoostingRound {
  /** One tree per output. */
  readonly trees: readonly Tree[];
  /** Undefined where there are no validation rows. */
  readonly validationLoss: number | undefined;
}

export interface KeptRounds {
  readonly trees: readonly Tree[];
  readonly rounds: number;
  readonly bestRound: number;
  readonly validationLosses: readonly number[];
}

/**
 * Grows rounds until there are enough of them, or until `patience` of them had no lower validation loss than the best.
 * Then the trees after the best are dropped; with a patience of 0 none are. `startLoss` is what a best has to be below.
 */
export function keepBestRounds(
  growRound: (round: number) => BoostingRound,
  { most, patience, startLoss }: { readonly most: number; readonly patience: number; readonly startLoss: number },
): KeptRounds {
  const rounds: BoostingRound[] = [];
  const validationLosses: number[] = [];
  let best = { round: 0, loss: startLoss };
  while (
    rounds.length < most &&
    !(patience > 0 && rounds.length - best.round >= patience && validationLosses.length > 0)
  ) {
    const round = growRound(rounds.length + 1);
    rounds.push(round);
    if (round.validationLoss === undefined) continue;
    validationLosses.push(round.validationLoss);
    if (round.validationLoss < best.loss) best = { round: rounds.length, loss: round.validationLoss };
  }
  const bestRound = patience > 0 && validationLosses.length > 0 ? best.round : rounds.length;
  const trees = rounds.slice(0, bestRound).flatMap((round) => round.trees);
  return { trees, rounds: rounds.length, bestRound, validationLosses };
}
