import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Parts, problemAt } from './definition-parts.ts';
import { flag } from './definition-values.ts';
import { durationSchema, durationText, seconds } from './duration.ts';
import type { SettingSource } from './setting-source.ts';

/** One share of traffic, and how long it is watched. */
interface CanaryStep {
  /** Share of traffic of the challenger, above 0 and below 1. */
  readonly weight: number;
  readonly bakeSeconds: number;
}

export interface CanaryPlan {
  /** Off means immediate: one shift of all traffic, and no steps (S3-24). */
  readonly enabled: boolean;
  /** Rising weights; after the last one the challenger is promoted. */
  readonly steps: readonly CanaryStep[];
  /** Time between two looks at the evidence. */
  readonly pollSeconds: number;
  /** Longest time a step is held beyond its bake for want of evidence. */
  readonly maximumHoldSeconds: number;
}

const EVENTS_A_POLL = 11;
/** An execution of Step Functions ends at 25,000 history events; a fifth of them is kept for everything else. */
export const HISTORY_BUDGET = 20_000;

const weightExpected = 'should be a share of traffic above 0 and below 1, such as 0.1';
const stepListExpected = 'should be a list of 1 to 10 steps, such as [{"weight": 0.1, "bake": "24h"}]';

const stepSchema = z.strictObject(
  {
    weight: z.number(weightExpected).gt(0, weightExpected).lt(1, weightExpected),
    bake: durationSchema('10m', '13d', '24h'),
  },
  'should be an object such as {"weight": 0.1, "bake": "24h"}',
);

export const canarySchema = z.strictObject(
  {
    enabled: flag().optional().describe('false shifts all traffic at once'),
    steps: z.array(stepSchema, stepListExpected).min(1, stepListExpected).max(10, stepListExpected).optional(),
    poll: durationSchema('60s', '1h', '2m').optional().describe('time between two looks at the evidence'),
    maximumHold: durationSchema('1m', '13d', '24h')
      .optional()
      .describe('longest a step waits beyond its bake for evidence'),
  },
  'should be an object such as {"steps": [{"weight": 0.1, "bake": "24h"}]}',
);

type CanaryParts = Parts<z.infer<typeof canarySchema>>;

/** Weights that do not rise; malformed steps are passed over. */
export function canaryStepProblems({ canary }: { readonly canary?: CanaryParts }): Problem[] {
  let highest = 0;
  return (canary?.steps ?? []).flatMap((step, index) => {
    const weight = step?.weight;
    if (weight === undefined) return [];
    if (weight > highest) {
      highest = weight;
      return [];
    }
    return [
      problemAt(['canary', 'steps', index, 'weight'], `should be above ${highest}, the weight before it`, weight),
    ];
  });
}

export function resolveCanary(given: CanaryParts = {}, preset: CanaryPlan): CanaryPlan {
  const enabled = given.enabled ?? preset.enabled;
  const steps = given.steps?.flatMap((step) => {
    if (step?.weight === undefined || step.bake === undefined) return [];
    return [{ weight: step.weight, bakeSeconds: seconds(step.bake) }];
  });
  return {
    enabled,
    steps: enabled ? (steps ?? preset.steps) : [],
    pollSeconds: given.poll === undefined ? preset.pollSeconds : seconds(given.poll),
    maximumHoldSeconds: given.maximumHold === undefined ? preset.maximumHoldSeconds : seconds(given.maximumHold),
  };
}

/** History events of Step Functions that the polls of a plan may take, at worst. */
export function historyEvents(plan: Pick<CanaryPlan, 'steps' | 'pollSeconds' | 'maximumHoldSeconds'>): number {
  return (canarySeconds(plan) * EVENTS_A_POLL) / plan.pollSeconds;
}

/** Longest time that a canary may take: every step's bake and longest hold. */
export function canarySeconds({ steps, maximumHoldSeconds }: Pick<CanaryPlan, 'steps' | 'maximumHoldSeconds'>): number {
  return steps.reduce((sum, { bakeSeconds }) => sum + bakeSeconds + maximumHoldSeconds, 0);
}

/** CloudWatch keeps single minutes for 15 days, and a look at a canary needs all of them and the day before. */
const LONGEST_CANARY = '14d';

export function canaryLengthProblems({ canary }: { readonly canary: CanaryPlan }, source: SettingSource): Problem[] {
  if (canarySeconds(canary) <= seconds(LONGEST_CANARY) || !source.intact('canary')) return [];
  const expected = `should have bakes and holds of at most ${LONGEST_CANARY} together: CloudWatch keeps single minutes for 15 days`;
  return [source.problem(['canary', 'steps'], expected, canary.steps)];
}

export function historyBudgetProblems({ canary }: { readonly canary: CanaryPlan }, source: SettingSource): Problem[] {
  const events = historyEvents(canary);
  // a plan that is too long is refused as that
  if (events <= HISTORY_BUDGET || canarySeconds(canary) > seconds(LONGEST_CANARY) || !source.intact('canary'))
    return [];
  const excess = `${Math.ceil(events)} history events are more than the ${HISTORY_BUDGET} that one execution may take`;
  const sufficientPoll = Math.ceil((canarySeconds(canary) * EVENTS_A_POLL) / HISTORY_BUDGET / 60) * 60;
  const expected = `should be a longer poll, at least "${durationText(sufficientPoll)}": ${excess}`;
  return [source.problem(['canary', 'poll'], expected, durationText(canary.pollSeconds))];
}
