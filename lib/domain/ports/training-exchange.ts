/** Files that own trainers read and write: what comes from there is anybody's, and nobody knows its hash before. */
export interface TrainingExchange {
  /** Writes a file unless there is one already. */
  write(key: string, content: Uint8Array): Promise<void>;
  /** Throws `ArtifactMissing`, or `ArtifactBroken` for a file of more than `mostBytes`. */
  read(key: string, mostBytes: number): Promise<Uint8Array>;
}
