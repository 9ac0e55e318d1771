import type { VersionRecord } from '../../domain/ports/version-record.ts';
import { numberText } from './names.ts';

/** The AUC on the holdout, else the accuracy (`acc`); a dash for a model that has neither. */
export function qualityText({ metrics: { auc, accuracy } }: Pick<VersionRecord, 'metrics'>): string {
  if (auc !== undefined) return `auc ${numberText(auc)}`;
  return accuracy === undefined ? '-' : `acc ${numberText(accuracy)}`;
}
