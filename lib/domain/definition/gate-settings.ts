import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { choice, decimal, positive, switchable, wholeNumber } from './definition-values.ts';
import { type Guardrail, guardrailsSchema, resolveGuardrails, slicesSchema } from './gate-guardrails.ts';
import { type GateRule, gateRulesSchema, resolveGateRules } from './gate-rules.ts';
import type { SettingSource } from './setting-source.ts';

/** What a candidate must show before it becomes a challenger, and what happens when it shows less. */
export interface GateSettings {
  /** All hard rules must hold. The first one is the primary: its gain is what `rejectBelow` and `between` speak of. */
  readonly rules: readonly GateRule[];
  /** A gain below it is a rejection with high confidence (S3-09); `null` knows no such band. */
  readonly rejectBelow: number | null;
  /** Verdict on a gain above 0 that is not enough (S3-10); at 0 and below it is a rejection (C-12). */
  readonly between: 'a-b-test' | 'hold' | 'reject';
  /** Of the intervals that may take a promotion back; `null` goes by points alone. */
  readonly confidence: number | null;
  /** What a promotion must not spoil. */
  readonly guardrails: readonly Guardrail[];
  /** Categorical feature whose values are the slices that `slice-auc` guards. */
  readonly slices: string | null;
  /** Promotions that wait for a person (S3-40); `critical`: those of executions started by hand (S2-30). */
  readonly approval: 'none' | 'critical' | 'always';
  /** What to do with a data set that has fewer rows than the one before (S4-25). */
  readonly smallerDataset: 'accept' | 'refuse';
  /** What to do when the champion has other features or classes than the definition. */
  readonly changedSchema: 'accept' | 'refuse';
  /** Size of the artefact that warns, and the size that fails (S0-31); 1 kilobyte is 1,000 bytes. */
  readonly artifactKilobytes: { readonly warning: number; readonly maximum: number } | null;
  /** The A/B test that settles a verdict of `a-b-test` (S3-27, S3-33, S3-34). */
  readonly experiment: {
    /** Share of users that see the challenger. */
    readonly allocation: number;
    readonly minimumUsersPerArm: number;
    readonly alpha: number;
  };
}

const allocationExpected = 'should be a share of users above 0 and below 1, such as 0.5';

const confidenceExpected = 'should be a number from 0.5 to below 1, such as 0.9';

const artifactSchema = z.strictObject(
  { warning: wholeNumber(1, 1_000_000, 100), maximum: wholeNumber(1, 1_000_000, 1_000) },
  'should be an object such as {"warning": 100, "maximum": 1000}',
);

const experimentSchema = z.strictObject(
  {
    allocation: z.number(allocationExpected).gt(0, allocationExpected).lt(1, allocationExpected).optional(),
    minimumUsersPerArm: wholeNumber(100, 100_000_000, 10_000).optional(),
    alpha: positive(0.2, 0.05).optional(),
  },
  'should be an object such as {"allocation": 0.5, "minimumUsersPerArm": 10000, "alpha": 0.05}',
);

export const gateSchema = z.strictObject(
  {
    rules: gateRulesSchema.optional().describe('all hard rules must hold; the first one is the primary'),
    rejectBelow: switchable(decimal(-1, 0, -0.005), 'a number from -1 to 0, such as -0.005')
      .optional()
      .describe('a gain of the primary rule below it is a rejection with high confidence'),
    between: choice(['a-b-test', 'hold', 'reject']).optional().describe('verdict on a gain that is not enough'),
    confidence: switchable(
      z.number(confidenceExpected).min(0.5, confidenceExpected).lt(1, confidenceExpected),
      'a number from 0.5 to below 1, such as 0.9',
    )
      .optional()
      .describe('of the intervals that may take a promotion back'),
    guardrails: guardrailsSchema.optional().describe('what a promotion must not spoil'),
    slices: slicesSchema.optional().describe('categorical feature whose values are guarded one by one'),
    approval: choice(['none', 'critical', 'always']).optional().describe('promotions that wait for a person'),
    smallerDataset: choice(['accept', 'refuse']).optional().describe('fewer rows than the data set before'),
    changedSchema: choice(['accept', 'refuse']).optional().describe('other features or classes than the champion has'),
    artifactKilobytes: switchable(artifactSchema, '{"warning": 100, "maximum": 1000}').optional(),
    experiment: experimentSchema.optional().describe('the A/B test that settles a verdict of "a-b-test"'),
  },
  'should be an object such as {"between": "hold"}',
);

type GateParts = Parts<z.infer<typeof gateSchema>>;

export function resolveGate(given: GateParts = {}, preset: GateSettings): GateSettings {
  const slices = switched(given.slices, preset.slices);
  return {
    rules: resolveGateRules(given.rules, preset.rules),
    rejectBelow: switched(given.rejectBelow, preset.rejectBelow),
    between: given.between ?? preset.between,
    confidence: switched(given.confidence, preset.confidence),
    guardrails: resolveGuardrails(given.guardrails, preset.guardrails, slices),
    slices,
    approval: given.approval ?? preset.approval,
    smallerDataset: given.smallerDataset ?? preset.smallerDataset,
    changedSchema: given.changedSchema ?? preset.changedSchema,
    artifactKilobytes: resolveArtifact(given.artifactKilobytes, preset.artifactKilobytes),
    experiment: { ...preset.experiment, ...given.experiment },
  };
}

function switched<Value>(given: Value | false | undefined, preset: Value | null): Value | null {
  if (given === undefined) return preset;
  return given === false ? null : given;
}

function resolveArtifact(
  given: GateParts['artifactKilobytes'],
  preset: GateSettings['artifactKilobytes'],
): GateSettings['artifactKilobytes'] {
  if (given === undefined) return preset;
  if (given === false || given.warning === undefined || given.maximum === undefined) return null;
  return { warning: given.warning, maximum: given.maximum };
}

export function gateProblems({ gate }: { readonly gate: GateSettings }, source: SettingSource): Problem[] {
  return [...bandProblems(gate, source), ...artifactProblems(gate, source)];
}

function bandProblems({ rules, rejectBelow, between }: GateSettings, source: SettingSource): Problem[] {
  const primary = rules[0];
  const banded = between !== 'reject' || rejectBelow !== null;
  if (!banded || primary === undefined || !source.intact('gate.rules')) return [];
  if (primary.mode === 'floor') {
    const expected =
      'should be "absolute" or "relative": the first rule is the one that rejectBelow and between speak of';
    return [source.problem(['gate', 'rules', 0, 'mode'], expected, primary.mode)];
  }
  if (primary.minimum > 0 || between === 'reject') return [];
  const expected = `should be "reject" while the first rule has the minimum ${primary.minimum}: no gain lies between`;
  return [source.problem(['gate', 'between'], expected, between)];
}

function artifactProblems({ artifactKilobytes }: GateSettings, source: SettingSource): Problem[] {
  if (artifactKilobytes === null || artifactKilobytes.warning <= artifactKilobytes.maximum) return [];
  if (!source.intact('gate.artifactKilobytes')) return [];
  const expected = `should be at most ${artifactKilobytes.maximum}, the maximum`;
  return [source.problem(['gate', 'artifactKilobytes', 'warning'], expected, artifactKilobytes.warning)];
}
