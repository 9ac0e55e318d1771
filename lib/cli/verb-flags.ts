import { modelVersionSchema } from '../domain/ledger/model-version.ts';
import type { Timestamp } from '../domain/time.ts';
import { WrongUsage } from './cli-errors.ts';
import { flagTime } from './flag-time.ts';

/** The flags that a verb was given. */
export interface VerbFlags<Flag extends string> {
  has(flag: Flag): boolean;
  /** Null where it was not given. */
  text(flag: Flag): string | null;
}

/** Throws `WrongUsage` for what is not a whole number between the two, both included. */
export function wholeNumberFlag<Flag extends string>(
  flags: VerbFlags<Flag>,
  flag: Flag,
  [least, most]: readonly [number, number],
): number | null {
  const text = flags.text(flag);
  if (text === null) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new WrongUsage(`${flag} should be a whole number from ${least} to ${most}, got '${text}'`);
}

/** A model version, also as people write it: `v1.4.0`. Throws `WrongUsage`. */
export function versionFlag(flags: VerbFlags<'--version'>): string | null {
  const text = flags.text('--version');
  if (text === null) return null;
  const parsed = modelVersionSchema.safeParse(text.replace(/^v/, ''));
  if (parsed.success) return parsed.data;
  throw new WrongUsage(
    `--version should be a model version, such as 1.4.0, got '${text}': 'ratchet list' shows them all`,
  );
}

/** Throws `WrongUsage` for what is no time. */
export function timeFlag(flags: VerbFlags<'--at'>): Timestamp | null {
  const text = flags.text('--at');
  return text === null ? null : flagTime('--at', text);
}

/** Why, as it will stand in the ledger. Throws `WrongUsage` for none, and for more than the ledger takes. */
export function reasonFlag(flags: VerbFlags<'--reason'>): string | null {
  const text = flags.text('--reason')?.trim();
  if (text === undefined) return null;
  if (text.length >= 1 && text.length <= LONGEST_REASON) return text;
  throw new WrongUsage(`--reason should have 1 to ${LONGEST_REASON} characters, got ${text.length}`);
}

const LONGEST_REASON = 500;
