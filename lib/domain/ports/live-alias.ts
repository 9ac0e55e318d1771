import type { Routing } from '../ledger/ledger-state.ts';

/** The alias that callers use. The pipeline moves it, CloudFormation does not. */
export const LIVE_ALIAS = 'live';

/** Where traffic is to go: all of it, or all but the canary's weight. */
export type AliasTarget = Pick<Routing, 'functionVersion' | 'canary'>;

export interface AliasState extends AliasTarget {
  readonly revisionId: string;
  readonly description: string;
}

/** The alias `live` of one function. No write is unconditional. */
export interface LiveAlias {
  read(functionName: string): Promise<AliasState | null>;
  /** Throws `RevisionMoved` when it exists already. */
  create(functionName: string, target: AliasTarget, description: string): Promise<AliasState>;
  /** Throws `RevisionMoved` when the alias changed since `revisionId` was read, `FunctionMissing` when it is gone. */
  move(functionName: string, target: AliasTarget, description: string, revisionId: string): Promise<AliasState>;
  /** One that is gone already is fine. */
  delete(functionName: string): Promise<void>;
}

/** Names the entry that is projected and the decision it rests on; it also makes every write a real change. */
export function aliasDescription(sequence: number, { movedAt }: Pick<Routing, 'movedAt'>): string {
  return `seq=${sequence} moved=${movedAt}`;
}

/** Whether the alias was written for this very decision; a target that only looks the same may be about to be overwritten. */
export function showsRouting(alias: AliasState, routing: Routing): boolean {
  return sameTarget(alias, routing) && alias.description.endsWith(` moved=${routing.movedAt}`);
}

export function sameTarget(one: AliasTarget, other: AliasTarget): boolean {
  return (
    one.functionVersion === other.functionVersion &&
    one.canary?.functionVersion === other.canary?.functionVersion &&
    one.canary?.weight === other.canary?.weight
  );
}
