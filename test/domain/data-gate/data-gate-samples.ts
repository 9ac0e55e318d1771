import type { DataFinding } from '../../../lib/domain/artifacts/data-finding.ts';
import { dataGate } from '../../../lib/domain/data-gate/data-gate.ts';
import type { DataGateQuestion } from '../../../lib/domain/data-gate/data-gate-question.ts';
import { definitionWith } from '../definition/definition-samples.ts';

export const at = (hour: number) => `2026-01-05T${String(hour).padStart(2, '0')}:00:00.000Z`;

export type Row = DataGateQuestion['rows'][number];

export const goodFeatures: Row['features'] = { age: 40, balance: 7, job: 'nurse', marital: 'single' };

/** So many rows, every other one positive, none with anything missing. */
export function rowsOf(count: number, details: (index: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    label: index % 2 === 0 ? 'yes' : 'no',
    features: goodFeatures,
    receivedAt: at(10),
    ...details(index),
  }));
}

/** What the gate says by hand, on a hundred good rows of the first training, unless told otherwise. */
export function verdict(question: Partial<DataGateQuestion> = {}, fields: object = {}) {
  const definition = definitionWith({ samples: { minimum: 50, trusted: 100, minimumNew: 0 }, ...fields });
  const request = { trigger: 'manual', schedule: null } as const;
  const first = { contradictedIds: 0, previous: null, champion: null };
  return dataGate({ definition, request, rows: rowsOf(100), ...first, ...question });
}

/** What it found, in its order. */
export function found(question: Partial<DataGateQuestion> = {}, fields: object = {}): readonly DataFinding[] {
  return verdict(question, fields).findings;
}

/** The same as words such as `LabelShift warning`. */
export function told(question: Partial<DataGateQuestion> = {}, fields: object = {}): string[] {
  return found(question, fields).map(({ code, severity }) => `${code} ${severity}`);
}
