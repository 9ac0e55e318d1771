import { sha256Hex } from '../../domain/content-hash.ts';
import { LOCAL_REGION } from '../aws-error.ts';
import { type Item, isSameItem } from './item.ts';
import type { StreamViewType } from './table-definition.ts';

/** Who changed an item, where it was not a caller. */
export interface ServiceIdentity {
  readonly type: 'Service';
  readonly principalId: string;
}

/** One write, with what it found and what it left. */
export interface ItemChange {
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly userIdentity?: ServiceIdentity;
}

/** A record of a DynamoDB stream, as an event source mapping hands it on. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly userIdentity?: ServiceIdentity;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly StreamViewType: StreamViewType;
  };
}

/** How long a stream keeps its records. */
const RETENTION_SECONDS = 24 * 60 * 60;

/** The stream of one table: one shard, its records in the order of the writes. */
export class ChangeFeed {
  readonly arn: string;
  private readonly viewType: StreamViewType;
  private readonly now: () => number;
  private readonly listeners: (() => void)[] = [];
  private records: StreamRecord[] = [];
  private last = 0;

  constructor(arn: string, viewType: StreamViewType, now: () => number) {
    this.arn = arn;
    this.viewType = viewType;
    this.now = now;
  }

  /** Records behind a sequence number, from the oldest one that is left where it is null. */
  read(after: string | null, limit: number): readonly StreamRecord[] {
    this.forget();
    const forgotten = this.last - this.records.length;
    const from = Math.max(0, countOf(after) - forgotten);
    return this.records.slice(from, from + limit);
  }

  /** Sequence number of the newest record that there has been; null before the first. */
  newest(): string | null {
    return this.last === 0 ? null : sequenceNumber(this.last);
  }

  /** Calls back, at once, after every record from now on. */
  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** A write that changed nothing leaves no record. */
  append(change: ItemChange): void {
    const eventName = eventNameOf(change);
    if (eventName === null) return;
    this.forget();
    this.last += 1;
    this.records.push(this.record(eventName, change));
    for (const listen of this.listeners) listen();
  }

  /** Continues after the records of an earlier run. */
  restore(records: readonly StreamRecord[], newest: string | null): void {
    this.records = [...records];
    this.last = countOf(newest);
  }

  private record(eventName: StreamRecord['eventName'], { key, before, after, userIdentity }: ItemChange): StreamRecord {
    const SequenceNumber = sequenceNumber(this.last);
    const isNewShown = this.viewType === 'NEW_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    const isOldShown = this.viewType === 'OLD_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    return {
      eventID: sha256Hex(`${this.arn}/${SequenceNumber}`).slice(0, 32),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: LOCAL_REGION,
      eventSourceARN: this.arn,
      ...(userIdentity && { userIdentity }),
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.now() / 1000),
        Keys: key,
        ...(isNewShown && after && { NewImage: after }),
        ...(isOldShown && before && { OldImage: before }),
        SequenceNumber,
        StreamViewType: this.viewType,
      },
    };
  }

  private forget(): void {
    const oldest = this.now() / 1000 - RETENTION_SECONDS;
    const kept = this.records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldest);
    if (kept !== 0) this.records = kept < 0 ? [] : this.records.slice(kept);
  }
}

/** All of the same length, so that they sort as texts. */
function sequenceNumber(count: number): string {
  return `1${String(count).padStart(20, '0')}`;
}

function countOf(sequence: string | null): number {
  return sequence === null ? 0 : Number(sequence.slice(1));
}

function eventNameOf({ before, after }: ItemChange): StreamRecord['eventName'] | null {
  if (after === undefined) return before === undefined ? null : 'REMOVE';
  if (before === undefined) return 'INSERT';
  return isSameItem(before, after) ? null : 'MODIFY';
}
