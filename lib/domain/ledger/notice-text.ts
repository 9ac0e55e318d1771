import type { JsonValue } from '../canonical-json.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { LedgerEvent } from './ledger-event.ts';
import { type LiveModel, liveAt } from './live-at.ts';

/** What people read about an entry: why, on what evidence, who and when, and what is live since. */
export function noticeText(entry: LedgerEntry): string {
  const { event, sequence, modelName } = entry;
  const facts = [
    `Decided by: ${event.actor.kind} ${event.actor.id}`,
    `Time: ${event.at}`,
    `Ledger: entry ${sequence} of ${modelName}, ${event.type}`,
    ...(event.execution === null ? [] : [`Execution: ${event.execution}`]),
    `Live now: ${liveText(liveAt(entry))}`,
  ];
  const evidence = event.evidence.length === 0 ? [] : [['Evidence:', ...event.evidence.map(evidenceLine)].join('\n')];
  return [event.reason, ...evidence, facts.join('\n')].join('\n\n');
}

function evidenceLine({ metric, value, threshold, n, interval }: LedgerEvent['evidence'][number]): string {
  const parts = [
    `${metric}: ${value ?? 'unknown'}`,
    ...(interval === null ? [] : [`between ${interval[0]} and ${interval[1]}`]),
    ...(threshold === null ? [] : [`threshold ${threshold}`]),
    ...(n === null ? [] : [`n = ${n}`]),
  ];
  return `- ${parts.join(', ')}`;
}

function liveText(live: LiveModel | null): string {
  if (live === null) return 'nothing';
  const { modelVersion, functionVersion, canary } = live;
  const main = `${modelVersion} on function version ${functionVersion}`;
  if (canary === null) return main;
  const share = Number((canary.weight * 100).toFixed(2));
  return `${main}, beside ${canary.modelVersion} on function version ${canary.functionVersion} with ${share} % of the traffic`;
}

/** What other systems get of an entry; a promotion names the artefact, so that it can be fetched and verified. */
export function noticeDetail(entry: LedgerEntry): { readonly [key: string]: JsonValue } {
  const { modelName, sequence, event, notice, state } = entry;
  const { type, at, reason, actor, execution, evidence } = event;
  const { champion } = state;
  const live = liveAt(entry);
  return {
    model: modelName,
    sequence,
    type,
    severity: notice?.severity ?? 'info',
    at,
    reason,
    actor,
    execution,
    modelVersion: subjectVersion(entry),
    ...(type === 'promoted' && champion && { modelKey: champion.modelKey, modelSha256: champion.modelSha256 }),
    evidence,
    live: live && { modelVersion: live.modelVersion, functionVersion: live.functionVersion, canary: live.canary },
  };
}

/** The model version that an entry is about; after a rollback the one that has the traffic again. */
function subjectVersion({ event, state }: LedgerEntry): string | null {
  if ('modelVersion' in event) return event.modelVersion;
  if ('release' in event) return event.release.modelVersion;
  const underWay = event.type === 'shifted' ? state.challenger : state.champion;
  return underWay?.modelVersion ?? null;
}
