import { InvalidInput } from '../errors.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { type Release, sameModel } from '../ledger/release.ts';
import { RecordBroken } from '../ports/adapter-errors.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import { valueText } from '../problems.ts';
import type { AssessOutput } from '../steps/assess.ts';
import type { ReleaseOrder } from '../steps/execution.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';

const MOST_LISTED = 20;

/** The champion's model once more, for code that is new. Throws `RecordBroken` when its record is not the champion's. */
export function codeReleaseOrder(champion: Release, record: VersionRecord | null): ReleaseOrder {
  const { modelVersion, modelSha256 } = champion;
  if (record === null || record.model.sha256 !== modelSha256) {
    const got = record?.model.sha256 ?? 'no record';
    throw new RecordBroken(
      `the record of the champion ${modelVersion} should have the model ${modelSha256}, got ${got}`,
    );
  }
  return {
    candidate: { modelVersion, model: record.model },
    compared: { modelVersion, modelSha256 },
    grounds: { kind: 'code-change' },
  };
}

/** Throws the `InvalidInput` of a model version that is not registered; it names those that are. */
export function requireRegistered(
  modelVersion: string | null,
  record: VersionRecord | null,
  registered: readonly VersionRecord[],
): VersionRecord {
  if (record !== null) return record;
  const listed = registered.slice(0, MOST_LISTED).map((one) => one.modelVersion);
  const more = registered.length > MOST_LISTED ? ` or one of ${registered.length - MOST_LISTED} older ones` : '';
  throw new InvalidInput('the request', [
    {
      path: 'modelVersion',
      expected: `should be a registered model version: ${listed.join(', ') || 'there is none yet'}${more}`,
      got: valueText(modelVersion),
    },
  ]);
}

/**
 * Whether a registered model may be released: on the verdict of its newest comparison, which is the `registered` entry,
 * or against it by somebody who says why.
 */
export function versionRelease(
  champion: Release,
  record: VersionRecord,
  registered: LedgerEntry | null,
  { force, reason }: Pick<RetrainRequest, 'force' | 'reason'>,
): Exclude<AssessOutput, { decision: 'retrain' }> {
  const { modelVersion, model } = record;
  if (sameModel(champion, { modelVersion, modelSha256: model.sha256 })) {
    return { decision: 'skip', code: 'AlreadyChampion', reason: `${modelVersion} is the champion already` };
  }
  const compared = { modelVersion: champion.modelVersion, modelSha256: champion.modelSha256 };
  const order = { candidate: { modelVersion, model }, compared };
  if (force && reason !== null) {
    return { decision: 'release', reason, order: { ...order, grounds: { kind: 'forced', reason } } };
  }
  const verdict = registered?.event.type === 'registered' ? registered.event.verdict : null;
  if (registered === null || verdict !== 'promote') {
    const why = verdict === null ? 'has no comparison in the ledger' : `was compared with the verdict '${verdict}'`;
    const remedy = "set 'force' and give a 'reason' to release it all the same";
    return { decision: 'skip', code: 'NotPromotable', reason: `${modelVersion} ${why}: ${remedy}` };
  }
  const { sequence } = registered;
  return {
    decision: 'release',
    reason: reason ?? `${modelVersion} won its comparison: see entry ${sequence}`,
    order: { ...order, grounds: { kind: 'comparison', verdict, sequence } },
  };
}
