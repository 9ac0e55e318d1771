import type { DefinitionSettings } from './definition-settings.ts';
import { backlinkActions } from './preset-backlink-actions.ts';
import { backlinkLifecycle } from './preset-backlink-lifecycle.ts';
import { feedRanker } from './preset-feed-ranker.ts';
import { leadConversion } from './preset-lead-conversion.ts';
import { processHeat } from './preset-process-heat.ts';

/** The policy presets by name, one per source system of the requirements. */
export const policyPresets = {
  'lead-conversion': leadConversion,
  'backlink-actions': backlinkActions,
  'process-heat': processHeat,
  'feed-ranker': feedRanker,
  'backlink-lifecycle': backlinkLifecycle,
} as const satisfies Record<string, DefinitionSettings>;

export type PresetName = keyof typeof policyPresets;

export const presetNames = [
  'lead-conversion',
  'backlink-actions',
  'process-heat',
  'feed-ranker',
  'backlink-lifecycle',
] as const satisfies readonly PresetName[];
