import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { Snapshot } from '../artifacts/snapshot.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import { levelFault, missingFault } from './data-quality.ts';

type DataGateCode =
  | 'TooFewSamples'
  | 'SingleClass'
  | 'TooFewNewSamples'
  | 'DatasetShrank'
  | 'TooManyMissing'
  | 'UnknownLevel'
  | 'NoEvent';

/** Whether data are good enough to train on, and how many rows the snapshot before did not have. */
export type DataGateVerdict =
  | { readonly decision: 'train'; readonly newRows: number }
  | { readonly decision: 'skip'; readonly code: DataGateCode; readonly reason: string };

export interface DataGateQuestion {
  readonly definition: Pick<
    ModelDefinition,
    'samples' | 'gate' | 'triggers' | 'positiveClass' | 'features' | 'featureRules'
  >;
  readonly request: Pick<RetrainRequest, 'trigger' | 'schedule'>;
  readonly rows: readonly Pick<StoredOutcome, 'label' | 'features' | 'receivedAt'>[];
  /** Null when nothing was trained on outcomes yet. */
  readonly previous: Pick<Snapshot, 'rows' | 'watermark'> | null;
}

type Check = (question: DataGateQuestion, newRows: number) => string | null;

/** In the order in which they are asked; the first reason to skip counts. */
const checks: Readonly<Record<DataGateCode, Check>> = {
  TooFewSamples: ({ definition: { samples }, rows }) =>
    rows.length < samples.minimum
      ? `${rows.length} outcomes are in the window, training needs ${samples.minimum}`
      : null,
  SingleClass: singleClass,
  TooFewNewSamples: ({ definition: { samples }, request }, newRows) =>
    byHand(request) || newRows >= samples.minimumNew
      ? null
      : `${newRows} outcomes are new since the last snapshot, a retrain needs ${samples.minimumNew}`,
  DatasetShrank: ({ definition: { gate }, rows, previous }) =>
    gate.smallerDataset === 'refuse' && previous !== null && rows.length < previous.rows
      ? `${rows.length} outcomes are in the window, fewer than the ${previous.rows} of the last snapshot`
      : null,
  TooManyMissing: ({ definition, rows }) => missingFault(definition, rows),
  UnknownLevel: ({ definition, rows }) => levelFault(definition, rows),
  NoEvent: noEvent,
};

export function dataGate(question: DataGateQuestion): DataGateVerdict {
  const newRows = countNew(question);
  for (const [code, check] of Object.entries(checks) as [DataGateCode, Check][]) {
    const reason = check(question, newRows);
    if (reason !== null) return { decision: 'skip', code, reason };
  }
  return { decision: 'train', newRows };
}

/** Arrivals after the newest one of the snapshot before. */
function countNew({ rows, previous }: DataGateQuestion): number {
  const watermark = previous?.watermark ?? null;
  return watermark === null ? rows.length : rows.filter(({ receivedAt }) => receivedAt > watermark).length;
}

/** Somebody wants it now: waiting for more data or for an event is not for us to decide. */
function byHand({ trigger, schedule }: DataGateQuestion['request']): boolean {
  return trigger === 'manual' && schedule === null;
}

/** Where one label counts as positive, all others are one class. */
function singleClass({ definition: { positiveClass }, rows }: DataGateQuestion): string | null {
  const classes = new Set(rows.map(({ label }) => (positiveClass === null ? label : label === positiveClass)));
  if (classes.size > 1) return null;
  const [label] = rows.map((row) => row.label);
  const all = positiveClass === null || label === positiveClass ? `'${label}'` : `other than '${positiveClass}'`;
  return `every outcome in the window is ${all}, training needs both kinds`;
}

/** Where a schedule alone does not retrain, enough new rows are an event; without a volume, alarms were looked at before. */
function noEvent({ definition: { triggers }, request }: DataGateQuestion, newRows: number): string | null {
  const { require, volume } = triggers;
  if (request.trigger !== 'schedule' || require !== 'event' || volume === null || newRows >= volume.rows) return null;
  return `the schedule fired without an event, and ${newRows} new outcomes are fewer than ${volume.rows}`;
}
