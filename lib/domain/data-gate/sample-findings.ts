import type { DataFinding } from '../artifacts/data-finding.ts';
import type { DataFacts } from './data-facts.ts';

/** Too few rows to train at all, or to trust what is trained. */
export function countFindings({ settings: { samples }, rows: count }: DataFacts): DataFinding[] {
  if (count < samples.minimum) {
    const reason = `Need at least ${samples.minimum} samples: ${count} outcomes are in the window; wait for more, or make the window longer`;
    return [{ code: 'TooFewSamples', severity: 'stop', reason, value: count, threshold: samples.minimum, n: count }];
  }
  if (count >= samples.trusted) return [];
  const reason = `${count} outcomes are in the window, below ${samples.trusted} a model is only provisional: watch it, or wait for more`;
  return [{ code: 'Provisional', severity: 'warning', reason, value: count, threshold: samples.trusted, n: count }];
}

/** Nothing much happened since the last training; what a person starts is done all the same. */
export function newRowFindings({ settings: { samples }, request, rows, newRows }: DataFacts): DataFinding[] {
  if (newRows >= samples.minimumNew) return [];
  const byHand = request.trigger === 'manual' && request.schedule === null;
  const remedy = byHand ? 'a start by hand does not wait for them' : 'wait for more, or start it by hand';
  const reason = `${newRows} outcomes are new since the last snapshot, a retrain needs ${samples.minimumNew}: ${remedy}`;
  const severity = byHand ? 'warning' : 'stop';
  return [{ code: 'TooFewNewSamples', severity, reason, value: newRows, threshold: samples.minimumNew, n: rows }];
}

export function shrinkageFindings({ settings, rows: count, previous }: DataFacts): DataFinding[] {
  if (previous === null || count >= previous.rows) return [];
  const refused = settings.smallerDataset === 'refuse';
  const remedy = `see whether outcomes still arrive${refused ? ', or set gate.smallerDataset to accept' : ''}`;
  const reason = `${count} outcomes are in the window, fewer than the ${previous.rows} of the last snapshot: ${remedy}`;
  const severity = refused ? 'stop' : 'warning';
  return [{ code: 'DatasetShrank', severity, reason, value: count, threshold: previous.rows, n: count }];
}

/** Where a schedule alone does not retrain, enough new rows are an event; without a volume, alarms were looked at before. */
export function eventFindings({ settings, request, rows, newRows }: DataFacts): DataFinding[] {
  const { require, volume } = settings;
  if (request.trigger !== 'schedule' || require !== 'event' || volume === null || newRows >= volume.rows) return [];
  const reason = `the schedule fired without an event, and ${newRows} new outcomes are fewer than ${volume.rows}: wait for either, or start it by hand`;
  return [{ code: 'NoEvent', severity: 'stop', reason, value: newRows, threshold: volume.rows, n: rows }];
}

/** The rows have each id once; what was sent under it besides is not among them. */
export function contradictionFindings({ contradictedIds: count, rows }: DataFacts): DataFinding[] {
  if (count === 0) return [];
  const reason = `${count} outcome ids came with different contents, and the earliest of each counts: give every outcome an id of its own`;
  return [{ code: 'ContradictedIds', severity: 'warning', reason, value: count, threshold: 0, n: rows }];
}
