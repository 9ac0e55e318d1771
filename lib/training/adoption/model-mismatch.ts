/** Why a model file is not adopted; each message says what was expected and what to do. */
export const adoptionErrorNames = [
  'ModelFileBroken',
  'ModelKindUnsupported',
  'ModelMismatch',
  'OnnxRuntimeMissing',
] as const;

/** A sound model file that is not one for this definition: other features, outputs or scores. */
export class ModelMismatch extends Error {
  override readonly name = 'ModelMismatch';
}
