import { readFileSync } from 'node:fs';
import { fittedModel } from '../../../lib/training/formats/stored-model.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { monotonicSeconds, orderOf } from '../own-process.ts';

/** Loads a stored model and answers one row. */
export interface AnswerOrder {
  readonly model: string;
  readonly row: TrainingFeatures;
}

const { model, row } = orderOf<AnswerOrder>();
const answer = createScorer(fittedModel(JSON.parse(readFileSync(model, 'utf8')), model))(row);
console.log(JSON.stringify({ finished_s: monotonicSeconds(), answer }));
