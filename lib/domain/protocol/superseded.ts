import type { LedgerState } from '../ledger/ledger-state.ts';
import { type CodePair, sameCode } from '../ledger/release.ts';
import type { FunctionConfiguration } from '../ports/function-versions.ts';
import { releaseKey } from '../release-key.ts';

/** The code that is deployed, whether it was published or not. */
export function deployedCode(latest: FunctionConfiguration): CodePair {
  return { releaseKey: releaseKey(latest), codeSha256: latest.codeSha256 };
}

/** Why a release of code is overtaken; null while its code is the one that is deployed. */
export function supersededReason({ challenger }: LedgerState, latest: FunctionConfiguration): string | null {
  const deployed = deployedCode(latest);
  if (challenger === null || sameCode(challenger, deployed)) return null;
  return `newer code was deployed: ${deployed.codeSha256} with settings ${deployed.releaseKey.slice(0, 12)}`;
}
