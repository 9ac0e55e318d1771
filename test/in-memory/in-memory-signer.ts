import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Signer } from '../../lib/domain/ports/signer.ts';

/** A key on NIST P-256 that lives as long as the test. */
export function inMemorySigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    sign: async (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'),
    verify: async (text, signature) => verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
    publicKey: async () => publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}
