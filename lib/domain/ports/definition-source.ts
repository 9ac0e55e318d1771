import type { ModelDefinition } from '../definition/model-definition.ts';

/** The model's definition as it was deployed. Throws `ArtifactMissing`, `ArtifactHashMismatch` or `InvalidDefinition`. */
export type DefinitionSource = () => Promise<ModelDefinition>;
