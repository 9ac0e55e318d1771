import type { ActorKind } from './actor.ts';
import type { Fault, WaitingCall } from './call-scheduler.ts';
import type { InvariantName, Violation } from './invariants.ts';
import { type Director, type Performance, type Play, perform, REGULAR, straightOn, type Turn } from './play.ts';
import { hashText } from './text-hash.ts';

/** One place at which a schedule leaves the straight way, on which nothing fails and whoever acts goes on to the end. */
interface Deviation {
  /** Number of calls before it. */
  readonly turn: number;
  /** Whose call goes on instead. */
  readonly index: number;
  readonly fault: Fault | null;
}

/** How far to look. */
export interface Bounds {
  /** Most deviations of one schedule. */
  readonly deviations: number;
  readonly faults: boolean;
  readonly switches: boolean;
  /** Only calls of these actors go another way; everybody's when it is left out. */
  readonly actors?: readonly string[] | undefined;
  /** Of the schedules with a deviation, every `of`-th from `slice` on; for work that is shared. */
  readonly slice?: { readonly number: number; readonly of: number };
  /** Ends at the first violation of this invariant, and looks at no other. */
  readonly untilViolation?: InvariantName | undefined;
}

/** A schedule that broke something. */
export interface CounterExample {
  readonly play: string;
  readonly violations: readonly Violation[];
  readonly turns: readonly Turn[];
}

/** What was looked at. */
export class Findings {
  calls = 0;
  readonly kinds = new Set<ActorKind>();
  /** Schedules that were played to the end, by hash. */
  readonly schedules = new Set<number>();
  readonly states = new Set<number>();
  readonly counterExamples: CounterExample[] = [];
  private readonly recovered = new Map<Play, Set<number>>();

  /** Worlds in which a play has ended, and from which everything came right or was told. */
  recoveredFrom(play: Play): Set<number> {
    const recovered = this.recovered.get(play) ?? new Set();
    this.recovered.set(play, recovered);
    return recovered;
  }

  add(play: Play, { kinds, turns, violations, abandoned }: Performance): void {
    this.calls += turns.length;
    for (const kind of kinds) this.kinds.add(kind);
    if (abandoned) return;
    this.schedules.add(scheduleHash(play, turns));
    if (violations.length > 0) this.counterExamples.push({ play: play.name, violations, turns });
  }
}

function scheduleHash({ name }: Play, turns: readonly Turn[]): number {
  return turns.reduce(
    (hash, { actor, call, fault }) => hashText(`${actor} ${call} ${fault ?? ''};`, hash),
    hashText(name),
  );
}

/**
 * Plays every schedule with so many deviations, those with fewer first, so that the first violation is a shortest one.
 * A schedule that comes to a state that another has been in, with all its actors told the same, is not followed again.
 */
export async function explore(play: Play, bounds: Bounds, findings: Findings): Promise<void> {
  const seen = new Set<number>();
  const recovered = findings.recoveredFrom(play);
  let schedules: readonly Schedule[] = [[]];
  for (let deviations = 0; schedules.length > 0; deviations += 1) {
    const next: Deviation[][] = [];
    const branches = branchesOf(next, deviations, bounds);
    for (const schedule of schedules) {
      const played = await perform(play, director(schedule, bounds, { seen, branches, findings }), recovered);
      findings.add(play, onlyOf(played, bounds.untilViolation));
      if (hasFound(findings, bounds)) return;
    }
    schedules = deviations === 0 ? sliceOf(next, bounds) : next;
  }
}

function branchesOf(next: Deviation[][], deviations: number, bounds: Bounds): Deviation[][] | null {
  return deviations < bounds.deviations ? next : null;
}

type Schedule = readonly Deviation[];

function hasFound({ counterExamples }: Findings, { untilViolation }: Bounds): boolean {
  return untilViolation !== undefined && counterExamples.length > 0;
}

function sliceOf(schedules: readonly Schedule[], { slice }: Bounds): readonly Schedule[] {
  return slice ? schedules.filter((_, index) => index % slice.of === slice.number) : schedules;
}

function onlyOf(played: Performance, wanted: InvariantName | undefined): Performance {
  if (wanted === undefined) return played;
  return { ...played, violations: played.violations.filter(({ invariant }) => invariant === wanted) };
}

interface Search {
  readonly seen: Set<number>;
  /** Where schedules with one more deviation go; null when they are not wanted. */
  readonly branches: Deviation[][] | null;
  readonly findings: Findings;
}

function director(schedule: Schedule, bounds: Bounds, search: Search): Director {
  const last = schedule.at(-1)?.turn ?? -1;
  return (waiting, turns, digest) => {
    const turn = turns.length;
    const deviation = schedule.find((one) => one.turn === turn);
    if (deviation) return deviation;
    const index = straightOn(waiting, turns);
    if (turn <= last) return { index, fault: null };
    if (isKnown(search, hashText(digest()))) return null;
    if (search.branches !== null) {
      const branches = deviationsAt(turn, waiting, index, bounds);
      search.branches.push(...branches.map((branch) => [...schedule, branch]));
    }
    return { index, fault: null };
  };
}

function isKnown({ seen, findings }: Search, state: number): boolean {
  findings.states.add(state);
  if (seen.has(state)) return true;
  seen.add(state);
  return false;
}

function deviationsAt(
  turn: number,
  waiting: readonly WaitingCall[],
  straight: number,
  { faults, switches, actors }: Bounds,
): Deviation[] {
  const next = waiting[straight];
  if (actors && !actors.includes(next?.actor ?? '')) return [];
  // whose calls can fail is seen where it is on the cast
  const failing = faults && next && !next.actor.startsWith(REGULAR) ? next.faults : [];
  const others = switches ? waiting.flatMap((_, index) => (index === straight ? [] : [index])) : [];
  return [
    ...failing.map((fault) => ({ turn, index: straight, fault })),
    ...others.map((index) => ({ turn, index, fault: null })),
  ];
}

/** Plays random schedules in which actors take turns and calls fail; the same seed plays the same ones. */
export async function wander(play: Play, walks: number, seed: number, findings: Findings): Promise<void> {
  for (let walk = 0; walk < walks; walk += 1) {
    const direct = randomDirector(randomNumbers(seed * 1_000_003 + walk), findings);
    findings.add(play, await perform(play, direct, findings.recoveredFrom(play)));
  }
}

const SWITCH_SHARE = 0.25;
const FAULT_SHARE = 0.06;
const MOST_FAULTS = 6;

function randomDirector(random: () => number, { states }: Findings): Director {
  let faults = 0;
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  return (waiting, turns, digest) => {
    states.add(hashText(digest()));
    const index = random() < SWITCH_SHARE ? Math.floor(random() * waiting.length) : straightOn(waiting, turns);
    const fails = faults < MOST_FAULTS && random() < FAULT_SHARE;
    const fault = (fails && pick(waiting[index]?.faults ?? [])) || null;
    if (fault !== null) faults += 1;
    return { index, fault };
  };
}

/** Uniform numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
