import type { ModelDefinition } from '../definition/model-definition.ts';
import type { SoftVote } from '../definition/trainer-settings.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { type ModelArtifact, ONNX_FILE_NAME } from './model-artifact.ts';
import { writeModelArtifact } from './model-door.ts';
import { partObjects } from './model-parts.ts';
import { type Learnt, modelOf } from './trained-artifacts.ts';

/** A graph, which becomes an artefact of its own. */
interface NetworkFile {
  readonly kind: 'onnx';
  readonly content: Uint8Array;
}

/** What was learnt, with the JSON of members whose numbers have to stay as they are written. */
interface TrainedForm extends Omit<Learnt, 'scorer'> {
  /** Null where the members vote. */
  readonly scorer: Learnt['scorer'] | NetworkFile | null;
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
  /** What it scores with beside its own file. */
  readonly parts: readonly StoredObject[];
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
  const stored = 'content' in scorer ? await writeNetwork(store, definition, scorer) : scorer;
  const artifact = modelOf(definition, trainer, { ...learnt, scorer: stored });
  const model = await writeModelArtifact(store, artifact, texts);
  const parts = partObjects(artifact);
  return { artifact, model, parts, bytes: parts.reduce((sum, { bytes }) => sum + bytes, model.bytes) };
}

async function writeNetwork(
  store: ArtifactStore,
  { name: modelName }: ModelDefinition,
  { kind, content }: NetworkFile,
): Promise<Learnt['scorer']> {
  return { kind, ...(await store.write({ modelName, kind: 'models', name: ONNX_FILE_NAME, content })) };
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
