import { RECONCILE_MINUTES } from '../../lib/domain/steps/reconcile.ts';
import { milliseconds } from '../../lib/domain/time.ts';
import { FUNCTION } from '../in-memory/in-memory-release.ts';
import type { Actor, ActorKind, Scene } from './actor.ts';
import { reconciler } from './bystanders.ts';
import { CallScheduler, type Choice, type Fault, type WaitingCall } from './call-scheduler.ts';
import { codeReleaseOf } from './executions.ts';
import { Observer, type Violation } from './invariants.ts';
import { liveAliasOf, type ProofWorld } from './proof-world.ts';
import { recover } from './recovery.ts';
import { openWorld, type SituationName } from './situations.ts';
import { hashText } from './text-hash.ts';

/** Actors who come on together in one situation. */
export interface Play {
  readonly name: string;
  readonly situation: SituationName;
  readonly cast: (scene: Scene) => readonly Actor[];
  /** Most departures from the straight way that a whole proof can afford to look at, for one actor alone. */
  readonly depth: number;
  /** Before the actors come on: what is the matter in the world. */
  readonly prepare?: (scene: Scene) => void;
}

/** One call that had its turn. */
export interface Turn {
  readonly actor: string;
  readonly call: string;
  readonly fault: Fault | null;
}

export interface Performance {
  /** Who has come on. */
  readonly kinds: ReadonlySet<ActorKind>;
  readonly turns: readonly Turn[];
  readonly violations: readonly Violation[];
  /** It was given up, because the same state had been explored before. */
  readonly abandoned: boolean;
}

/** Decides which waiting call goes on; null gives the performance up. */
export type Director = (
  waiting: readonly WaitingCall[],
  turns: readonly Turn[],
  /** Stands for world and actors: whatever agrees in it goes on alike. */
  digest: () => string,
) => Choice | null;

const MOST_TURNS = 2000;

/** The reconciler that comes every five minutes, with the number of the period. */
export const REGULAR = 'reconciler of period';

/**
 * Plays until nobody acts any more, then lets faults end and looks whether everything comes right by itself. What comes
 * then depends on the world alone, so a world that is in `recovered` is not looked at again.
 */
export async function perform(play: Play, direct: Director, recovered = new Set<number>()): Promise<Performance> {
  const stage = await openStage(play);
  const abandoned = !(await stage.run(direct));
  const { kinds, turns, scene } = stage;
  const end = hashText(`${worldDigest(scene.world)} ${scene.world.notifications.sent.length}`);
  if (!abandoned && !recovered.has(end)) {
    recovered.add(end);
    await recover(scene, stage.enter, stage.nextPeriod, () => stage.run(nothingFails));
  }
  return { kinds, turns, violations: scene.observer.violations, abandoned };
}

interface OpenStage {
  readonly scene: Scene;
  readonly kinds: ReadonlySet<ActorKind>;
  readonly turns: readonly Turn[];
  enter(actor: Actor): void;
  /** Lets time pass until the reconciler comes. */
  nextPeriod(): void;
  /** Runs on until no call waits; false when the director gave it up. */
  run(direct: Director): Promise<boolean>;
}

async function openStage(play: Play): Promise<OpenStage> {
  const { world, ongoing } = await openWorld(play.situation);
  const observer = new Observer(world);
  const scheduler = new CallScheduler(
    () => world.pastAliases.at(-1) ?? liveAliasOf(world),
    () => world.release.clock.now(),
  );
  const scene: Scene = { world, observer, ongoing, stop: (name) => scheduler.stop(name) };
  const kinds = new Set<ActorKind>();
  const enter = ({ kind, name, act, onStop }: Actor) => {
    kinds.add(kind);
    scheduler.begin(name, (stage) => act(scene, stage), onStop && (() => onStop(scene)));
  };
  play.prepare?.(scene);
  play.cast(scene).forEach(enter);
  const turns: Turn[] = [];
  const regular = regularReconciler(world, enter);
  const digest = () => `${worldDigest(world)} ${scheduler.digest()}`;

  const take = async (choice: Choice, waiting: readonly WaitingCall[]) => {
    const { actor = '', call = '' } = waiting[choice.index] ?? {};
    turns.push({ actor, call, fault: choice.fault });
    await scheduler.take(choice);
    observer.look();
    regular();
  };
  const waitingCalls = async () => {
    const waiting = await scheduler.waiting();
    if (world.started.length === 0) return waiting;
    for (const { execution, input } of world.started.splice(0)) enter(codeReleaseOf(execution.name, input));
    return scheduler.waiting();
  };
  const run = async (direct: Director): Promise<boolean> => {
    for (let waiting = await waitingCalls(); waiting.length > 0; waiting = await waitingCalls()) {
      if (turns.length > MOST_TURNS) {
        observer.found('every execution ends', `after ${MOST_TURNS} calls somebody still acts`);
        return true;
      }
      const choice = direct(waiting, turns, digest);
      if (choice === null) return false;
      await take(choice, waiting);
    }
    return true;
  };
  const nextPeriod = () => {
    world.release.clock.advance(RECONCILE_MINUTES * 60);
    regular();
  };
  return { scene, kinds, turns, enter, nextPeriod, run };
}

/** Lets the reconciler come on whenever another of its periods has begun. */
function regularReconciler(world: ProofWorld, enter: (actor: Actor) => void): () => void {
  const first = periodOf(world);
  let last = first;
  return () => {
    const period = periodOf(world);
    if (period > last) enter(reconciler(`${REGULAR} ${period - first}`));
    last = period;
  };
}

/** The one who goes on when nothing is out of the ordinary: who acted last; time passes when everybody sleeps. */
export function straightOn(waiting: readonly WaitingCall[], turns: readonly Turn[]): number {
  const awake = waiting.findIndex(({ wakesAt }) => wakesAt === null);
  if (awake === -1) return firstToWake(waiting);
  const last = turns.at(-1)?.actor;
  const own = waiting.findIndex(({ actor, wakesAt }) => actor === last && wakesAt === null);
  return own === -1 ? awake : own;
}

function firstToWake(waiting: readonly WaitingCall[]): number {
  const times = waiting.map(({ wakesAt }) => wakesAt ?? Number.POSITIVE_INFINITY);
  return times.indexOf(Math.min(...times));
}

const nothingFails: Director = (waiting, turns) => ({ index: straightOn(waiting, turns), fault: null });

function periodOf({ release: { clock } }: ProofWorld): number {
  return Math.floor(milliseconds(clock.now()) / (RECONCILE_MINUTES * 60_000));
}

/** The state of the world, as far as it can matter to what comes. */
function worldDigest(world: ProofWorld): string {
  const { executions, clock, lambda } = world.release;
  const { latest, versions } = lambda.find(FUNCTION);
  const statuses = [...executions.started.values()].map(({ status }) => status[0]).join('');
  const states = [...versions.values()].map(({ configuration }) => configuration.state[0]).join('');
  const revisions = `${liveAliasOf(world)?.revisionId} ${latest.configuration.revisionId} ${states}`;
  return `${world.entries.at(-1)?.hash} ${revisions} ${statuses} ${milliseconds(clock.now())} ${world.announced}`;
}
