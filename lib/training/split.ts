import { createHash } from 'node:crypto';

/** `train` fits a model, `validation` chooses between trainers, `holdout` compares models. */
export type RowPart = 'train' | 'validation' | 'holdout';

const HOLDOUT_SHARE = 0.2;
const VALIDATION_SHARE = 0.16;

/**
 * The part a row belongs to, by a hash of its outcome id alone: a fifth of all rows is holdout, of the rest a fifth is
 * validation. An id is in the same part in every retrain, whatever else is in the data, so no champion has ever been
 * trained on a row that it is compared on.
 */
export function partOf(id: string): RowPart {
  const digest = createHash('sha256').update(`ratchet.split/1:${id}`).digest();
  const share = digest.readUInt32BE(0) / 2 ** 32;
  if (share < HOLDOUT_SHARE) return 'holdout';
  return share < HOLDOUT_SHARE + VALIDATION_SHARE ? 'validation' : 'train';
}
