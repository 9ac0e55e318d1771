import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Intact, type Parts, problemAt, repeatedEntries } from './definition-parts.ts';
import { choice, columnName, positive, switchable } from './definition-values.ts';

export const guardrailMetrics = ['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier', 'slice-auc'] as const;

/** What a promotion must not spoil while it improves something else. */
export interface Guardrail {
  /** `slice-auc` is the AUC within each value of the feature that `gate.slices` names. */
  readonly metric: (typeof guardrailMetrics)[number];
  /** Most that may be lost: points of the metric, of log-loss and Brier score a share of the champion's value. */
  readonly margin: number;
}

const WORST_SLICE: Guardrail = { metric: 'slice-auc', margin: 0.02 };

const guardrailSchema = z.strictObject(
  { metric: choice(guardrailMetrics), margin: positive(1, 0.01) },
  'should be an object such as {"metric": "accuracy", "margin": 0.005}',
);

const listExpected = 'should be a list of at most 7 guardrails, such as [{"metric": "accuracy", "margin": 0.005}]';

export const guardrailsSchema = z.array(guardrailSchema, listExpected).max(guardrailMetrics.length, listExpected);

export const slicesSchema = switchable(columnName, 'the name of a categorical feature, such as "job"');

type GuardedParts = Parts<{
  readonly gate: { readonly guardrails: z.infer<typeof guardrailsSchema>; readonly slices: string | false };
  readonly features: { readonly categorical: string[] };
  readonly positiveClass: string;
}>;

export function guardrailProblems({ gate, features, positiveClass }: GuardedParts, intact: Intact): Problem[] {
  const { guardrails = [], slices } = gate ?? {};
  const metrics = guardrails.map((guardrail) => guardrail?.metric);
  const repeated = repeatedEntries(metrics, ['gate', 'guardrails']);
  if (slices === undefined || slices === false) {
    const index = metrics.indexOf('slice-auc');
    if (index === -1 || !intact('gate.slices')) return repeated;
    const expected = 'should stand next to gate.slices, the feature whose values are the slices';
    return [...repeated, problemAt(['gate', 'guardrails', index, 'metric'], expected, 'slice-auc')];
  }
  return [...repeated, ...sliceProblems(slices, features?.categorical, positiveClass, intact)];
}

function sliceProblems(
  slices: string,
  categorical: readonly (string | undefined)[] | undefined,
  positiveClass: string | undefined,
  intact: Intact,
): Problem[] {
  if (intact('features') && categorical?.includes(slices) !== true) {
    return [problemAt(['gate', 'slices'], 'should be one of features.categorical', slices)];
  }
  if (positiveClass !== undefined || !intact('positiveClass')) return [];
  return [problemAt(['gate', 'slices'], 'should be false without a positiveClass: slices have one AUC each', slices)];
}

/** Slices that are named are guarded, with a margin of .02 unless the definition has another. */
export function resolveGuardrails(
  given: readonly (Parts<Guardrail> | undefined)[] | undefined,
  preset: readonly Guardrail[],
  slices: string | null,
): readonly Guardrail[] {
  const own = given?.flatMap((guardrail) => {
    const { metric, margin } = guardrail ?? {};
    return metric === undefined || margin === undefined ? [] : [{ metric, margin }];
  });
  const guardrails = own ?? preset;
  if (slices === null || guardrails.some(({ metric }) => metric === WORST_SLICE.metric)) return guardrails;
  return [...guardrails, WORST_SLICE];
}
