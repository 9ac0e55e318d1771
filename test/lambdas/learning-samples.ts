import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import { selectOutcomes } from '../../lib/domain/artifacts/snapshot.ts';
import { writeSnapshot } from '../../lib/domain/artifacts/snapshot-door.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import type { ModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import { parseModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import type { StoredObject } from '../../lib/domain/ports/artifact-store.ts';
import { secondsAfter } from '../../lib/domain/time.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { inMemoryOutcomeArchive } from '../in-memory/in-memory-outcome-archive.ts';

export const EXECUTION = {
  arn: 'arn:aws:states:eu-west-1:123456789012:execution:retrain:monday',
  name: 'monday',
  startedAt: '2026-02-01T00:00:00Z',
};

const WINDOW = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };

/** A definition that predicts whether a customer leaves, from age and job. */
export function churnDefinition(fields: object = {}): ModelDefinition {
  const file = {
    name: 'churn',
    policy: 'feed-ranker',
    target: 'churned',
    positiveClass: 'yes',
    features: { numeric: ['age'], categorical: ['job'], dropped: ['reason'] },
    ...fields,
  };
  return parseModelDefinition(file, 'test.json');
}

/**
 * So many customers, of whom the old ones and the clerks tend to leave; each has an id of its own. All may be older by so
 * many years, and leave as customers of that age do.
 */
export function churnOutcomes(count: number, older = 0): StoredOutcome[] {
  return Array.from({ length: count }, (_, index) => {
    // spread numbers without dice
    const noise = (index * 0.618_033_988_749_895) % 1;
    const age = 20 + ((index * 7) % 50) + older;
    const job = ['clerk', 'nurse', 'pilot'][index % 3] ?? 'clerk';
    const leaves = (age - 45) / 25 + (job === 'clerk' ? 0.5 : 0) + 2 * noise - 1 > 0;
    return {
      schema: 'ratchet.outcome/1',
      id: `outcome-${index}`,
      time: secondsAfter('2026-01-10T00:00:00.000Z', index),
      label: leaves ? 'yes' : 'no',
      features: { age, job, reason: leaves ? 'left' : 'stayed' },
      prediction: null,
      receivedAt: secondsAfter('2026-01-12T00:00:00.000Z', index),
    };
  });
}

/** A store and an archive with a snapshot of these outcomes. */
export async function frozenOutcomes(outcomes: readonly StoredOutcome[], modelName = 'churn') {
  const store = inMemoryArtifactStore();
  const archive = inMemoryOutcomeArchive();
  const rows = selectOutcomes(outcomes, WINDOW);
  const labels: Record<string, number> = {};
  for (const { label } of rows) labels[label] = (labels[label] ?? 0) + 1;
  const freeze = async (counted = rows.length): Promise<StoredObject> =>
    writeSnapshot(store, {
      schema: 'ratchet.snapshot/1',
      modelName,
      window: WINDOW,
      parts: await archive.write(modelName, outcomes),
      rows: counted,
      rowsSha256: sha256Hex(canonicalJson(rows)),
      labels,
      watermark: outcomes.at(-1)?.receivedAt ?? null,
    });
  return { store, archive, rows, freeze, snapshot: await freeze() };
}
