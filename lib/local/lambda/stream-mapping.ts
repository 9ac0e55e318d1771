import { AwsError } from '../aws-error.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { SendMessage } from './async-invocations.ts';
import { functionReference } from './function-reference.ts';
import type { Functions } from './functions.ts';
import type { Invocations, InvokeResult } from './invocations.ts';
import type { StreamMappingSettings } from './stream-mapping-settings.ts';
import { StreamReader } from './stream-reader.ts';
import type { StreamRecord, StreamSource } from './stream-source.ts';

export interface StreamMappingPorts {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly functions: Functions;
  readonly invocations: Invocations;
  readonly send: SendMessage;
}

/** Records that are tried together. */
interface Portion {
  readonly records: readonly StreamRecord[];
  /** How often the function has failed on just these. */
  readonly failures: number;
  readonly requestId: string | null;
}

/** How far a function has got in a stream: sequence number of the last record that is done with, null before the first. */
export interface StreamCheckpoint {
  readonly functionName: string;
  readonly streamArn: string;
  readonly position: string | null;
}

type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

const FIRST_BACK_OFF = 1000;
const LONGEST_BACK_OFF = 60_000;

/**
 * Feeds a stream to a function, in order: a batch that fails holds up those behind it until it succeeds, is too old or
 * was tried too often. How long Lambda waits between attempts is not documented; here 1 s, doubled up to 60 s.
 */
export class StreamMapping {
  private readonly settings: StreamMappingSettings;
  private readonly source: StreamSource;
  private readonly ports: StreamMappingPorts;
  private readonly reader: StreamReader;
  private readonly ids: SeededRandom;
  private backOff = FIRST_BACK_OFF;
  /** Sequence number of the last record that is done with. */
  private done: string | null = null;
  private stopped = false;

  constructor(settings: StreamMappingSettings, source: StreamSource, ports: StreamMappingPorts) {
    this.settings = settings;
    this.source = source;
    this.ports = ports;
    this.reader = new StreamReader(ports.clock, source, settings);
    this.ids = ports.random.fork(`batches of ${source.arn} for ${settings.functionName}`);
    this.work().catch((error: unknown) =>
      ports.clock.schedule(0, `batch for ${settings.functionName}`, () => Promise.reject(error)),
    );
  }

  /** Where the function has got to in the stream. */
  checkpoint(): StreamCheckpoint {
    return { functionName: this.settings.functionName, streamArn: this.source.arn, position: this.done };
  }

  /** Goes on where the same mapping had got to in an earlier run. */
  resume({ position }: StreamCheckpoint): void {
    this.done = position;
    this.reader.resume(position);
  }

  stop(): void {
    this.stopped = true;
    this.reader.close();
  }

  private async work(): Promise<void> {
    await this.ports.clock.sleep(0);
    while (!this.stopped) {
      const records = await this.reader.nextBatch();
      let waiting: Portion[] = [{ records, failures: 0, requestId: null }];
      while (waiting.length > 0 && !this.stopped) waiting = await this.workOn(waiting);
      if (waiting.length === 0) this.done = records.at(-1)?.dynamodb.SequenceNumber ?? this.done;
    }
  }

  /** Tries the first portion; returns what is still to be done. */
  private async workOn([first, ...others]: readonly Portion[]): Promise<Portion[]> {
    const portion = first && this.withoutExpired(first);
    if (portion === undefined || portion.records.length === 0) return others;
    const requestId = seededUuid(this.ids);
    const result = await this.attempt(portion, requestId);
    if (result !== null && this.failedFrom(portion, result) === null) {
      this.backOff = FIRST_BACK_OFF;
      return others;
    }
    const rest = result === null ? [portion] : this.afterFailure(portion, result, requestId);
    await this.ports.clock.sleep(this.backOff);
    this.backOff = Math.min(2 * this.backOff, LONGEST_BACK_OFF);
    return [...rest, ...others];
  }

  /** Null when the batch did not reach the function, which is no attempt. */
  private async attempt({ records }: Portion, requestId: string): Promise<InvokeResult | null> {
    const { functionName, qualifier } = functionReference(this.settings.functionName);
    const record = this.ports.functions.find(functionName);
    const payload = JSON.stringify({ Records: records });
    try {
      return await this.ports.invocations.deliver({ record, qualifier, payload, caller: { id: 'streams' }, requestId });
    } catch (error) {
      if (error instanceof AwsError) return null;
      throw error;
    }
  }

  /** Index of the first record that has to be tried again; null when all went well. */
  private failedFrom({ records }: Portion, { functionError, payload }: InvokeResult): number | null {
    if (functionError !== null) return 0;
    if (!this.settings.reportsItemFailures) return null;
    const answer: { readonly batchItemFailures?: readonly { readonly itemIdentifier?: unknown }[] | null } | null =
      JSON.parse(payload);
    const failed = (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) =>
      records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
    );
    // one that names no record of the batch makes the whole batch a failure
    return failed.length === 0 ? null : Math.max(0, Math.min(...failed));
  }

  private afterFailure(portion: Portion, result: InvokeResult, requestId: string): Portion[] {
    const from = this.failedFrom(portion, result) ?? 0;
    const records = portion.records.slice(from);
    const failures = from > 0 ? 0 : portion.failures;
    if (from === 0 && records.length > 1 && this.settings.bisects) {
      const middle = Math.ceil(records.length / 2); // a split is no attempt
      return [records.slice(0, middle), records.slice(middle)].map((half) => ({ records: half, failures, requestId }));
    }
    if (failures < this.settings.maximumRetryAttempts) return [{ records, failures: failures + 1, requestId }];
    this.giveUp({ records, failures: failures + 1, requestId }, 'RetryAttemptsExhausted');
    return [];
  }

  private withoutExpired(portion: Portion): Portion {
    const oldest = this.ports.clock.now() - this.settings.maximumRecordAgeSeconds * 1000;
    const isExpired = ({ dynamodb }: StreamRecord) => dynamodb.ApproximateCreationDateTime * 1000 < oldest;
    const expired = portion.records.filter(isExpired);
    if (expired.length === 0) return portion;
    this.giveUp({ ...portion, records: expired }, 'RecordAgeExceeded');
    return { ...portion, records: portion.records.filter((record) => !isExpired(record)) };
  }

  /** The records are lost to the function; their place in the stream is told, not what is in them. */
  private giveUp(portion: Portion, condition: Condition): void {
    const { functions, send } = this.ports;
    const { functionName, onFailure } = this.settings;
    functions.record('batch-failed', { functionName, condition, records: portion.records.length });
    if (onFailure === null) return;
    const body = JSON.stringify(this.failureRecord(portion, condition));
    send({ target: onFailure, reason: 'on-failure', body, attributes: {} });
  }

  private failureRecord({ records, failures, requestId }: Portion, condition: Condition) {
    const { functionName, qualifier } = functionReference(this.settings.functionName);
    const { arn } = this.ports.functions.find(functionName);
    const arrival = (record: StreamRecord | undefined) =>
      new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
    return {
      requestContext: {
        requestId: requestId ?? '',
        functionArn: qualifier === null ? arn : `${arn}:${qualifier}`,
        condition,
        approximateInvokeCount: failures,
      },
      responseContext: { statusCode: 200, executedVersion: qualifier ?? '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(this.ports.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000000000000000000-local',
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
        endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: arrival(records[0]),
        approximateArrivalOfLastRecord: arrival(records.at(-1)),
        batchSize: records.length,
        streamArn: this.source.arn,
      },
    };
  }
}
