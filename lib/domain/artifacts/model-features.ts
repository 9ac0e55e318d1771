import type { ModelDefinition } from '../definition/model-definition.ts';

import type { ModelArtifact } from './model-artifact.ts';

type TrainedOn = Pick<ModelDefinition, 'features' | 'featureRules'>;

/** A feature that a model is trained on, and which of its values are missing. */
export interface ModelFeature {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Texts that mean "missing", besides the blank one. */
  readonly missing: readonly string[];
}

/** The features that models of a definition are trained on, in its order; texts and dropped columns never are. */
export function modelFeatures({ features, featureRules }: TrainedOn): ModelFeature[] {
  const missingOf = (name: string) => (Object.hasOwn(featureRules, name) ? (featureRules[name]?.missing ?? []) : []);
  const ofKind = (kind: ModelFeature['kind']) =>
    features[kind].map((name) => ({ name, kind, missing: missingOf(name) }));
  return [...ofKind('numeric'), ...ofKind('categorical')];
}

/** The kinds of these features by their names. */
export function trainedFeatures({ features }: Pick<ModelDefinition, 'features'>): ModelArtifact['features'] {
  return Object.fromEntries([
    ...features.numeric.map((name) => [name, 'numeric'] as const),
    ...features.categorical.map((name) => [name, 'categorical'] as const),
  ]);
}
