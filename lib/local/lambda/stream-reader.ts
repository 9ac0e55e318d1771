import type { VirtualClock } from '../virtual-clock.ts';
import type { StreamMappingSettings } from './stream-mapping-settings.ts';
import type { StreamRecord, StreamSource } from './stream-source.ts';

/** Largest batch in bytes: that of a synchronous payload. */
const MAXIMUM_BATCH = 6_000_000;

interface Batch {
  readonly records: StreamRecord[];
  size: number;
}

/** Follows a stream and makes batches of the records that pass the filters. */
export class StreamReader {
  private readonly clock: VirtualClock;
  private readonly source: StreamSource;
  private readonly settings: StreamMappingSettings;
  /** Sequence number of the record that was read last. */
  private position: string | null;
  private wake: () => void = () => {};
  private closed = false;

  constructor(clock: VirtualClock, source: StreamSource, settings: StreamMappingSettings) {
    this.clock = clock;
    this.source = source;
    this.settings = settings;
    this.position = settings.startingPosition === 'LATEST' ? source.newest() : null;
    // a record that is written in the middle of a step is read after it
    source.listen(() => void clock.schedule(0, `records of ${source.arn}`, () => this.wake()));
  }

  /** Goes on behind a record of an earlier run, with what the stream still holds. */
  resume(position: string | null): void {
    this.position = position;
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  /** The next batch: full, or what has come within the window. Empty when the reader was closed. */
  async nextBatch(): Promise<readonly StreamRecord[]> {
    const batch: Batch = { records: [], size: 0 };
    let windowEnd: number | null = null;
    while (!this.closed) {
      const full = this.fill(batch);
      if (batch.records.length > 0) windowEnd ??= this.clock.now() + this.settings.windowSeconds * 1000;
      if (full || (windowEnd !== null && this.clock.now() >= windowEnd)) return batch.records;
      await this.changed(windowEnd);
    }
    return [];
  }

  /** Reads on; true when the batch can take no more. */
  private fill(batch: Batch): boolean {
    while (batch.records.length < this.settings.batchSize) {
      const records = this.source.read(this.position, this.settings.batchSize - batch.records.length);
      if (records.length === 0) return false;
      if (!this.take(batch, records)) return true;
    }
    return true;
  }

  /** False when the batch would become too large. */
  private take(batch: Batch, records: readonly StreamRecord[]): boolean {
    for (const record of records) {
      if (this.passes(record) && !fits(batch, record)) return false;
      this.position = record.dynamodb.SequenceNumber;
    }
    return true;
  }

  private passes(record: StreamRecord): boolean {
    const { filters } = this.settings;
    return filters.length === 0 || filters.some((matches) => matches(record));
  }

  /** Resolves when there are new records, or at the end of the window. */
  private changed(windowEnd: number | null): Promise<void> {
    return new Promise((resolve) => {
      const atEnd =
        windowEnd === null
          ? null
          : this.clock.schedule(windowEnd - this.clock.now(), 'end of a batch', () => this.wake());
      this.wake = () => {
        atEnd?.cancel();
        this.wake = () => {};
        resolve();
      };
    });
  }
}

/** Puts the record into the batch unless that would be too large. */
function fits(batch: Batch, record: StreamRecord): boolean {
  const size = batch.size + JSON.stringify(record).length;
  if (size > MAXIMUM_BATCH && batch.records.length > 0) return false;
  batch.records.push(record);
  batch.size = size;
  return true;
}
