import { RatchetError } from '../errors.ts';

/** One thing that was checked. */
export interface Check {
  readonly what: string;
  /** How many of them there are. */
  readonly count: number;
  /** What is wrong, one sentence each. */
  readonly findings: readonly string[];
  /** Why it was not checked, or not wholly, and how it would be; null where it was. */
  readonly unchecked: string | null;
}

export function check(what: string, count: number, findings: readonly string[]): Check {
  return { what, count, findings: [...new Set(findings)], unchecked: null };
}

/** What something gives; undefined when it throws what has a name, which then is a finding. */
export async function found<Value>(findings: string[], look: () => Value | Promise<Value>): Promise<Value | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RatchetError)) throw error;
    findings.push(error.message);
    return undefined;
  }
}
