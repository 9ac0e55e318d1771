import { gunzipSync, gzipSync } from 'node:zlib';
import {
  outcomeHours,
  outcomeObjectKey,
  parseOutcomeLines,
  type WantedPrediction,
} from '../domain/artifacts/archived-outcomes.ts';
import type { StoredOutcome } from '../domain/artifacts/outcome.ts';
import { sha256Hex } from '../domain/content-hash.ts';
import { ArtifactBroken } from '../domain/ports/adapter-errors.ts';
import type { StoredObject } from '../domain/ports/artifact-store.ts';

const OPERATING_SYSTEM = 9;
const UNKNOWN = 255;

/** Outcomes as the objects of an archive, oldest hour first. */
export function compressOutcomes(
  modelName: string,
  outcomes: readonly StoredOutcome[],
): { readonly object: StoredObject; readonly content: Uint8Array }[] {
  return outcomeHours(modelName, outcomes).map(({ folder, text }) => {
    const content = new Uint8Array(gzipSync(text));
    content[OPERATING_SYSTEM] = UNKNOWN; // RFC 1952, 2.3.1: the same bytes wherever they are written
    const sha256 = sha256Hex(content);
    return { object: { key: outcomeObjectKey(folder, sha256), sha256, bytes: content.byteLength }, content };
  });
}

/** Outcomes of one object, all or the wanted ones. Throws `ArtifactBroken`. */
export function expandOutcomes(key: string, content: Uint8Array, wanted?: WantedPrediction): StoredOutcome[] {
  return parseOutcomeLines(key, gunzip(key, content), wanted);
}

function gunzip(key: string, content: Uint8Array): string {
  try {
    return gunzipSync(content).toString();
  } catch (cause) {
    throw new ArtifactBroken(`'${key}' should be compressed with gzip, got something else`, { cause });
  }
}
