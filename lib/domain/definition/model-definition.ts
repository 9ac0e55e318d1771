import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { InvalidDefinition, type Problem } from '../errors.ts';
import { problemsOf } from '../problems.ts';
import { coherenceProblems, presetOf, resolveSettings } from './definition-check.ts';
import { definitionFileSchema, type FileParts, type ModelDefinitionFile } from './definition-file.ts';
import { issuePaths, specificIssues } from './definition-issues.ts';
import { intactExcept, withoutPaths } from './definition-parts.ts';
import type { DefinitionSettings } from './definition-settings.ts';
import { type FeatureRule, resolveFeatureRules } from './feature-rules.ts';
import { type FeatureSet, resolveFeatures } from './feature-set.ts';
import { type OutcomeColumns, resolveOutcomeColumns } from './outcome-columns.ts';
import { type Privacy, resolvePrivacy } from './personal-data.ts';
import type { PresetName } from './policy-presets.ts';

/** One model as everything else sees it: complete, its policy filled in, durations as numbers. */
export interface ModelDefinition extends DefinitionSettings {
  readonly name: string;
  /** Empty unless told. */
  readonly description: string;
  readonly preset: PresetName;
  /** The column that the model predicts. */
  readonly target: string;
  /** Every label an outcome may carry (S0-33); empty accepts any. */
  readonly labels: readonly string[];
  /** The label that counts as positive; `null` for a model of several classes. */
  readonly positiveClass: string | null;
  /** The labels of a model of several classes; empty where there is a positive class. */
  readonly classes: readonly string[];
  readonly features: FeatureSet;
  /** A rule for every numeric and categorical feature. */
  readonly featureRules: Readonly<Record<string, FeatureRule>>;
  readonly outcome: OutcomeColumns;
  /** S0-16 */
  readonly metricPrefix: string | null;
  /** The column of the tenant (S0-30). */
  readonly tenant: string | null;
  /** The column of the hash that stands for the tenant. */
  readonly tenantHash: string | null;
  readonly privacy: Privacy;
}

export type { ModelDefinitionFile } from './definition-file.ts';

/** Bytes of the longest file. */
export const LONGEST_DEFINITION = 65_536;

/** What reading one definition came to. */
export type DefinitionReading =
  | { readonly definition: ModelDefinition; readonly problems: readonly [] }
  | { readonly definition: null; readonly problems: readonly Problem[]; readonly name: string | undefined };

/**
 * The definition in a file's parsed JSON. Throws `InvalidDefinition`, which starts with the source, such as the file's
 * path, and lists every wrong field.
 */
export function parseModelDefinition(input: unknown, source: string): ModelDefinition {
  const { definition, problems } = readModelDefinition(input);
  if (definition === null) throw new InvalidDefinition(source, problems);
  return definition;
}

/** Like `parseModelDefinition`, for callers that collect the problems of several files. */
export function readModelDefinition(input: unknown): DefinitionReading {
  const problem = doorProblem(input);
  if (problem !== null) return { definition: null, problems: [problem], name: undefined };

  const form = definitionFileSchema.safeParse(input);
  const issues = form.success ? [] : specificIssues(form.error.issues);
  const malformed = issues.flatMap(issuePaths);
  // the schema has vouched for everything that is left
  const parts = (malformed.some((path) => path.length === 0) ? {} : withoutPaths(input, malformed)) as FileParts;
  const intact = intactExcept(malformed);
  const policy = intact('policy') ? (parts.policy as ModelDefinitionFile['policy']) : undefined;
  const problems = [...problemsOf(new z.ZodError(issues), input), ...coherenceProblems(parts, policy, intact)];
  if (!form.success || problems.length > 0) return { definition: null, problems: distinct(problems), name: parts.name };
  return { definition: resolve(form.data), problems: [] };
}

/** Why an input cannot even be looked at: it is not JSON, or too long. */
function doorProblem(input: unknown): Problem | null {
  if (input === undefined) return null;
  try {
    const bytes = new TextEncoder().encode(canonicalJson(input)).length;
    if (bytes <= LONGEST_DEFINITION) return null;
    return { path: '', expected: `should be at most ${LONGEST_DEFINITION} bytes of JSON`, got: `${bytes} bytes` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { path: '', expected: 'should hold nothing but JSON values', got: `a value of which JSON says ${why}` };
  }
}

function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((problem) => [`${problem.path} ${problem.expected}`, problem]));
  return [...seen.values()];
}

function resolve(file: ModelDefinitionFile): ModelDefinition {
  const features = resolveFeatures(file.features);
  return {
    name: file.name,
    description: file.description ?? '',
    preset: presetOf(file.policy),
    target: file.target,
    labels: file.labels ?? file.classes ?? [],
    positiveClass: file.positiveClass ?? null,
    classes: file.classes ?? [],
    features,
    featureRules: resolveFeatureRules(features, file.featureRules),
    outcome: resolveOutcomeColumns(file.outcome),
    metricPrefix: file.metricPrefix ?? null,
    tenant: file.tenant ?? null,
    tenantHash: file.tenantHash ?? null,
    privacy: resolvePrivacy(file.privacy),
    ...resolveSettings(file, file.policy),
  };
}

/** The JSON schema of a model's file, for editors; it knows the form of every field, not what fits together. */
export function modelDefinitionJsonSchema() {
  return z.toJSONSchema(definitionFileSchema, { io: 'input', target: 'draft-7' });
}
