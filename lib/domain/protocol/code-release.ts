import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { phaseOf } from '../ledger/ledger-state.ts';
import { sameCode } from '../ledger/release.ts';
import { milliseconds, type Timestamp } from '../time.ts';
import type { DeployedCode } from './superseded.ts';

/** A release of code that ended in any way is not begun again within this time. */
const PAUSE_MILLISECONDS = 3_600_000;

/** Name of an execution that releases code: `code-<key>-<distinction>`. */
export function codeReleaseName(releaseKey: string, distinction: string): string {
  return `code-${releaseKey.slice(0, 32)}-${distinction}`;
}

/** Input of such an execution. */
export function codeReleaseInput(actor: string, reason: string) {
  return { mode: 'code', trigger: 'code', actor: actor.slice(0, 256), reason };
}

/**
 * Whether the deployed code still waits for a release that nobody has asked for, such as after a hotswap or a probation.
 * Under another role it can have none, and every release says so.
 */
export function isCodePending({ state, event }: LedgerEntry, deployed: DeployedCode, now: Timestamp): boolean {
  const { champion, rejectedCode } = state;
  if (champion === null || sameCode(champion, deployed) || champion.roleArn !== deployed.roleArn) return false;
  if (rejectedCode !== null && sameCode(rejectedCode, deployed)) return false;
  if (phaseOf(state, now) !== 'idle') return false;
  const ofCode = /:code-[^:]+$/.test(event.execution ?? '');
  return !ofCode || milliseconds(now) - milliseconds(event.at) >= PAUSE_MILLISECONDS;
}
