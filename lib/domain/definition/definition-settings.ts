import type { AlarmSettings } from './alarm-settings.ts';
import type { CanaryPlan } from './canary-plan.ts';
import type { GateSettings } from './gate-settings.ts';
import type { LimitEnvelopes } from './limit-envelopes.ts';
import type { Memory, Retention, RetryPolicy } from './resource-settings.ts';
import type { RollbackSettings } from './rollback-settings.ts';
import type { Schedule } from './schedule.ts';
import type { TrainerSettings } from './trainer-settings.ts';
import type { TrainingSettings } from './training-settings.ts';
import type { SampleCounts, TrainingWindow } from './training-window.ts';
import type { TriggerSettings } from './trigger-settings.ts';

/** Everything about a model's life that a policy preset settles and a definition may override. */
export interface DefinitionSettings {
  readonly schedules: readonly Schedule[];
  readonly window: TrainingWindow;
  readonly samples: SampleCounts;
  readonly trainers: readonly TrainerSettings[];
  readonly gate: GateSettings;
  readonly triggers: TriggerSettings;
  readonly canary: CanaryPlan;
  readonly limits: LimitEnvelopes;
  readonly rollback: RollbackSettings;
  readonly alarms: AlarmSettings;
  readonly retention: Retention;
  readonly memory: Memory;
  readonly training: TrainingSettings;
  /** Of the preset alone; a definition cannot override it. */
  readonly retry: RetryPolicy;
}
