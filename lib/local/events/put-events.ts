import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION, type Operations } from '../aws-error.ts';
import { PropertyReader } from '../cloudwatch/read-properties.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import { type BusEvent, eventTime, type JsonObject } from './bus-event.ts';
import type { EventBus } from './event-bus.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 1_048_576;
/** Names under which the one bus may be asked for. */
const busNames = ['default', `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:event-bus/default`];

/** `PutEvents`: an entry that is not taken fails alone, and the call succeeds. */
export function putEventsOperations(bus: EventBus, now: () => number, random: SeededRandom): Operations {
  const ids = random.fork('event ids');
  return {
    PutEvents: (input) => {
      const request = new PropertyReader('PutEvents', input, invalid);
      const entries = request.children('Entries');
      request.finish();
      if (entries.length === 0 || entries.length > MOST_ENTRIES) {
        throw request.refuse(`'Entries' should be from 1 to ${MOST_ENTRIES} entries, got ${entries.length}`);
      }
      if (Buffer.byteLength(JSON.stringify(input.Entries)) > MOST_BYTES) {
        throw request.refuse(`'Entries' should have at most ${MOST_BYTES} bytes`);
      }
      const answers = entries.map((entry) => putEntry(bus, entry, seededUuid(ids), now()));
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function putEntry(bus: EventBus, entry: PropertyReader, id: string, now: number) {
  try {
    bus.put(readEntry(entry, id, now));
    return { EventId: id };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === 'ValidationException' ? 'InvalidArgument' : error.code;
    return { ErrorCode: code, ErrorMessage: error.message };
  }
}

function readEntry(entry: PropertyReader, id: string, now: number): BusEvent {
  const source = entry.text('Source');
  if (source.startsWith('aws.')) {
    throw new AwsError('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`);
  }
  const bus = entry.optionalText('EventBusName') ?? 'default';
  if (!busNames.includes(bus)) throw new AwsError('InvalidArgument', `the bus ${bus} is not simulated`);
  entry.ignore('TraceHeader');
  const event: BusEvent = {
    version: '0',
    id,
    'detail-type': entry.text('DetailType'),
    source,
    account: LOCAL_ACCOUNT,
    time: eventTime((entry.optionalNumber('Time') ?? now / 1_000) * 1_000),
    region: LOCAL_REGION,
    resources: entry.texts('Resources'),
    detail: readDetail(entry.text('Detail')),
  };
  entry.finish();
  return event;
}

function readDetail(text: string): JsonObject {
  const detail = parsed(text);
  const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
  if (!isObject) throw new AwsError('MalformedDetail', 'Detail is malformed.');
  return detail as JsonObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
