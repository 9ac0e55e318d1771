import { sha256Schema } from './content-hash.ts';
import { MissingConfiguration } from './errors.ts';
import { modelVersionSchema } from './ledger/model-version.ts';
import { pinVariables } from './release-key.ts';

/** The one artefact that a function version serves. */
export interface ModelPin {
  readonly modelVersion: string;
  readonly key: string;
  readonly sha256: string;
}

/**
 * The artefact in a function version's frozen environment. Throws `MissingConfiguration` where there is none, as in
 * `$LATEST` before the first publication.
 */
export function readPin(environment: Readonly<Record<string, string | undefined>>): ModelPin {
  const [modelVersion, key, sha256] = pinVariables.map((name) => environment[name]);
  const pinned = modelVersionSchema.safeParse(modelVersion).success && sha256Schema.safeParse(sha256).success;
  if (pinned && modelVersion && key && sha256) return { modelVersion, key, sha256 };
  throw new MissingConfiguration(
    `${pinVariables.slice(0, 3).join(', ')} should name the model that this function version serves: invoke a published version, such as the alias 'live'`,
  );
}
