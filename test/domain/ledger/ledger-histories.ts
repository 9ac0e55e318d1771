import fc from 'fast-check';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import type { EventOf, EventType, LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type LedgerState, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
import type { Release } from '../../../lib/domain/ledger/release.ts';
import { transition } from '../../../lib/domain/ledger/transition.ts';
import { secondsAfter, type Timestamp, timestamp } from '../../../lib/domain/time.ts';
import {
  deepFreeze,
  EVIDENCE,
  eventOf,
  LATER_RETRAIN,
  NEW_CODE,
  NEWER_CODE,
  OLD_CODE,
  OTHER_PREDICT,
  PREDICT,
  RETRAIN,
  ROLE,
  releaseOf,
  START,
} from './ledger-samples.ts';

/** What may be in an event; without a type and details, which depend on the state it meets. */
interface Ingredients {
  readonly type: EventType;
  /** Whether the event is made to fit the state, or is whatever the dice say. */
  readonly fitting: boolean;
  readonly wait: number;
  readonly execution: string | null;
  readonly release: Release;
  readonly mode: EventOf<'lease-acquired'>['mode'];
  readonly plan: EventOf<'lease-acquired'>['plan'];
  readonly grounds: EventOf<'lease-acquired'>['grounds'];
  readonly formerStatus: EventOf<'lease-acquired'>['formerStatus'];
  readonly check: EventOf<'servability-checked'>['check'];
  readonly servable: boolean;
  readonly excuse: EventOf<'servability-checked'>['excuse'];
  readonly weight: number;
  readonly lasts: number;
  readonly cause: EventOf<'rolled-back'>['cause'];
  readonly target: 'none' | 'any' | 'former' | 'champion' | 'challenger';
  readonly evidence: EventOf<'promoted'>['evidence'];
}

const CODE_CHANGE = { kind: 'code-change' } as const;
const HOUR = 3_600_000;
/** A fitting promotion stands for whatever the release under way needs next, so most of the dice are on it. */
const types = fc.oneof(
  { weight: 12, arbitrary: fc.constant<EventType>('promoted') },
  { weight: 2, arbitrary: fc.constantFrom<EventType>('lease-acquired', 'published', 'servability-checked', 'shifted') },
  { weight: 2, arbitrary: fc.constant<EventType>('rolled-back') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<EventType>(
      ...(['bootstrapped', 'adopted', 'registered', 'skipped', 'failed', 'stood-down'] as const),
      ...(['paused', 'resumed', 'reconciled', 'pruned', 'rollback-watched'] as const),
    ),
  },
);
const code = fc.constantFrom(OLD_CODE, NEW_CODE, NEWER_CODE);
const mostly = (likely: boolean) => fc.integer({ min: 0, max: 9 }).map((dice) => (dice > 0 ? likely : !likely));

const release: fc.Arbitrary<Release> = fc
  .record({
    functionVersion: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    modelVersion: fc.constantFrom('0.0.0', '1.0.0', '1.1.0', '2.0.0'),
    code,
    functionArn: fc.oneof(
      { weight: 15, arbitrary: fc.constant(PREDICT) },
      { weight: 1, arbitrary: fc.constant(OTHER_PREDICT) },
    ),
    roleArn: fc.oneof({ weight: 15, arbitrary: fc.constant(ROLE) }, { weight: 1, arbitrary: fc.constant(`${ROLE}-2`) }),
    servable: fc.option(mostly(true), { freq: 5 }),
  })
  .map(({ functionVersion, modelVersion, servable, code, ...home }) =>
    releaseOf(functionVersion, modelVersion, {
      ...home,
      ...code,
      servability: servable === null ? null : { servable, checkedAt: START, detail: '' },
    }),
  );

const ingredients: fc.Arbitrary<Ingredients> = fc.record({
  type: types,
  fitting: mostly(true),
  wait: fc.constantFrom(1, 1, 60_000, 60_000, HOUR, 30 * HOUR),
  execution: fc.constantFrom(RETRAIN, LATER_RETRAIN, null),
  release,
  mode: fc.constantFrom('model', 'model', 'code', 'version'),
  plan: fc.constantFrom('canary', 'canary', 'immediate'),
  grounds: fc.constantFrom<Ingredients['grounds']>(
    { kind: 'comparison', verdict: 'promote', sequence: 1 },
    { kind: 'forced', reason: 'somebody wanted it' },
    CODE_CHANGE,
  ),
  formerStatus: fc.constantFrom(null, 'FAILED', 'MISSING'),
  check: fc.constantFrom('smoke-test', 'drill', 'warm-up'),
  servable: mostly(true),
  excuse: fc.constantFrom(null, 'champion-alarm'),
  weight: fc.constantFrom(0.01, 0.1, 0.5, 0.99),
  lasts: fc.constantFrom(-1, 0, 60_000, HOUR, 24 * HOUR),
  cause: fc.constantFrom(
    'canary-verdict',
    'probation-verdict',
    'alarm',
    'failure',
    'abandoned',
    'superseded',
    'manual',
  ),
  target: fc.constantFrom('none', 'none', 'any', 'former', 'champion', 'challenger'),
  evidence: fc.constantFrom([], EVIDENCE, EVIDENCE, EVIDENCE),
});

export interface Step {
  readonly before: LedgerState;
  readonly event: LedgerEvent;
  /** What was thrown, or null when the event was accepted. */
  readonly refusal: unknown;
  /** The same as before when the event was refused. */
  readonly after: LedgerState;
}

/** Random histories of one model: mostly sensible events, with senseless ones between them. */
export const histories: fc.Arbitrary<Step[]> = fc
  .array(ingredients, { minLength: 1, maxLength: 60, size: 'max' })
  .map((rolls) => play(rolls));

/** Ledgers that could have been written: only the accepted events, at least one. */
export const acceptedEvents: fc.Arbitrary<LedgerEvent[]> = histories
  .map((steps) => steps.filter(({ refusal }) => refusal === null).map(({ event }) => event))
  .filter((events) => events.length > 0);

function play(rolls: readonly Ingredients[]): Step[] {
  const steps: Step[] = [];
  let time = Date.parse(START);
  let state = unbornState;
  for (const roll of rolls) {
    time += roll.wait;
    const step = take(state, deepFreeze(eventFor(state, timestamp(time), roll)));
    steps.push(step);
    state = step.after;
  }
  return steps;
}

function take(before: LedgerState, event: LedgerEvent): Step {
  try {
    return { before, event, refusal: null, after: deepFreeze(transition(deepFreeze(before), event)) };
  } catch (refusal) {
    return { before, event, refusal, after: before };
  }
}

function eventFor(state: LedgerState, at: Timestamp, given: Ingredients): LedgerEvent {
  const roll = given.fitting ? fitted(state, given) : given;
  const { type, evidence } = roll;
  const later = secondsAfter(at, roll.lasts / 1000);
  const common = { at, execution: roll.execution, evidence };
  const { modelVersion, modelSha256 } = roll.release;
  switch (type) {
    case 'bootstrapped':
    case 'adopted':
    case 'published':
      return eventOf(type, { ...common, release: roll.release });
    case 'registered':
      return eventOf(type, { ...common, modelVersion, modelSha256, verdict: 'promote' });
    case 'lease-acquired': {
      const compared = roll.fitting && state.champion !== null ? state.champion : roll.release;
      return eventOf(type, {
        ...common,
        mode: roll.mode,
        plan: roll.plan,
        modelVersion,
        modelSha256,
        grounds: roll.grounds,
        until: later,
        compared: { modelVersion: compared.modelVersion, modelSha256: compared.modelSha256 },
        formerStatus: roll.formerStatus,
      });
    }
    case 'servability-checked': {
      const { functionVersion } = roll.release;
      const { check, servable, excuse } = roll;
      return eventOf(type, { ...common, check, functionVersion, servable, detail: '', excuse });
    }
    case 'shifted':
      return eventOf(type, { ...common, weight: roll.weight, leaseUntil: later });
    case 'promoted':
      return eventOf(type, { ...common, probationEnd: later });
    case 'rolled-back':
      return eventOf(type, { ...common, cause: roll.cause, target: targetOf(state, roll) });
    case 'rollback-watched':
      return eventOf(type, { ...common, healthy: roll.servable });
    case 'skipped':
      return eventOf(type, { ...common, code: 'NoNewData' });
    case 'failed':
      return eventOf(type, { ...common, error: 'States.Timeout' });
    case 'reconciled':
      return eventOf(type, { ...common, found: 'another version' });
    case 'pruned':
      return eventOf(type, { ...common, functionVersions: [roll.release.functionVersion] });
    default:
      return eventOf(type, common);
  }
}

function targetOf({ champion, challenger, previousChampions }: LedgerState, { target, release }: Ingredients) {
  const targets = { none: null, any: release, former: previousChampions.at(-1) ?? null, champion, challenger };
  return targets[target];
}

/** The ingredients, changed so that the event has a good chance to be accepted. */
function fitted(state: LedgerState, roll: Ingredients): Ingredients {
  if (state.champion === null) return { ...roll, type: 'bootstrapped', release: servableRelease(roll) };
  const type = roll.type === 'promoted' ? nextStep(state, roll.weight) : roll.type;
  const lasts = Math.max(roll.lasts, 1);
  return { ...roll, type, lasts, ...fits[type]?.(state, state.champion, roll) };
}

/** What the release under way needs next. */
function nextStep({ challenger, lease, routing }: LedgerState, weight: number): EventType {
  if (lease === null) return 'lease-acquired';
  if (challenger === null) return 'published';
  if (challenger.servability === null || lease.drill === null) return 'servability-checked';
  return (routing?.canary?.weight ?? 0) < weight ? 'shifted' : 'promoted';
}

type Fit = (state: LedgerState, champion: Release, roll: Ingredients) => Partial<Ingredients>;

const asHolder: Fit = ({ lease }, _, roll) => ({ execution: lease?.execution ?? roll.execution });

const fits: Readonly<Partial<Record<EventType, Fit>>> = {
  adopted: (_, champion, roll) => ({ release: { ...servableRelease(roll), ...modelOf(champion) } }),
  'lease-acquired': (_, champion, roll) => (roll.mode === 'code' ? { release: champion, grounds: CODE_CHANGE } : {}),
  published: (state, champion, roll) => {
    const { functionArn, roleArn, releaseKey, codeSha256 } = champion;
    const code = state.lease?.mode === 'code' ? {} : { releaseKey, codeSha256 };
    const model = state.lease === null ? {} : modelOf(state.lease);
    return {
      ...asHolder(state, champion, roll),
      release: { ...roll.release, functionArn, roleArn, ...code, ...model },
    };
  },
  'servability-checked': (state, champion, roll) => {
    const { challenger } = state;
    const smokeTest = challenger !== null && challenger.servability === null;
    const check = smokeTest ? 'smoke-test' : roll.check;
    return {
      ...asHolder(state, champion, roll),
      check,
      release: check === 'smoke-test' ? (challenger ?? champion) : champion,
    };
  },
  shifted: asHolder,
  promoted: asHolder,
};

function servableRelease({ release }: Ingredients): Release {
  return { ...release, servability: { servable: true, checkedAt: START, detail: '' } };
}

function modelOf({ modelVersion, modelSha256 }: Pick<Release, 'modelVersion' | 'modelSha256'>) {
  return { modelVersion, modelSha256, modelKey: `models/${sha256Hex(modelSha256)}/model.json` };
}
