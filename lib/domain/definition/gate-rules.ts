import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Intact, type Parts, problemAt } from './definition-parts.ts';
import { choice, decimal, flag } from './definition-values.ts';
import { type TriggerName, triggerNames } from './trigger-settings.ts';

export const gateMetrics = [
  'auc',
  'accuracy',
  'f1',
  'macro-f1',
  'log-loss',
  'brier',
  'failure-rate-reduction',
] as const;
export type GateMetric = (typeof gateMetrics)[number];

/** How much is enough. */
export interface GateBound {
  readonly minimum: number;
  /** More than the minimum is needed, not just as much. */
  readonly strict: boolean;
}

/** One condition of a promotion (C-1). */
export interface GateRule extends GateBound {
  readonly metric: GateMetric;
  /**
   * `absolute`: gain over the champion in points of the metric; `relative`: gain as a share of the champion's value;
   * `floor`: the candidate's own value. A gain is an improvement: a lower log-loss and a lower Brier score count as gains.
   */
  readonly mode: 'absolute' | 'relative' | 'floor';
  /** A hard rule that fails stops the promotion; a soft one only warns. */
  readonly severity: 'hard' | 'soft';
  /** The bound for an execution that this trigger started. */
  readonly triggers: Readonly<Record<TriggerName, GateBound>>;
}

const minimumSchema = decimal(-1, 1, 0.01);

const boundSchema = z
  .union(
    [minimumSchema, z.strictObject({ minimum: minimumSchema, strict: flag().optional() })],
    'should be a number from -1 to 1 or an object such as {"minimum": 0, "strict": true}',
  )
  .optional();

const gateRuleSchema = z.strictObject(
  {
    metric: choice(gateMetrics),
    mode: choice(['absolute', 'relative', 'floor']).describe('gain in points, gain as a share, or own value'),
    minimum: minimumSchema,
    strict: flag().optional().describe('more than the minimum is needed, not just as much'),
    severity: choice(['hard', 'soft']).describe('a soft rule only warns'),
    triggers: z
      .strictObject(
        {
          schedule: boundSchema,
          drift: boundSchema,
          performance: boundSchema,
          volume: boundSchema,
          manual: boundSchema,
        },
        'should be an object by trigger, such as {"schedule": 0}',
      )
      .optional()
      .describe('other minimums for executions that a trigger started'),
  },
  'should be an object such as {"metric": "auc", "mode": "absolute", "minimum": 0.01, "severity": "hard"}',
);

const ruleListExpected =
  'should be a list of 1 to 20 rules, such as [{"metric": "auc", "mode": "absolute", "minimum": 0.01, "severity": "hard"}]';

export const gateRulesSchema = z
  .array(gateRuleSchema, ruleListExpected)
  .min(1, ruleListExpected)
  .max(20, ruleListExpected);

type RuleParts = Parts<z.infer<typeof gateRuleSchema>>;

// a floor is a least value, which means nothing where lower is better or where the value is a comparison already
const metricsWithoutFloor: readonly (string | undefined)[] = ['log-loss', 'brier', 'failure-rate-reduction'];

export function gateRuleProblems({
  gate,
}: {
  readonly gate?: { readonly rules?: readonly (RuleParts | undefined)[] };
}): Problem[] {
  return (gate?.rules ?? []).flatMap((rule, index) => {
    if (rule?.mode !== 'floor') return [];
    const path = ['gate', 'rules', index];
    if (metricsWithoutFloor.includes(rule.metric)) {
      return [problemAt([...path, 'mode'], `should be "absolute" or "relative" for ${rule.metric}`, rule.mode)];
    }
    if (rule.minimum === undefined || rule.minimum >= 0) return [];
    return [problemAt([...path, 'minimum'], 'should be from 0 to 1 in mode "floor", such as 0.85', rule.minimum)];
  });
}

export function resolveGateRules(
  given: readonly (RuleParts | undefined)[] | undefined,
  preset: readonly GateRule[],
): readonly GateRule[] {
  if (given === undefined) return preset;
  return given.flatMap((rule) => {
    if (rule?.metric === undefined || rule.mode === undefined || rule.minimum === undefined) return [];
    const { metric, mode, minimum, strict = false, severity = 'hard', triggers } = rule;
    return [gateRule(metric, mode, { minimum, strict }, { severity, triggers })];
  });
}

interface RuleOptions {
  readonly severity?: 'hard' | 'soft';
  readonly triggers?: RuleParts['triggers'];
}

/** A rule with a bound for every trigger: its own unless told otherwise. */
export function gateRule(
  metric: GateMetric,
  mode: GateRule['mode'],
  bound: GateBound,
  { severity = 'hard', triggers = {} }: RuleOptions = {},
): GateRule {
  const boundOf = (trigger: TriggerName): GateBound => {
    const given = triggers[trigger];
    return typeof given === 'number' ? { ...bound, minimum: given } : { ...bound, ...given };
  };
  const bounds = {
    schedule: boundOf('schedule'),
    drift: boundOf('drift'),
    performance: boundOf('performance'),
    volume: boundOf('volume'),
    manual: boundOf('manual'),
  };
  return { metric, mode, ...bound, severity, triggers: bounds };
}

/** The lowest accuracy a model of the preset `process-heat` may have; not configurable (S2-09, C-10). */
export const PROCESS_HEAT_ACCURACY_FLOOR = 0.85;

/** Rules that would let a model below the floor of `process-heat` pass. */
export function accuracyFloorProblems(rules: readonly GateRule[], intact: Intact): Problem[] {
  if (!intact('gate.rules')) return [];
  const floors = rules.flatMap((rule, index) =>
    rule.metric === 'accuracy' && rule.mode === 'floor' ? [{ rule, index }] : [],
  );
  const problems = floors.flatMap(({ rule, index }) => laxFloor(rule, ['gate', 'rules', index]));
  if (problems.length > 0 || floors.some(({ rule }) => rule.severity === 'hard')) return problems;
  const example = '{"metric": "accuracy", "mode": "floor", "minimum": 0.85, "severity": "hard"}';
  return [
    problemAt(['gate', 'rules'], `should hold the accuracy floor of process-heat, ${example}`, rules.map(briefly)),
  ];
}

function laxFloor(rule: GateRule, path: readonly PropertyKey[]): Problem[] {
  const expected = `should be at least ${PROCESS_HEAT_ACCURACY_FLOOR}, the accuracy floor of process-heat`;
  const lax = ({ minimum }: GateBound) => minimum < PROCESS_HEAT_ACCURACY_FLOOR;
  if (lax(rule)) return [problemAt([...path, 'minimum'], expected, rule.minimum)];
  return triggerNames.flatMap((trigger) =>
    lax(rule.triggers[trigger])
      ? [problemAt([...path, 'triggers', trigger], expected, rule.triggers[trigger].minimum)]
      : [],
  );
}

function briefly({ metric, mode, minimum, severity }: GateRule) {
  return { metric, mode, minimum, severity };
}
