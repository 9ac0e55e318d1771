import type { ModelDefinitionFile } from '../../domain/definition/model-definition.ts';

/** Days of outcomes that a retrain of the demo reads. */
export const WINDOW_DAYS = 7;
/** Time between two scheduled retrains. */
export const INTERVAL_MINUTES = 60;

/**
 * A model's definition at the pace of the demo: what would take weeks happens within hours, and nobody is asked. What
 * the model learns from and what the gate asks of it stay as they are.
 */
export function atDemoPace({ $schema: _, ...definition }: ModelDefinitionFile): ModelDefinitionFile {
  return {
    ...definition,
    schedules: [{ name: 'hourly', cron: '0 * * * ? *' }],
    window: { days: WINDOW_DAYS },
    samples: { ...definition.samples, minimumNew: 100 },
    triggers: { require: 'any', drift: false, performance: false, volume: false },
    gate: { ...definition.gate, approval: 'none', smallerDataset: 'accept' },
    canary: {
      enabled: true,
      steps: [
        { weight: 0.01, bake: '10m' },
        { weight: 0.1, bake: '10m' },
        { weight: 0.5, bake: '10m' },
      ],
      poll: '1m',
      maximumHold: '3m',
    },
    rollback: { automatic: true, probation: '20m' },
  };
}
