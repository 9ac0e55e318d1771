/** Partition keys of the registry table. Permissions are granted on them, so one model never reaches another's items. */
export const registryPartitions = {
  ledger: (modelName: string) => `ledger#${modelName}`,
  versions: (modelName: string) => `version#${modelName}`,
  sentNotices: (modelName: string) => `sent#${modelName}`,
} as const;

export const REGISTRY_TIME_INDEX = 'by-time';

/** A sequence number as a sort key: text order is number order. */
export function sequenceKey(sequence: number): string {
  return String(sequence).padStart(12, '0');
}

/** A model version as a sort key: text order is version order. */
export function modelVersionKey(modelVersion: string): string {
  return modelVersion
    .split('.')
    .map((part) => part.padStart(10, '0'))
    .join('.');
}
