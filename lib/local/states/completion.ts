import type { Results } from './definition.ts';
import { Evaluation, type StatesMembers } from './evaluation.ts';
import { type JsonDocument, toDocument } from './json.ts';
import { exceedsPayload, MAX_PAYLOAD_BYTES } from './limits.ts';
import { type Completion, serviceFailure, type Visit } from './visit.ts';

export interface Outcome {
  /** Whose Assign and Output apply: the state's own, a rule's or a Catcher's. */
  readonly results: Results;
  /** Before the names of the fields, such as `Catch[0]/`. */
  readonly prefix?: string;
  readonly members?: StatesMembers;
  /** What the output is when there is no Output. */
  readonly fallback: JsonDocument;
  readonly next: string | null;
}

/** Evaluates Assign and Output, both with the values that were there when the state was entered, and then assigns. */
export async function complete(visit: Visit, outcome: Outcome): Promise<Completion> {
  const { results, prefix = '', members, fallback, next } = outcome;
  if (results.Assign === undefined && results.Output === undefined) return { output: fallback, next, assigned: {} };
  const evaluation = new Evaluation(visit, members);
  const assigned = await evaluation.members(results.Assign ?? {}, `${prefix}Assign`);
  const output =
    results.Output === undefined ? fallback : toDocument(await evaluation.value(results.Output, `${prefix}Output`));
  refuseTooLarge(visit, output, 'output');
  const problem = visit.branch.scope.assign(assigned);
  if (problem !== undefined) throw serviceFailure(visit, 'States.DataLimitExceeded', problem);
  return { output, next, assigned };
}

/** Nothing passes that is larger than the service allows. */
export function refuseTooLarge(visit: Visit, document: JsonDocument, what: 'input' | 'output' | 'result'): void {
  if (!exceedsPayload(document)) return;
  const problem = `The ${what} of the state '${visit.name}' has more than ${MAX_PAYLOAD_BYTES} bytes.`;
  throw serviceFailure(visit, 'States.DataLimitExceeded', problem);
}

/** The next state of those that have a Next or an End. */
export function following({ state }: Visit): string | null {
  return 'Next' in state ? (state.Next ?? null) : null;
}
