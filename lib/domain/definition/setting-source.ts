import type { Problem } from '../errors.ts';
import type { Intact } from './definition-parts.ts';

/** Where resolved settings come from, for checks that find fault with them. */
export interface SettingSource {
  readonly intact: Intact;
  /** A problem with a setting; it quotes the file, or says that the value is the policy's. */
  problem(path: readonly PropertyKey[], expected: string, resolvedValue: unknown): Problem;
}
