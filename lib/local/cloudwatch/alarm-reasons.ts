import type { MetricAlarmConfiguration } from './alarm-configuration.ts';
import { type AlarmState, alarmTime } from './alarm-state.ts';
import { comparisonWords, isBreaching } from './comparison.ts';
import { isMetricStat } from './metric-query.ts';
import type { Values } from './metric-series.ts';

/** Why an alarm is in its state. */
export interface AlarmReason {
  readonly reason: string;
  /** JSON text; null where AWS gives none. */
  readonly reasonData: string | null;
}

interface Datapoint {
  readonly value: number;
  /** Start of its period, in milliseconds since 1970. */
  readonly time: number;
}

const treatedAs = { breaching: 'Breaching', notBreaching: 'NonBreaching', ignore: 'Ignored', missing: 'Missing' };

/** Says as CloudWatch does why the values of the range that ends at `end` lead to a state. */
export function wordReason(
  configuration: MetricAlarmConfiguration,
  state: AlarmState,
  values: Values,
  end: number,
): AlarmReason {
  const recent = recentPoints(configuration, values, end);
  return { reason: wordState(configuration, state, recent), reasonData: wordData(configuration, recent, end) };
}

function recentPoints({ period, evaluationPeriods }: MetricAlarmConfiguration, values: Values, end: number) {
  const start = end - values.length * period;
  return values
    .flatMap((value, index): Datapoint[] => (value === undefined ? [] : [{ value, time: start + index * period }]))
    .slice(-evaluationPeriods)
    .reverse();
}

function wordState(configuration: MetricAlarmConfiguration, state: AlarmState, recent: readonly Datapoint[]): string {
  const { evaluationPeriods, comparison, threshold } = configuration;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(evaluationPeriods, 'datapoint')} ${wasWere(evaluationPeriods)} unknown.`;
  }
  const alarming = state === 'ALARM';
  const crossing = recent.filter(({ value }) => isBreaching(value, comparison, threshold) === alarming);
  return crossing.length === 0
    ? wordMissing(configuration, evaluationPeriods - recent.length)
    : wordCrossing(configuration, alarming, crossing, recent.length);
}

function wordMissing({ treatment }: MetricAlarmConfiguration, missing: number): string {
  return (
    `Threshold Crossed: no datapoints were received for ${counted(missing, 'period')} and ` +
    `${counted(missing, 'missing datapoint')} ${wasWere(missing)} treated as [${treatedAs[treatment]}].`
  );
}

function wordCrossing(
  { comparison, threshold, evaluationPeriods, datapointsToAlarm }: MetricAlarmConfiguration,
  alarming: boolean,
  crossing: readonly Datapoint[],
  of: number,
): string {
  const list = crossing.map(({ value, time }) => `${decimal(value)} (${shortTime(time)})`).join(', ');
  const is = `${wasWere(crossing.length)}${alarming ? '' : ' not'} ${comparisonWords[comparison]}`;
  const minimum = alarming ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const transition = alarming ? 'OK -> ALARM' : 'ALARM -> OK';
  return (
    `Threshold Crossed: ${crossing.length} out of the last ${of} datapoints [${list}] ${is} the threshold ` +
    `(${decimal(threshold)}) (minimum ${counted(minimum, 'datapoint')} for ${transition} transition).`
  );
}

function wordData(configuration: MetricAlarmConfiguration, recent: readonly Datapoint[], end: number): string {
  const { period, threshold, watched } = configuration;
  const oldest = recent.at(-1);
  const source = watched.kind === 'series' ? watched.result.source : null;
  return JSON.stringify({
    version: '1.0',
    queryDate: alarmTime(end),
    ...(oldest === undefined ? {} : { startDate: alarmTime(oldest.time) }),
    ...(source !== null && isMetricStat(source) ? { statistic: source.stat } : {}),
    period: period / 1_000,
    recentDatapoints: recent.map(({ value }) => value).reverse(),
    threshold,
  });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function wasWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** `20.0` for 20. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `31/01/26 23:59:00`. */
function shortTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}
