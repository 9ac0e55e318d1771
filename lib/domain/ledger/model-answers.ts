import type { VersionRecord } from '../ports/version-record.ts';
import type { Timestamp } from '../time.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { phaseOf } from './ledger-state.ts';
import { liveAt } from './live-at.ts';
import type { ModelStanding } from './model-roles.ts';

/** What serves now, and what is going on; null while there is no champion. */
export function modelAnswer(head: LedgerEntry | null, now: Timestamp) {
  const live = liveAt(head);
  if (head === null || live === null) return null;
  const { probationEnd, paused, lease } = head.state;
  const phase = phaseOf(head.state, now);
  return {
    model: head.modelName,
    ...live,
    phase,
    /** Until when the champion may still be taken back by itself. */
    probationEnd: phase === 'probation' ? probationEnd : null,
    paused,
    release: lease && {
      execution: lease.execution,
      mode: lease.mode,
      modelVersion: lease.modelVersion,
      since: lease.acquiredAt,
      until: lease.until,
    },
  };
}

/** One model version in the words of those who look after models. */
export function versionAnswer(record: VersionRecord, { role, deployedAt }: ModelStanding) {
  const { trainAccuracy, validationAccuracy, features, trainingRows } = record.trainingStats;
  return {
    version: record.modelVersion,
    role,
    created_at: record.createdAt,
    deployed_at: deployedAt,
    created_by: record.createdBy,
    training_stats: {
      train_accuracy: trainAccuracy,
      val_accuracy: validationAccuracy,
      n_features: features,
      n_train: trainingRows,
    },
    evaluation_metrics: record.metrics,
    dataset_size: record.lineage.datasetRows,
    trust: record.trust,
    verdict: record.verdict,
    version_epoch: record.versionEpoch,
    model_sha256: record.model.sha256,
  };
}

/** One decision, without the state that it led to. */
export function entryAnswer(entry: LedgerEntry) {
  const { sequence, event, hash } = entry;
  const live = liveAt(entry);
  return {
    sequence,
    ...event,
    live: live && { modelVersion: live.modelVersion, functionVersion: live.functionVersion, canary: live.canary },
    hash,
  };
}
