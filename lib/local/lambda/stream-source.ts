/** A record of a DynamoDB stream, as Lambda hands it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    /** Of equal length within a stream, so that they sort as texts. */
    readonly SequenceNumber: string;
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
  };
}

/** A stream of one shard. */
export interface StreamSource {
  readonly arn: string;
  /** Records behind a sequence number, oldest first, at most so many; from the oldest one where it is null. */
  read(after: string | null, limit: number): readonly StreamRecord[];
  /** Sequence number of the newest record; null before the first. */
  newest(): string | null;
  /** Calls back whenever there is a new record. */
  listen(listener: () => void): void;
}
