import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { type Problem, problemText } from '../errors.ts';
import { pathText, problemsOf, valueText } from '../problems.ts';
import { timestampSchema } from '../time.ts';
import { WindowBroken } from './drift-errors.ts';
import { binCountsSchema, levelCountsSchema, type ReferenceProfile } from './reference-profile.ts';

const rows = z.int().nonnegative();
const name = z.string().min(1).max(200);

/** What was counted in a stretch of time by the bins and levels of a reference profile. */
export const driftWindowSchema = z.strictObject({
  schema: z.literal('ratchet.drift-window/1'),
  /** Of the model that scored the rows, and whose profile gave the bins. */
  modelSha256: sha256Schema,
  /** Inclusive. */
  from: timestampSchema,
  /** Exclusive. */
  to: timestampSchema,
  rows,
  features: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('numeric'), feature: name, counts: binCountsSchema }),
      z.strictObject({ kind: z.literal('categorical'), feature: name, counts: levelCountsSchema }),
    ]),
  ),
  scores: z.array(z.strictObject({ output: name, bins: z.array(rows).min(1).max(10) })),
});

export type DriftWindow = z.infer<typeof driftWindowSchema>;
export type WindowFeature = DriftWindow['features'][number];

/**
 * The window if its counts are such, and were counted with this profile. Throws `WindowBroken` with everything that is
 * wrong: what cannot be counted is neither drift nor the absence of it.
 */
export function requireWindow(window: unknown, profile: ReferenceProfile): DriftWindow {
  const reading = driftWindowSchema.safeParse(window);
  const problems = reading.success ? windowProblems(reading.data, profile) : problemsOf(reading.error, window);
  if (reading.success && problems.length === 0) return reading.data;
  throw new WindowBroken(`a window cannot be compared with its profile: ${problems.map(problemText).join('; ')}`);
}

function windowProblems(window: DriftWindow, profile: ReferenceProfile): Problem[] {
  if (window.modelSha256 !== profile.modelSha256) {
    return [problem(['modelSha256'], `should be ${profile.modelSha256}, whose profile it is`, window.modelSha256)];
  }
  return [
    ...(window.from < window.to ? [] : [problem(['to'], `should be after ${window.from}`, window.to)]),
    ...listProblems(
      ['features'],
      profile.features.map(({ feature, kind }) => `${kind} ${feature}`),
      window.features.map(({ feature, kind }) => `${kind} ${feature}`),
    ),
    ...listProblems(
      ['scores'],
      profile.scores.map(({ output }) => output),
      window.scores.map(({ output }) => output),
    ),
    ...window.features.flatMap((feature, index) => featureProblems(feature, profile, window.rows, index)),
    ...window.scores.flatMap(({ bins }, index) =>
      binProblems(bins, sum(bins), profile.scores[index]?.bins, window.rows, ['scores', index, 'bins']),
    ),
  ];
}

/** In the order of the profile, which is how they were counted. */
function listProblems(path: readonly PropertyKey[], expected: readonly string[], got: readonly string[]): Problem[] {
  const missing = expected.filter((one) => !got.includes(one));
  if (missing.length > 0) return [problem(path, `should have ${missing.join(', ')}`, got)];
  const same = expected.length === got.length && expected.every((one, index) => one === got[index]);
  return same ? [] : [problem(path, `should be ${expected.join(', ')}, in this order`, got)];
}

function featureProblems(
  { feature, counts }: WindowFeature,
  { features }: ReferenceProfile,
  rows: number,
  index: number,
): Problem[] {
  const path = ['features', index, 'counts'];
  const reference = features[index]?.counts;
  if ('bins' in counts) {
    const bins = reference !== undefined && 'bins' in reference ? reference.bins : undefined;
    return binProblems(counts.bins, sum(counts.bins) + counts.missing, bins, rows, path);
  }
  const levels = counts.levels.map(({ level }) => level);
  const counted = sum(counts.levels.map((one) => one.rows)) + counts.other + counts.missing;
  return [
    ...(new Set(levels).size === levels.length
      ? []
      : [problem([...path, 'levels'], `should have each level of '${feature}' once`, levels)]),
    ...(counted === rows ? [] : [problem(path, `should count the ${rows} rows of the window`, counted)]),
  ];
}

function binProblems(
  bins: readonly number[],
  counted: number,
  reference: readonly number[] | undefined,
  rows: number,
  path: readonly PropertyKey[],
): Problem[] {
  const expected = reference?.length ?? bins.length;
  return [
    ...(bins.length === expected ? [] : [problem(path, `should have the ${expected} bins of the profile`, bins)]),
    ...(counted === rows ? [] : [problem(path, `should count the ${rows} rows of the window`, counted)]),
  ];
}

function problem(path: readonly PropertyKey[], expected: string, value: unknown): Problem {
  return { path: pathText(path), expected, got: valueText(value) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
