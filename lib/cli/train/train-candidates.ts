import { validationScore } from '../../domain/artifacts/trained-artifacts.ts';
import { engineTrainer } from '../../domain/definition/engine-trainer.ts';
import type { BuiltInTrainer } from '../../domain/definition/trainer-settings.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import { milliseconds } from '../../domain/time.ts';
import type { ClassificationMeasurements } from '../../statistics/metrics/measurements.ts';
import { type TrainedModel, trainOn } from '../../training/train-model.ts';
import type { TrainableRows } from '../../training/trainable-rows.ts';
import type { Progress } from '../terminal/progress.ts';

/** What one trainer came to. */
export interface Candidate {
  readonly trainer: BuiltInTrainer;
  /** Of the members of an ensemble, in their order; 0 for those that are left out. Empty for other trainers. */
  readonly weights: readonly number[];
  /** On validation rows. */
  readonly validation: ClassificationMeasurements;
  /** What trainers are chosen by, higher is better. */
  readonly validationScore: number;
  readonly seconds: number;
}

export interface Trainings {
  /** In the order of the definition. */
  readonly candidates: readonly Candidate[];
  readonly best: Candidate;
  /** Of the best. */
  readonly trained: TrainedModel;
}

/** Trains every trainer on the same rows; the best on validation rows wins, the first of equals. */
export async function trainCandidates(
  rows: TrainableRows,
  trainers: readonly BuiltInTrainer[],
  { clock, progress }: { readonly clock: Pick<Clock, 'now'>; readonly progress: Progress },
): Promise<Trainings> {
  const candidates: Candidate[] = [];
  let found: Omit<Trainings, 'candidates'> | undefined;
  for (const [place, trainer] of trainers.entries()) {
    progress(`training ${place + 1} of ${trainers.length}: ${trainer.kind}`);
    const started = milliseconds(clock.now());
    const trained = await trainOn(rows, engineTrainer(trainer));
    const candidate = candidateOf(trainer, trained, (milliseconds(clock.now()) - started) / 1000);
    candidates.push(candidate);
    // only the best is kept, as each has the scores of all rows
    if (found === undefined || candidate.validationScore > found.best.validationScore)
      found = { best: candidate, trained };
  }
  if (found === undefined) throw new TypeError('a definition has a trainer');
  return { candidates, ...found };
}

function candidateOf(trainer: BuiltInTrainer, { parts, members }: TrainedModel, seconds: number): Candidate {
  const weightAt = (place: number) => members.find((member) => member.place === place)?.weight ?? 0;
  const validation = parts.validation.measurements;
  return {
    trainer,
    weights: trainer.kind === 'soft-vote' ? trainer.members.map((_, place) => weightAt(place)) : [],
    validation,
    validationScore: validationScore(validation),
    seconds,
  };
}
