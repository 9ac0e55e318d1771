import { recordOf } from '../lib/domain/decision-records/decision-kinds.ts';
import type { DecisionRecords } from '../lib/domain/ports/decision-records.ts';
import type { DriftQuestion } from '../lib/domain/triggers/drift-question.ts';
import type { DriftVerdict } from '../lib/domain/triggers/drift-verdict.ts';

/**
 * Keeps a verdict that asks for a retrain, under the day on which the monitor gave it, since it runs in no execution. One
 * that does not fire changes nothing, and the next look counts its days again.
 */
export async function recordDrift(
  { decisions, modelName }: { readonly decisions: DecisionRecords; readonly modelName: string },
  question: DriftQuestion,
  verdict: DriftVerdict,
): Promise<void> {
  const at = question.windows.at(-1)?.to;
  if (!verdict.fire || at === undefined) return;
  const name = `monitor-${at.slice(0, '2026-01-31'.length)}`;
  const execution = { arn: name, name, startedAt: at };
  await decisions.write(recordOf('drift', { modelName, execution, at, question, verdict }));
}
