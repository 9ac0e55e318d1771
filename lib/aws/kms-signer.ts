import { createHash, createPublicKey } from 'node:crypto';
import {
  GetPublicKeyCommand,
  type KMSClient,
  KMSInvalidSignatureException,
  SignCommand,
  type SignCommandInput,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import type { Signer } from '../domain/ports/signer.ts';

/** Signs with an asymmetric key of KMS, on NIST P-256. The digest is made here: KMS takes no message above 4 KB. */
export function kmsSigner(client: KMSClient, keyId: string): Signer {
  const asked = (text: string) =>
    ({
      KeyId: keyId,
      Message: createHash('sha256').update(text).digest(),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    }) as const satisfies SignCommandInput;

  return {
    async sign(text) {
      const { Signature } = await client.send(new SignCommand(asked(text)));
      if (!Signature) throw new Error(`a signature with ${keyId} should come back, got nothing`);
      return Buffer.from(Signature).toString('base64');
    },

    async verify(text, signature) {
      const Signature = Buffer.from(signature, 'base64');
      // no base64: KMS would call the request wrong, and not the signature
      if (Signature.length === 0) return false;
      try {
        return (await client.send(new VerifyCommand({ ...asked(text), Signature }))).SignatureValid === true;
      } catch (error) {
        if (error instanceof KMSInvalidSignatureException) return false;
        throw error;
      }
    },

    async publicKey() {
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
      if (!PublicKey) throw new Error(`the public key of ${keyId} should come back, got nothing`);
      const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
      return key.export({ format: 'pem', type: 'spki' }).toString();
    },
  };
}
