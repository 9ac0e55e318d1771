import { type ModelDefinition, parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { InvalidDefinition, problemText } from '../../../lib/domain/errors.ts';

/** The smallest useful file: ten lines of JSON. */
export const smallest = {
  $schema: './model-definition.schema.json',
  name: 'bank-marketing',
  policy: 'backlink-actions',
  target: 'y',
  positiveClass: 'yes',
  features: {
    numeric: ['age', 'balance'],
    categorical: ['job', 'marital'],
  },
} as const;

/** The configuration of the system behind `backlink-actions`, word for word (S1-34). */
export const policyJson = {
  retrain: {
    schedule: 'weekly',
    day: 'sunday',
    time: '02:00',
    min_new_samples: 100,
    merge_strategy: 'append',
    validation_threshold: 0.8,
  },
  canary: {
    enabled: true,
    percentage: 0.1,
    duration_hours: 24,
    thresholds: { min_success_rate: 0.8, max_error_rate: 0.05, max_response_time_ms: 100 },
  },
  rollback: {
    auto_rollback: true,
    thresholds: { min_success_rate: 0.75, max_error_rate: 0.1, max_response_time_ms: 200 },
  },
} as const;

/** What the smallest file resolves to when these fields are added or replaced. */
export function definitionWith(fields: object): ModelDefinition {
  return parseModelDefinition({ ...smallest, ...fields }, 'test.json');
}

/** The sentences that refuse the smallest file with these fields; none when it is accepted. */
export function faultsWith(fields: object): string[] {
  return faultsOf({ ...smallest, ...fields });
}

export function faultsOf(input: unknown): string[] {
  return refusal(() => parseModelDefinition(input, 'test.json'));
}

/** The sentences of the `InvalidDefinition` that an action throws. */
export function refusal(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.problems.map(problemText);
    throw error;
  }
  return [];
}
