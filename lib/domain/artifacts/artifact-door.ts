import type { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { type Problem, problemText } from '../errors.ts';
import { ArtifactBroken } from '../ports/adapter-errors.ts';
import type { ArtifactKind, ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { problemsOf } from '../problems.ts';

/** Where an artefact may be found and what it has to be. */
export type ArtifactAddress = Pick<StoredObject, 'key' | 'sha256'>;

/** One kind of artefact: where it is stored and what counts as one. */
export interface ArtifactForm<Content> {
  readonly kind: ArtifactKind;
  /** File name within the artefact. */
  readonly name: string;
  readonly schema: z.ZodType<Content>;
  /** What does not fit together in a content that the schema accepts. */
  readonly incoherence?: (content: Content) => Problem[];
}

/**
 * Reads an artefact back. Throws as `ArtifactStore.read` does, or `ArtifactBroken` with every wrong field when the bytes
 * are the recorded ones and yet no artefact of this form.
 */
export async function readArtifact<Content>(
  store: Pick<ArtifactStore, 'read'>,
  object: ArtifactAddress,
  form: ArtifactForm<Content>,
): Promise<Content> {
  return checked(parsed(await store.read(object), object.key), object.key, form);
}

/**
 * Writes an artefact as canonical JSON, but for the members whose texts are given. Throws `ArtifactBroken` for what could
 * not be read back.
 */
export async function writeArtifact<Content extends object>(
  store: ArtifactStore,
  modelName: string,
  content: Content,
  form: ArtifactForm<Content>,
  texts: Readonly<Record<string, string>> = {},
): Promise<StoredObject> {
  const { kind, name } = form;
  const members = Object.entries(checked(content, `${name} of ${modelName}`, form)).filter(
    ([, value]) => value !== undefined,
  );
  const written = members
    .sort(byName)
    .map(([member, value]) => `${canonicalJson(member)}:${texts[member] ?? canonicalJson(value)}`);
  const text = `{${written.join(',')}}`;
  return store.write({ modelName, kind, name, content: new TextEncoder().encode(text) });
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function parsed(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ArtifactBroken(`${key} should be JSON in UTF-8, got ${bytes.length} bytes that are not`, { cause });
  }
}

function checked<Content>(content: unknown, where: string, { schema, incoherence }: ArtifactForm<Content>): Content {
  const reading = schema.safeParse(content);
  const problems = reading.success ? (incoherence?.(reading.data) ?? []) : problemsOf(reading.error, content);
  if (reading.success && problems.length === 0) return reading.data;
  throw new ArtifactBroken(`${where}: ${problems.map(problemText).join('; ')}`);
}
