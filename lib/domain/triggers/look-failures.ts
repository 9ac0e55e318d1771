import { type TriggerFinding, withoutEvidence } from './trigger-finding.ts';

/** Errors that are named; thousands of objects may be lost for one reason. */
const MOST_NAMED = 10;

export interface LookFailures {
  /** Takes an error, each once; nothing is found by what fails. */
  add(error: unknown): never[];
  /** The same of something that drift is told by. */
  unreadable(error: unknown): never[];
  /** That drift is not told by what could not be read (S3-03): at most one finding, which never fires. */
  findings(): TriggerFinding[];
  /** Throws the error there was, or all of them as one. */
  throwAny(): void;
}

/** What fails while the monitor looks at a model, and keeps nothing else from being looked at. */
export function lookFailures(): LookFailures {
  const [all, records] = [new Set<unknown>(), new Set<unknown>()];
  const add = (error: unknown) => {
    all.add(error);
    return [];
  };
  return {
    add,
    unreadable(error) {
      records.add(error);
      return add(error);
    },
    findings: () =>
      records.size === 0 ? [] : [withoutEvidence('drift', `drift record unreadable: ${named(records)}`)],
    throwAny() {
      const [first] = all;
      if (all.size > 1) throw new AggregateError([...all].slice(0, MOST_NAMED), named(all));
      if (all.size === 1) throw first;
    },
  };
}

function named(errors: ReadonlySet<unknown>): string {
  const names = [...errors].slice(0, MOST_NAMED).map(String).join('; ');
  return errors.size > MOST_NAMED ? `${names}; and ${errors.size - MOST_NAMED} more` : names;
}
