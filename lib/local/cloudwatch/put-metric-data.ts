import type { Operations } from '../aws-error.ts';
import type { MetricDatum } from './metric-datum.ts';
import { readDimensions } from './metric-query.ts';
import type { MetricStore } from './metric-store.ts';
import type { PropertyReader } from './read-properties.ts';
import { readRequest } from './requests.ts';

const MOST_DATA = 1_000;

/** `PutMetricData` with values, or values and counts. Units are not told apart; statistic sets are refused. */
export function putMetricData(store: MetricStore, now: () => number): Operations {
  return {
    PutMetricData: (input) => {
      const request = readRequest('PutMetricData', input);
      const namespace = request.text('Namespace');
      const readers = request.children('MetricData');
      request.finish();
      if (readers.length > MOST_DATA) throw request.refuse(`'MetricData' should be at most ${MOST_DATA} data`);
      const data = readers.flatMap((reader) => readData(reader, namespace, now()));
      for (const datum of data) store.put(datum);
      return {};
    },
  };
}

function readData(reader: PropertyReader, namespace: string, now: number): MetricDatum[] {
  const name = reader.text('MetricName');
  const dimensions = readDimensions(reader);
  const time = (reader.optionalNumber('Timestamp') ?? now / 1_000) * 1_000;
  const storageResolution = reader.optionalNumber('StorageResolution') === 1 ? 1 : 60;
  const values = readValues(reader);
  reader.ignore('Unit');
  reader.finish();
  return values.map((value) => ({ namespace, name, dimensions, value, time, storageResolution }));
}

function readValues(reader: PropertyReader): number[] {
  if (reader.has('Value')) return [reader.number('Value')];
  const values = numbers(reader, 'Values');
  const counts = reader.has('Counts') ? numbers(reader, 'Counts') : values.map(() => 1);
  if (values.length === 0 || values.length !== counts.length) {
    throw reader.refuse(`should have 'Value', or as many 'Values' as 'Counts'`);
  }
  return values.flatMap((value, index) => new Array<number>(counts[index] ?? 0).fill(value));
}

function numbers(reader: PropertyReader, name: string): number[] {
  const value = reader.raw(name);
  const fits = Array.isArray(value) && value.every((item) => Number.isFinite(item));
  if (!fits) throw reader.refuse(`'${name}' should be a list of numbers, got ${JSON.stringify(value)}`);
  return value;
}
