import { z } from 'zod';
import { AwsError } from '../../../lib/local/aws-error.ts';
import type { SigningKeys } from '../../../lib/local/stores/signing-keys.ts';
import { type Operation, ServiceError, startJsonWire } from './json-wire.ts';

/** KMS takes at most 4,096 bytes as a message, and a digest of the right size only. */
const message = {
  KeyId: z.string().min(1),
  Message: z.base64().refine((text) => Buffer.from(text, 'base64').length <= 4096),
  MessageType: z.enum(['RAW', 'DIGEST']),
  SigningAlgorithm: z.literal('ECDSA_SHA_256'),
};
const inputs = {
  Sign: z.strictObject(message),
  Verify: z.strictObject({ ...message, Signature: z.base64().min(1) }),
  GetPublicKey: z.strictObject({ KeyId: z.string().min(1) }),
};

/** KMS as the SDK speaks it, in front of the local runtime's signing keys. */
export function startKmsWire(keys: SigningKeys) {
  const operation =
    (name: keyof typeof inputs): Operation =>
    async (given) => {
      const input = inputs[name].safeParse(given);
      if (!input.success) throw new ServiceError('ValidationException', input.error.message);
      return answer(keys, name, input.data);
    };
  return startJsonWire(
    { version: '1.1', target: 'TrentService' },
    { Sign: operation('Sign'), Verify: operation('Verify'), GetPublicKey: operation('GetPublicKey') },
  );
}

async function answer(keys: SigningKeys, name: string, input: object): Promise<object> {
  try {
    return (await keys.operations[name]?.({ ...input }, { id: 'test' })) as object;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ServiceError(error.code, error.message, error.status);
  }
}
