import { byteLength, type JsonDocument } from './json.ts';

/** UTF-8 bytes of any input, argument, result, output, variable or Assign. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** UTF-8 bytes of all variables of one execution. */
export const MAX_VARIABLE_BYTES = 10 * 1024 * 1024;

/** The last of them says that there were too many. */
export const MAX_HISTORY_EVENTS = 25_000;

export const MAX_DEFINITION_BYTES = 1024 * 1024;

/** Iterations of an inline Map that run side by side when the machine sets no lower limit. */
export const MAX_MAP_CONCURRENCY = 40;

/** Seconds of a wait or a time-out. */
export const MAX_SECONDS = 99_999_999;

export const NAME_REUSE_MILLISECONDS = 90 * 86_400_000;

export function exceedsPayload({ text }: JsonDocument): boolean {
  // a character has at most three bytes, so most texts need not be counted
  return text.length * 3 > MAX_PAYLOAD_BYTES && byteLength(text) > MAX_PAYLOAD_BYTES;
}
