import type { Operations } from '../aws-error.ts';
import type { Integrations } from './integration.ts';
import { sdkIntegrations } from './service-integrations.ts';

/** Reads an object by `aws-sdk:s3:getObject`, which gives its bytes as a text. */
export function objectIntegrations({ GetObject: read }: Operations): Integrations {
  if (read === undefined) return {};
  return sdkIntegrations({
    s3: {
      operations: {
        async GetObject(input, caller) {
          const { Body, ...described } = Object(await read(input, caller)) as { readonly Body: Uint8Array };
          return { ...described, Body: Buffer.from(Body).toString() };
        },
      },
    },
  });
}
