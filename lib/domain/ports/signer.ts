/** Signs texts with a key that never leaves its service. */
export interface Signer {
  /** Signature in base64. */
  sign(text: string): Promise<string>;
  verify(text: string, signature: string): Promise<boolean>;
  /** The public half of the key in PEM, with which signatures can be verified without the service. */
  publicKey(): Promise<string>;
}
