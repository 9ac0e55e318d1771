import { WindowBroken } from '../artifacts/drift-errors.ts';
import type { DriftWindow } from '../artifacts/drift-window.ts';
import type { ReferenceProfile } from '../artifacts/reference-profile.ts';
import type { DriftTrigger } from '../definition/trigger-settings.ts';
import { driftEvidence } from './drift-evidence.ts';
import type { TriggerFinding } from './trigger-finding.ts';
import { type WindowDrift, windowDrift } from './window-drift.ts';

export interface DriftVerdict extends TriggerFinding {
  readonly type: 'drift';
  /** Each window on its own, oldest first. */
  readonly windows: readonly WindowDrift[];
}

/**
 * Whether features or scores have drifted from a model's profile (S2-02, S0-46, S0-49): they have when the newest windows,
 * as many as the settings ask for and without a gap between them, all say so. A window with too few rows says nothing, so
 * that it never fires and the count begins anew after it. Throws `WindowBroken` for windows that overlap, and for counts
 * that are none or of another profile.
 */
export function driftVerdict(
  profile: ReferenceProfile,
  given: readonly DriftWindow[],
  settings: DriftTrigger,
): DriftVerdict {
  const windows = given
    .map((window) => windowDrift(profile, window, settings))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  requireOrder(windows);
  const newest = windows.at(-1);
  const told = (code: DriftVerdict['code'], reason: string): DriftVerdict => ({
    fire: code === 'FIRED',
    type: 'drift',
    code,
    reason,
    evidence: newest === undefined ? [] : driftEvidence(newest, settings),
    windows,
  });
  if (newest === undefined) return told('NO_EVIDENCE', 'no evidence: no window was counted');
  if (newest.drifted === null) return told('NO_EVIDENCE', `no evidence: ${newest.reason}`);
  if (!newest.drifted) return told('QUIET', newest.reason);
  const run = driftedRun(windows);
  const counted = `${run} of ${settings.windows} windows in a row: ${newest.reason}`;
  return told(run >= settings.windows ? 'FIRED' : 'WAITING', counted);
}

function requireOrder(windows: readonly WindowDrift[]): void {
  for (const [index, { from, to }] of windows.entries()) {
    const next = windows[index + 1];
    if (next === undefined || next.from >= to) continue;
    throw new WindowBroken(
      `windows should not overlap, got ${from} to ${to} and ${next.from} to ${next.to}: add up what was counted at the same time`,
    );
  }
}

/** How many of the newest windows have drifted in a row. */
export function driftedRun(windows: readonly WindowDrift[]): number {
  let run = 0;
  for (let index = windows.length - 1; index >= 0; index -= 1) {
    const [window, later] = [windows[index], windows[index + 1]];
    if (!window?.drifted || (later !== undefined && later.from !== window.to)) break;
    run += 1;
  }
  return run;
}
