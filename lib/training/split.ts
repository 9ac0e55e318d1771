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

/** Places of the rows of each part, in the order of the rows. */
export function partsOf(ids: readonly string[]): Record<RowPart, Uint32Array> {
  const places: Record<RowPart, number[]> = { train: [], validation: [], holdout: [] };
  for (const [place, id] of ids.entries()) places[partOf(id)].push(place);
  return {
    train: Uint32Array.from(places.train),
    validation: Uint32Array.from(places.validation),
    holdout: Uint32Array.from(places.holdout),
  };
}
