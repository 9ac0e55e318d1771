import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';

/** An outcome without a prediction, unless told otherwise. */
export function sampleOutcome(id: string, details: Partial<StoredOutcome> = {}): StoredOutcome {
  return {
    schema: 'ratchet.outcome/1',
    id,
    time: '2026-01-05T09:00:00.000Z',
    label: 'yes',
    features: { age: 42, job: 'nurse' },
    prediction: null,
    receivedAt: '2026-01-05T10:15:00.000Z',
    ...details,
  };
}
