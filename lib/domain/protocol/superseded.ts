import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { type CodePair, type Release, sameCode } from '../ledger/release.ts';
import type { FunctionConfiguration } from '../ports/function-versions.ts';
import { releaseKey } from '../release-key.ts';
import type { Execution } from '../steps/execution.ts';
import type { PublishingPorts } from './publish-version.ts';

/** Code as it is deployed, and the role that it runs under. */
export type DeployedCode = CodePair & Pick<Release, 'roleArn'>;

/** The code that is deployed, whether it was published or not. */
export function deployedCode(latest: FunctionConfiguration): DeployedCode {
  return { releaseKey: releaseKey(latest), codeSha256: latest.codeSha256, roleArn: latest.roleArn };
}

/**
 * Why an execution's release of code is overtaken; null while its code is the one that is deployed, and for a release of
 * a model, which stays on the champion's code to the end. A deployment that is not through, or failed, overtakes nothing.
 */
export async function supersededReason(
  { functions, functionName }: Pick<PublishingPorts, 'functions' | 'functionName'>,
  head: LedgerEntry | null,
  execution: Execution,
): Promise<string | null> {
  const { lease, challenger } = head?.state ?? {};
  if (lease?.mode !== 'code' || lease.execution !== execution.arn || !challenger) return null;
  const latest = await functions.readConfiguration(functionName);
  const deployed = deployedCode(latest);
  if (latest.lastUpdateStatus !== 'Successful' || sameCode(challenger, deployed)) return null;
  return `newer code was deployed: ${deployed.codeSha256} with settings ${deployed.releaseKey.slice(0, 12)}`;
}
