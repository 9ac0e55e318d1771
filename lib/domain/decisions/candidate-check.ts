import type { Comparison } from '../artifacts/comparison.ts';
import type { Evaluation } from '../artifacts/evaluation.ts';
import type { ModelArtifact } from '../artifacts/model-artifact.ts';
import type { ReferenceProfile } from '../artifacts/reference-profile.ts';
import type { Snapshot } from '../artifacts/snapshot.ts';
import { validationHash } from '../artifacts/validation-hash.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { type Problem, problemText } from '../errors.ts';
import { ArtifactBroken } from '../ports/adapter-errors.ts';
import { valueText } from '../problems.ts';
import type { StepInput } from '../steps/step-contracts.ts';

/** A trained model with all that is known about it, read back from the store. */
export interface CandidateArtifacts {
  readonly model: ModelArtifact;
  readonly evaluation: Evaluation;
  readonly snapshot: Snapshot;
  readonly comparison: Comparison;
  /** Null where the model was trained by code that made none. */
  readonly profile: ReferenceProfile | null;
}

type Expected = Pick<ModelDefinition, 'name' | 'target' | 'positiveClass' | 'classes' | 'features'>;

/** Throws `ArtifactBroken` with everything that does not belong to this model or not to the others. */
export function requireCoherentCandidate(
  artifacts: CandidateArtifacts,
  { trained, snapshot, comparison }: StepInput<'register'>,
  definition: Expected,
): void {
  const learnt = { modelSha256: trained.model.sha256, snapshotSha256: snapshot.sha256 };
  const problems = [
    ...modelProblems(artifacts.model, definition),
    ...differences('the evaluation', artifacts.evaluation, learnt),
    ...(artifacts.profile === null ? [] : differences('the reference profile', artifacts.profile, learnt)),
    ...differences('the comparison', artifacts.comparison, {
      candidateSha256: trained.model.sha256,
      snapshotSha256: snapshot.sha256,
      compared: comparison.compared,
      verdict: comparison.verdict,
      ...expectedHash(artifacts, snapshot, definition),
    }),
    ...differences('the snapshot', artifacts.snapshot, { modelName: definition.name }),
  ];
  if (problems.length === 0) return;
  throw new ArtifactBroken(`${trained.model.key} cannot be registered: ${problems.map(problemText).join('; ')}`);
}

/** What was compared is what was validated; comparisons of before have no such hash. */
function expectedHash(
  { comparison }: CandidateArtifacts,
  snapshot: StepInput<'register'>['snapshot'],
  { name }: Expected,
): { readonly validationHash?: string } {
  if (comparison.validationHash === null) return {};
  const validated = { modelName: name, metrics: comparison.candidate, snapshotSha256: snapshot.sha256 };
  return { validationHash: validationHash(validated) };
}

function modelProblems(model: ModelArtifact, { name, target, positiveClass, classes, features }: Expected): Problem[] {
  const kinds = [
    ...features.numeric.map((feature) => [feature, 'numeric']),
    ...features.categorical.map((feature) => [feature, 'categorical']),
  ];
  return differences('the model', model, {
    modelName: name,
    target,
    positiveClass,
    classes,
    features: Object.fromEntries(kinds),
  });
}

/** Members of `actual` that are not as expected. */
function differences<Actual extends object>(
  what: string,
  actual: Actual,
  expected: { readonly [Name in keyof Actual]?: unknown },
): Problem[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const got: unknown = Reflect.get(actual, name);
    if (canonicalJson(got) === canonicalJson(value)) return [];
    return [{ path: `${name} of ${what}`, expected: `should be ${valueText(value)}`, got: valueText(got) }];
  });
}
