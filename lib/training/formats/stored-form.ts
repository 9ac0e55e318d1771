import type { EvaluatedModel, LearntModel } from '../evaluation/evaluated-model.ts';
import type { ConstantScorer, FittedModel, LinearScorer, OnnxScorer, Preparation } from '../fitted-model.ts';
import type { TrainedModel } from '../train-model.ts';
import { xgboostMembers } from './write-xgboost.ts';

/** A graph, which is a file of its own. */
type StoredNetwork = Pick<OnnxScorer, 'kind' | 'content'>;

/** A model as a file has it, but for whose it is. */
interface StoredForm extends Pick<LearntModel, 'stats' | 'golden'> {
  readonly preparation: Preparation[];
  readonly scorer: ConstantScorer | LinearScorer | { readonly kind: 'trees' } | StoredNetwork;
  /** JSON of members whose numbers have to stay as they are written. */
  readonly texts: Readonly<Record<string, string>>;
}

interface StoredVote {
  /** Place among the trainers of the ensemble. */
  readonly place: number;
  readonly weight: number;
  readonly form: StoredForm;
}

/** The same of an ensemble, which scores with models that are stored themselves. */
export interface TrainedForm extends Omit<StoredForm, 'scorer'> {
  /** Null where the members vote. */
  readonly scorer: StoredForm['scorer'] | null;
  readonly members: readonly StoredVote[];
}

/** Members are those of an ensemble. */
export function trainedForm(trained: EvaluatedModel & Partial<TrainedModel>): TrainedForm {
  const members = (trained.members ?? []).map(({ place, weight, model }) => ({
    place,
    weight,
    form: storedForm(model),
  }));
  const { stats, golden } = trained;
  if (trained.scorer.kind === 'ensemble') return { preparation: [], scorer: null, texts: {}, stats, golden, members };
  return { ...storedForm(trained), members };
}

function storedForm({ preparation, scorer, stats, golden }: LearntModel): StoredForm {
  return { preparation: [...preparation], stats, golden, ...storedScorer(preparation, scorer) };
}

function storedScorer(
  preparation: FittedModel['preparation'],
  scorer: FittedModel['scorer'],
): Pick<StoredForm, 'scorer' | 'texts'> {
  if (scorer.kind === 'ensemble') throw new TypeError('the members of an ensemble are no ensembles themselves');
  if (scorer.kind === 'onnx') return { scorer: { kind: scorer.kind, content: scorer.content }, texts: {} };
  if (scorer.kind !== 'trees') return { scorer, texts: {} };
  const names = preparation.map(({ feature }) => feature);
  return { scorer: { kind: 'trees' }, texts: { ...xgboostMembers(scorer.ensemble, names) } };
}
