import type { StateGroup } from './definition.ts';
import { groupsOf } from './flow-check.ts';

export type CoveredKind = 'state' | 'rule' | 'default' | 'catch';

/** A state, a rule or the Default of a Choice, or a Catcher, and whether any execution went through it. */
export interface CoverageEntry {
  readonly state: string;
  readonly kind: CoveredKind;
  /** Position of a rule or Catcher in its list; 0 for the others. */
  readonly index: number;
  readonly taken: boolean;
}

/** What executions of one state machine have gone through. */
export class Coverage {
  private readonly taken = new Set<string>();
  private readonly machine: StateGroup;

  constructor(machine: StateGroup) {
    this.machine = machine;
  }

  take(state: string, kind: CoveredKind, index = 0): void {
    this.taken.add(key(state, kind, index));
  }

  entries(): CoverageEntry[] {
    return groupsOf(this.machine).flatMap((group) =>
      Object.keys(group.States).flatMap((state) =>
        parts(group, state).map(({ kind, index }) => ({
          state,
          kind,
          index,
          taken: this.taken.has(key(state, kind, index)),
        })),
      ),
    );
  }
}

function parts(group: StateGroup, name: string): { readonly kind: CoveredKind; readonly index: number }[] {
  const state = group.States[name];
  const whole = [{ kind: 'state' as const, index: 0 }];
  if (state?.Type === 'Choice') {
    const rules = state.Choices.map((_, index) => ({ kind: 'rule' as const, index }));
    return [...whole, ...rules, ...(state.Default === undefined ? [] : [{ kind: 'default' as const, index: 0 }])];
  }
  const catchers = state !== undefined && 'Catch' in state ? (state.Catch ?? []) : [];
  return [...whole, ...catchers.map((_, index) => ({ kind: 'catch' as const, index }))];
}

function key(state: string, kind: CoveredKind, index: number): string {
  return `${kind} ${index} ${state}`;
}
