import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Signer } from '../../domain/ports/signer.ts';

/** A public key on NIST P-256, such as KMS gives out; null for a text that is none. */
export function publicKeyOf(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

/** Verifies on this machine what KMS has signed. */
export function signaturesOf(key: KeyObject): Pick<Signer, 'verify'> {
  return {
    verify: async (text, signature) => verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64')),
  };
}

/** SHA-256 of the key in DER, as `openssl pkey -pubin -outform DER | sha256sum` has it. */
export function fingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex');
}
