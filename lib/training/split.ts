import { hash } from 'node:crypto';

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
  // a digest as text is had in a quarter of the time that its bytes take
  const share = Number.parseInt(hash('sha256', `ratchet.split/1:${id}`, 'hex').slice(0, 8), 16) / 2 ** 32;
  if (share < HOLDOUT_SHARE) return 'holdout';
  return share < HOLDOUT_SHARE + VALIDATION_SHARE ? 'validation' : 'train';
}

/** Places of the rows of each part, in the order of the rows. */
export function partsOf(ids: readonly string[]): Record<RowPart, Uint32Array> {
  const parts = ids.map(partOf);
  const placesOf = (part: RowPart) => Uint32Array.from(ids.keys()).filter((place) => parts[place] === part);
  return { train: placesOf('train'), validation: placesOf('validation'), holdout: placesOf('holdout') };
}
