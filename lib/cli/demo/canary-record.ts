import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { Release } from '../../domain/ledger/release.ts';
import { milliseconds } from '../../domain/time.ts';
import type { DemoCanary, DemoStep } from './demo-result.ts';

/** What is asked about the requests of clients. */
export interface RequestCounts {
  /** Requests that a function version executed from one time to another, in milliseconds since 1970. */
  readonly between: (functionVersion: string, from: number, to: number) => number;
}

interface Stretch {
  readonly weight: number;
  readonly from: number;
  readonly to: number;
}

/** The canaries of a ledger, oldest first, with what each step lasted and saw. */
export function canariesOf(
  entries: readonly LedgerEntry[],
  counts: RequestCounts,
  { start, end }: { readonly start: number; readonly end: number },
): DemoCanary[] {
  const firstShifts = entries.flatMap(({ event, state }, index) =>
    event.type === 'shifted' && entries[index - 1]?.state.routing?.canary === null && state.challenger !== null
      ? [{ index, challenger: state.challenger }]
      : [],
  );
  const hour = (time: number) => Number(((time - start) / 3_600_000).toFixed(4));
  return firstShifts.map(({ index, challenger }) => {
    const { outcome, stretches } = courseOf(entries.slice(index), challenger, end);
    const steps = stretches.map(({ weight, from, to }): DemoStep => {
      const requests = counts.between(challenger.functionVersion, from, to);
      return { weight, fromHour: hour(from), toHour: hour(to), requests };
    });
    const { modelVersion, functionVersion } = challenger;
    return { modelVersion, functionVersion, steps, outcome };
  });
}

/** From the first shift of a challenger to the end of its canary, or of its probation. */
function courseOf(entries: readonly LedgerEntry[], challenger: Release, end: number) {
  const last = entries.findIndex(({ state }) => state.routing?.canary === null);
  const ending = last === -1 ? undefined : entries[last];
  const shifts = entries.slice(0, last === -1 ? undefined : last).filter(({ event }) => event.type === 'shifted');
  const ends = ending === undefined ? end : timeOf(ending);
  const stretches: Stretch[] = shifts.map((entry, index) => {
    const next = shifts[index + 1];
    return { weight: weightOf(entry), from: timeOf(entry), to: next === undefined ? ends : timeOf(next) };
  });
  if (ending?.event.type !== 'promoted') {
    return { stretches, outcome: ending?.event.type === 'rolled-back' ? ('rolled-back' as const) : ('ended' as const) };
  }
  const lost = entries.find(({ state }, index) => index > last && isReplaced(state.champion, challenger));
  const to = Math.min(milliseconds(ending.event.probationEnd), lost === undefined ? end : timeOf(lost));
  return { stretches: [...stretches, { weight: 1, from: ends, to }], outcome: 'promoted' as const };
}

function isReplaced(champion: Release | null, { functionVersion }: Release): boolean {
  return champion?.functionVersion !== functionVersion;
}

function timeOf({ event }: LedgerEntry): number {
  return milliseconds(event.at);
}

function weightOf({ event }: LedgerEntry): number {
  return event.type === 'shifted' ? event.weight : 1;
}
