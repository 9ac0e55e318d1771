import type { ModelDefinition } from '../definition/model-definition.ts';
import type { SoftVote } from '../definition/trainer-settings.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { memberObjects } from './ensemble-members.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { writeModelArtifact } from './model-door.ts';
import { type Learnt, modelOf } from './trained-artifacts.ts';

/** What was learnt, with the JSON of members whose numbers have to stay as they are written. */
interface TrainedForm extends Omit<Learnt, 'scorer'> {
  /** Null where the members vote. */
  readonly scorer: Learnt['scorer'] | null;
  readonly texts: Readonly<Record<string, string>>;
}

/** What an ensemble's trainers learnt: those that have a weight, by their place among the trainers. */
interface TrainedMember {
  readonly place: number;
  readonly weight: number;
  readonly form: TrainedForm;
}

export interface WrittenModel {
  readonly artifact: ModelArtifact;
  readonly model: StoredObject;
  /** Of the model and all that it is made of. */
  readonly bytes: number;
  /** Other models that it scores with. */
  readonly members: readonly StoredObject[];
}

/** What made a model: an ensemble's trainers, or what the artefact says of any other. */
export type ModelTrainer = SoftVote | ModelArtifact['trainer'];

type Trained = TrainedForm & { readonly members: readonly TrainedMember[] };

/**
 * Writes a trained model as Train stores it. An ensemble's members are models of their own and are written first; where
 * only one of them has a weight, the model is that one.
 */
export async function writeTrainedModel(
  store: ArtifactStore,
  definition: ModelDefinition,
  trainer: ModelTrainer,
  { members, ...form }: Trained,
): Promise<WrittenModel> {
  if (!('members' in trainer)) return writeModel(store, definition, trainer, form);
  const write = ({ place, form: own }: TrainedMember) => writeModel(store, definition, memberAt(trainer, place), own);
  const [only] = members;
  if (only !== undefined && members.length === 1) return write(only);
  const written = await Promise.all(members.map(async (one) => ({ ...(await write(one)).model, weight: one.weight })));
  return writeModel(store, definition, trainerOf(trainer), { ...form, scorer: { kind: 'ensemble', members: written } });
}

async function writeModel(
  store: ArtifactStore,
  definition: ModelDefinition,
  trainer: ModelArtifact['trainer'],
  { scorer, texts, ...learnt }: TrainedForm,
): Promise<WrittenModel> {
  if (scorer === null) throw new TypeError('a model scores with what it learnt or with members');
  const artifact = modelOf(definition, trainer, { ...learnt, scorer });
  const model = await writeModelArtifact(store, artifact, texts);
  const members = memberObjects(artifact);
  return { artifact, model, members, bytes: members.reduce((sum, { bytes }) => sum + bytes, model.bytes) };
}

function memberAt({ members }: SoftVote, place: number) {
  const trainer = members[place];
  if (trainer !== undefined) return trainer;
  throw new RangeError(`an ensemble of ${members.length} trainers has none at ${place}`);
}

/** The parameters of the members are in their own artefacts. */
function trainerOf({ kind, members, weights }: SoftVote): ModelArtifact['trainer'] {
  return { kind, parameters: { members: members.map((member) => member.kind), weights } };
}
