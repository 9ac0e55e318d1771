import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { type LedgerEntry, nextEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import type { EventOf, EventType, LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type LedgerState, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
import type { Release } from '../../../lib/domain/ledger/release.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import { secondsAfter, type Timestamp } from '../../../lib/domain/time.ts';

export const MODEL = 'churn';
export const PREDICT = 'arn:aws:lambda:eu-west-1:123456789012:function:churn-predict';
export const OTHER_PREDICT = 'arn:aws:lambda:eu-west-1:123456789012:function:churn-predict-again';
export const ROLE = 'arn:aws:iam::123456789012:role/churn-predict';
export const RETRAIN = 'arn:aws:states:eu-west-1:123456789012:execution:retrain:monday';
export const LATER_RETRAIN = 'arn:aws:states:eu-west-1:123456789012:execution:retrain:tuesday';
export const START: Timestamp = '2026-01-05T00:00:00.000Z';
export const EVIDENCE = [{ metric: 'bad answers', value: 0.01, threshold: 0.05, n: 5000, interval: null }];

/** So many minutes after the first event of a sample history. */
export function minute(count: number): Timestamp {
  return secondsAfter(START, count * 60);
}

export const OLD_CODE = { releaseKey: sha256Hex('old configuration'), codeSha256: 'b2xkIGNvZGU=' };
export const NEW_CODE = { releaseKey: sha256Hex('new configuration'), codeSha256: 'bmV3IGNvZGU=' };
export const NEWER_CODE = { releaseKey: sha256Hex('new configuration'), codeSha256: 'bmV3ZXIgY29kZQ==' };

const servable = { servable: true, checkedAt: START, detail: 'answered' };
export const UNSERVABLE = { servable: false, checkedAt: START, detail: 'timed out' };

/** A function version that serves a model, on the old code unless told otherwise. */
export function releaseOf(functionVersion: string, modelVersion: string, details: Partial<Release> = {}): Release {
  const modelSha256 = sha256Hex(`model ${modelVersion}`);
  return {
    modelVersion,
    modelKey: `models/${modelSha256}/model.json`,
    modelSha256,
    functionArn: PREDICT,
    functionVersion,
    roleArn: ROLE,
    ...OLD_CODE,
    servability: servable,
    ...details,
  };
}

export const BASELINE = releaseOf('1', '0.0.0');
export const FIRST = releaseOf('2', '1.0.0');
export const SECOND = releaseOf('3', '1.1.0');
export const THIRD = releaseOf('4', '1.2.0');

type Common = 'at' | 'actor' | 'execution' | 'reason' | 'evidence';
type Details<Type extends EventType> = Omit<EventOf<Type>, Common | 'type'> & Partial<Pick<EventOf<Type>, Common>>;

/** An event of the execution `RETRAIN` at the start of time, unless told otherwise. */
export function eventOf<Type extends EventType>(type: Type, details: Details<Type>): EventOf<Type> {
  const common = {
    at: START,
    actor: { kind: 'execution', id: RETRAIN },
    execution: RETRAIN,
    reason: 'it was time',
    evidence: [],
  };
  return { ...common, ...details, type } as unknown as EventOf<Type>;
}

export function bootstrapped(release: Release = BASELINE): EventOf<'bootstrapped'> {
  return eventOf('bootstrapped', { release, actor: { kind: 'deployment', id: 'ChurnStack' }, execution: null });
}

export function acquired(
  challenger: Release,
  champion: Release,
  details: Partial<EventOf<'lease-acquired'>> = {},
): EventOf<'lease-acquired'> {
  return eventOf('lease-acquired', {
    mode: 'model',
    plan: 'canary',
    modelVersion: challenger.modelVersion,
    modelSha256: challenger.modelSha256,
    grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 },
    until: minute(600),
    compared: { modelVersion: champion.modelVersion, modelSha256: champion.modelSha256 },
    formerStatus: null,
    ...details,
  });
}

export const CODE_RELEASE = { mode: 'code', grounds: { kind: 'code-change' } } as const;

export function published(release: Release): EventOf<'published'> {
  return eventOf('published', { release });
}

export function checked(
  check: 'smoke-test' | 'drill' | 'warm-up',
  { functionVersion }: Pick<Release, 'functionVersion'>,
  details: Partial<EventOf<'servability-checked'>> = {},
): EventOf<'servability-checked'> {
  return eventOf('servability-checked', {
    check,
    functionVersion,
    servable: true,
    detail: 'answered',
    excuse: null,
    ...details,
  });
}

export function shifted(weight: number, details: Partial<EventOf<'shifted'>> = {}): EventOf<'shifted'> {
  return eventOf('shifted', { weight, leaseUntil: minute(600), ...details });
}

export function promoted(details: Partial<EventOf<'promoted'>> = {}): EventOf<'promoted'> {
  return eventOf('promoted', { probationEnd: minute(1440), evidence: EVIDENCE, ...details });
}

export function rolledBack(
  cause: EventOf<'rolled-back'>['cause'],
  details: Partial<EventOf<'rolled-back'>> = {},
): EventOf<'rolled-back'> {
  return eventOf('rolled-back', { cause, target: null, evidence: EVIDENCE, ...details });
}

/** From the free lease to the first share of traffic. */
export function canaryOf(
  challenger: Release,
  champion: Release,
  details: Partial<EventOf<'lease-acquired'>> = {},
): LedgerEvent[] {
  return [...proven(challenger, champion, details), shifted(0.1)];
}

/** From the free lease to a challenger that may have traffic. */
export function proven(
  challenger: Release,
  champion: Release,
  details: Partial<EventOf<'lease-acquired'>> = {},
): LedgerEvent[] {
  return [
    acquired(challenger, champion, details),
    published(challenger),
    checked('smoke-test', challenger),
    checked('drill', champion),
  ];
}

/** A whole release that goes well; its probation is over before anything else can happen. */
export function releasing(
  challenger: Release,
  champion: Release,
  details: Partial<EventOf<'lease-acquired'>> = {},
): LedgerEvent[] {
  return [...canaryOf(challenger, champion, details), promoted({ probationEnd: secondsAfter(START, 1) })];
}

/** The same events, a minute apart; what they set an end to lasts as long as before. */
export function inTurn(events: readonly LedgerEvent[]): LedgerEvent[] {
  return events.map((event, index) => {
    const later = (time: Timestamp) => secondsAfter(time, index * 60);
    const moved = { ...event, at: later(event.at) };
    if (moved.type === 'lease-acquired') return { ...moved, until: later(moved.until) };
    if (moved.type === 'shifted') return { ...moved, leaseUntil: later(moved.leaseUntil) };
    return moved.type === 'promoted' ? { ...moved, probationEnd: later(moved.probationEnd) } : moved;
  });
}

/** The state after these events, a minute apart. */
export function stateAfter(...events: readonly LedgerEvent[]): LedgerState {
  return inTurn(events).reduce(transition, unbornState);
}

/** A ledger of these events, at their own times. */
export function ledgerOf(events: readonly LedgerEvent[], modelName = MODEL): LedgerEntry[] {
  return events.reduce<LedgerEntry[]>((entries, event) => {
    entries.push(nextEntry(modelName, entries.at(-1) ?? null, event));
    return entries;
  }, []);
}

/** Time stands still, so that only the ledger can move it on. */
export function clockAt(time: Timestamp) {
  return { now: () => time, sleep: async () => undefined };
}

/** Freezes a value all the way down, so that whoever changes it throws. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
