import type { Scenario } from './scenario.ts';

/** Lets a share of a version's requests throw, evenly spread; Lambda counts that as an error and goes on. */
export function failShare({ faults, functionName }: Scenario, functionVersion: string, share: number): void {
  const count = (invocations: number) => Math.floor(invocations * share + 1e-9);
  faults.failure = (name, executed, invocation) => {
    if (name !== functionName || executed !== functionVersion) return null;
    return count(invocation) > count(invocation - 1) ? 'throw' : null;
  };
}
