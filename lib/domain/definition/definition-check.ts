import type { Problem } from '../errors.ts';
import { pathText, valueText } from '../problems.ts';
import { alarmProblems, resolveAlarms } from './alarm-settings.ts';
import { canaryLengthProblems, canaryStepProblems, historyBudgetProblems, resolveCanary } from './canary-plan.ts';
import type { FileParts, ModelDefinitionFile } from './definition-file.ts';
import type { Intact } from './definition-parts.ts';
import type { DefinitionSettings } from './definition-settings.ts';
import { featureRuleProblems } from './feature-rules.ts';
import { featureProblems } from './feature-set.ts';
import { guardrailProblems } from './gate-guardrails.ts';
import { accuracyFloorProblems, gateRuleProblems } from './gate-rules.ts';
import { gateProblems, resolveGate } from './gate-settings.ts';
import { limitProblems, resolveLimits } from './limit-envelopes.ts';
import { outcomeColumnProblems } from './outcome-columns.ts';
import { labelProblems } from './outcome-labels.ts';
import { privacyProblems } from './personal-data.ts';
import { policyJsonPaths, policySettings } from './policy-json.ts';
import { type PresetName, policyPresets } from './policy-presets.ts';
import { resolveMemory, resolveRetention } from './resource-settings.ts';
import { probationProblems, resolveRollback } from './rollback-settings.ts';
import { resolveSchedules, scheduleProblems } from './schedule.ts';
import type { SettingSource } from './setting-source.ts';
import { trainerProblems } from './trainer-problems.ts';
import { resolveTrainers } from './trainer-settings.ts';
import { resolveTraining } from './training-settings.ts';
import { resolveSamples, resolveWindow, sampleProblems } from './training-window.ts';
import { resolveTriggers, triggerProblems } from './trigger-settings.ts';

const fileChecks: readonly ((file: FileParts, intact: Intact) => Problem[])[] = [
  featureProblems,
  labelProblems,
  featureRuleProblems,
  outcomeColumnProblems,
  privacyProblems,
  scheduleProblems,
  gateRuleProblems,
  guardrailProblems,
  canaryStepProblems,
  trainerProblems,
];

const settingChecks: readonly ((settings: DefinitionSettings, source: SettingSource) => Problem[])[] = [
  sampleProblems,
  gateProblems,
  triggerProblems,
  canaryLengthProblems,
  historyBudgetProblems,
  limitProblems,
  probationProblems,
  alarmProblems,
];

/** The preset of a policy; the JSON form stands on `backlink-actions` (S1-34). */
export function presetOf(policy: ModelDefinitionFile['policy']): PresetName {
  return typeof policy === 'string' ? policy : 'backlink-actions';
}

/** The settings of a file's policy with what the file overrides. */
export function resolveSettings(file: FileParts, policy: ModelDefinitionFile['policy']): DefinitionSettings {
  const preset: DefinitionSettings = typeof policy === 'string' ? policyPresets[policy] : policySettings(policy);
  return {
    schedules: resolveSchedules(file.schedules, preset.schedules),
    window: resolveWindow(file.window, preset.window),
    samples: resolveSamples(file.samples, preset.samples),
    trainers: resolveTrainers(file.trainers, preset.trainers),
    gate: resolveGate(file.gate, preset.gate),
    triggers: resolveTriggers(file.triggers, preset.triggers),
    canary: resolveCanary(file.canary, preset.canary),
    limits: resolveLimits(file.limits, preset.limits),
    rollback: resolveRollback(file.rollback, preset.rollback),
    alarms: resolveAlarms(file.alarms, preset.alarms),
    retention: resolveRetention(file.retention, preset.retention),
    memory: resolveMemory(file.memory, preset.memory),
    training: resolveTraining(file.training, preset.training),
    retry: preset.retry,
  };
}

/**
 * What does not fit together in the well-formed parts of a file; `policy` is undefined where it is malformed itself,
 * and then the settings that it would fill in are not judged.
 */
export function coherenceProblems(
  file: FileParts,
  policy: ModelDefinitionFile['policy'] | undefined,
  intact: Intact,
): Problem[] {
  const ofFile = fileChecks.flatMap((check) => check(file, intact));
  if (policy === undefined) return ofFile;
  const settings = resolveSettings(file, policy);
  const source = settingSource(file, policy, intact);
  const floors = presetOf(policy) === 'process-heat' ? accuracyFloorProblems(settings.gate.rules, intact) : [];
  return [...ofFile, ...settingChecks.flatMap((check) => check(settings, source)), ...floors];
}

function settingSource(file: FileParts, policy: ModelDefinitionFile['policy'], intact: Intact): SettingSource {
  return {
    intact,
    problem(path, expected, resolvedValue) {
      const inFile = valueAt(file, path);
      if (inFile !== undefined) return { path: pathText(path), expected, got: valueText(inFile) };
      const pathInPolicy = typeof policy === 'object' ? policyJsonPaths[pathText(path)] : undefined;
      if (pathInPolicy === undefined) {
        return { path: pathText(path), expected, got: `${valueText(resolvedValue)} from the policy` };
      }
      return { path: pathText(pathInPolicy), expected, got: valueText(valueAt(file, pathInPolicy)) };
    },
  };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
