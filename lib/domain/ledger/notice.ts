import { z } from 'zod';
import type { EventOf, EventType, LedgerEvent } from './ledger-event.ts';
import type { LedgerState } from './ledger-state.ts';

/** What people and other systems are told about a decision: an SNS message and an EventBridge event. */
export const noticeSchema = z.strictObject({
  /** EventBridge detail type; public, so never changed. */
  detailType: z.enum([
    'Model Born',
    'Model Adopted',
    'Retrain Completed',
    'Release Started',
    'Deployed To Canary',
    'Canary Stepped Up',
    'Promoted',
    'Rolled Back',
    'Rollback Watched',
    'Restored Champion Failing',
    'Retrain Skipped',
    'Execution Failed',
    'Stood Down',
    'Rollback Target Unservable',
    'Schedules Paused',
    'Schedules Resumed',
    'Alias Reconciled',
  ]),
  severity: z.enum(['info', 'warning', 'critical']),
  /** One line, at most 100 characters, as SNS allows for a subject. */
  subject: z.string().min(1).max(100),
});

export type Notice = z.infer<typeof noticeSchema>;

type Telling = { readonly [Type in EventType]?: (event: EventOf<Type>, before: LedgerState) => Notice | null };

const info = (detailType: Notice['detailType'], subject: string): Notice => ({ detailType, severity: 'info', subject });
const warning = (detailType: Notice['detailType'], subject: string): Notice => ({
  detailType,
  severity: 'warning',
  subject,
});
const critical = (detailType: Notice['detailType'], subject: string): Notice => ({
  detailType,
  severity: 'critical',
  subject,
});

const telling: Telling = {
  bootstrapped: ({ release }) => info('Model Born', `serving starts with ${release.modelVersion}`),
  adopted: ({ release }) => warning('Model Adopted', `serving goes on with the adopted ${release.modelVersion}`),
  registered: ({ modelVersion, verdict }) => info('Retrain Completed', `candidate ${modelVersion}: ${verdict}`),
  'lease-acquired': ({ modelVersion, mode }) => info('Release Started', `${mode} release of ${modelVersion} started`),
  // a failed smoke test is told by the failure of its execution
  'servability-checked': ({ check, servable, functionVersion }) =>
    servable || check === 'smoke-test'
      ? null
      : critical('Rollback Target Unservable', `function version ${functionVersion} cannot serve`),
  shifted: ({ weight }, { routing, lease }) =>
    routing?.canary
      ? info('Canary Stepped Up', `${lease?.modelVersion} now has ${share(weight)} of the traffic`)
      : info('Deployed To Canary', `${lease?.modelVersion} starts with ${share(weight)} of the traffic`),
  promoted: (_, { challenger }) => info('Promoted', `${challenger?.modelVersion} is the champion`),
  'rolled-back': ({ cause }, { challenger, champion, routing }) =>
    critical('Rolled Back', `${(routing?.canary ? challenger : champion)?.modelVersion} rolled back: ${cause}`),
  'rollback-watched': ({ healthy }, { champion }) =>
    healthy
      ? info('Rollback Watched', `${champion?.modelVersion} holds since the rollback`)
      : critical('Restored Champion Failing', `${champion?.modelVersion} fails after the rollback too`),
  skipped: ({ code }) => info('Retrain Skipped', `skipped: ${code}`),
  failed: ({ error }) => critical('Execution Failed', `failed: ${error}`),
  'stood-down': () => warning('Stood Down', 'an execution stood down for a newer decision'),
  paused: () => warning('Schedules Paused', 'schedules paused'),
  resumed: () => info('Schedules Resumed', 'schedules resumed'),
  reconciled: () => warning('Alias Reconciled', 'the alias was put back to what the ledger says'),
};

/** The notice of an event, given the state it meets; null when nobody needs to know. */
export function noticeOf(event: LedgerEvent, before: LedgerState): Notice | null {
  const tell = telling[event.type] as ((event: LedgerEvent, before: LedgerState) => Notice | null) | undefined;
  return tell?.(event, before) ?? null;
}

function share(weight: number): string {
  return `${Number((weight * 100).toFixed(2))} %`;
}
