import { contentHash } from './content-hash.ts';
import type { FunctionConfiguration } from './ports/function-versions.ts';

/** Environment variables that the publisher freezes into a function version. */
export const pinVariables = ['MODEL_VERSION', 'MODEL_KEY', 'MODEL_SHA256', 'RELEASE_KEY'] as const;

/**
 * Hash of everything but the code and the model that decides how a function behaves: its resolved properties, role and
 * environment. Two versions of one key and one code hash differ in nothing but the model.
 */
export function releaseKey(configuration: FunctionConfiguration): string {
  const pinned: readonly string[] = pinVariables;
  const environment = Object.entries(configuration.environment).filter(([name]) => !pinned.includes(name));
  return contentHash({
    environment: Object.fromEntries(environment),
    properties: configuration.properties,
    roleArn: configuration.roleArn,
  });
}
