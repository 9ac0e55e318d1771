import type { Scenario } from './scenario.ts';

/** Lets shares of versions' requests throw, evenly spread; Lambda counts that as an error and goes on. */
export function failShares({ faults, functionName }: Scenario, shares: Readonly<Record<string, number>>): void {
  faults.failure = (name, executed, invocation) => {
    const share = shares[executed];
    if (name !== functionName || share === undefined) return null;
    const count = (invocations: number) => Math.floor(invocations * share + 1e-9);
    return count(invocation) > count(invocation - 1) ? 'throw' : null;
  };
}
