import { createECDH, createHash, createPublicKey } from 'node:crypto';
import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION, type Operations } from '../aws-error.ts';
import { isSignatureOf, privateKeyFrom, signDigest } from './deterministic-ecdsa.ts';

/** A key as a template describes it. */
export interface KeyDefinition {
  readonly keyId: string;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly description: string;
}

interface StoredKey extends KeyDefinition {
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

type Input = Readonly<Record<string, unknown>>;

const ALGORITHM = 'ECDSA_SHA_256';

/** KMS, as far as signatures go. Each run seed has its own keys; signatures are real ones and always the same. */
export class SigningKeys {
  readonly operations: Operations;
  private readonly seed: string;
  private readonly now: () => number;
  private readonly keys = new Map<string, StoredKey>();

  constructor(seed: string, now: () => number) {
    this.seed = seed;
    this.now = now;
    this.operations = {
      DescribeKey: (input) => ({ KeyMetadata: metadata(this.find(input)) }),
      GetPublicKey: (input) => this.publicKey(this.signingKey(input)),
      Sign: (input) => this.sign(input),
      Verify: (input) => this.verify(input),
    };
  }

  /** Throws for an asymmetric key that is not for signatures on NIST P-256. */
  create(definition: KeyDefinition): { readonly arn: string } {
    const { keyId, keySpec, keyUsage } = definition;
    const isSymmetric = keySpec === 'SYMMETRIC_DEFAULT' && keyUsage === 'ENCRYPT_DECRYPT';
    const isSigning = keySpec === 'ECC_NIST_P256' && keyUsage === 'SIGN_VERIFY';
    if (!isSymmetric && !isSigning) throw new Error(`${keyId}: a key ${keySpec} for ${keyUsage} is not simulated`);
    const arn = `arn:aws:kms:${LOCAL_REGION}:${LOCAL_ACCOUNT}:key/${keyId}`;
    this.keys.set(keyId, { ...definition, arn, createdAt: this.now() });
    return { arn };
  }

  delete(keyId: string): void {
    this.keys.delete(keyId);
  }

  private sign(input: Input) {
    const key = this.signingKey(input);
    const signature = signDigest(this.privateKey(key), digestOf(input));
    return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm: ALGORITHM };
  }

  private verify(input: Input) {
    const key = this.signingKey(input);
    const signature = Buffer.from(String(input.Signature), 'base64');
    if (!isSignatureOf(this.privateKey(key), digestOf(input), signature)) {
      throw new AwsError('KMSInvalidSignatureException', 'the signature does not belong to the message');
    }
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: ALGORITHM };
  }

  private publicKey(key: StoredKey) {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(this.privateKey(key));
    const point = curve.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return {
      KeyId: key.arn,
      PublicKey: jwk.export({ type: 'spki', format: 'der' }).toString('base64'),
      KeySpec: key.keySpec,
      KeyUsage: key.keyUsage,
      SigningAlgorithms: [ALGORITHM],
    };
  }

  private privateKey({ keyId }: StoredKey): Buffer {
    return privateKeyFrom(createHash('sha256').update(`${this.seed}/signing key/${keyId}`).digest());
  }

  private signingKey(input: Input): StoredKey {
    const key = this.find(input);
    const { SigningAlgorithm = ALGORITHM } = input;
    if (key.keyUsage === 'SIGN_VERIFY' && SigningAlgorithm === ALGORITHM) return key;
    throw new AwsError('InvalidKeyUsageException', `${key.arn} does not sign with ${SigningAlgorithm}`);
  }

  /** By id or ARN. */
  private find({ KeyId }: Input): StoredKey {
    const named = String(KeyId);
    const key = this.keys.get(named) ?? [...this.keys.values()].find(({ arn }) => arn === named);
    if (key === undefined) throw new AwsError('NotFoundException', `Key '${named}' does not exist`);
    return key;
  }
}

function digestOf({ Message, MessageType = 'RAW' }: Input): Buffer {
  const message = Buffer.from(String(Message), 'base64');
  if (MessageType === 'RAW') return createHash('sha256').update(message).digest();
  if (MessageType === 'DIGEST' && message.byteLength === 32) return message;
  throw new AwsError('ValidationException', `a message ${MessageType} of ${message.byteLength} bytes cannot be signed`);
}

function metadata({ keyId, arn, keySpec, keyUsage, description, createdAt }: StoredKey) {
  return {
    AWSAccountId: LOCAL_ACCOUNT,
    KeyId: keyId,
    Arn: arn,
    CreationDate: createdAt / 1000,
    Enabled: true,
    KeyState: 'Enabled',
    Description: description,
    KeySpec: keySpec,
    KeyUsage: keyUsage,
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
    ...(keyUsage === 'SIGN_VERIFY' && { SigningAlgorithms: [ALGORITHM] }),
  };
}
