import { AwsError, type Operations } from '../aws-error.ts';
import type { Alarm, Alarms } from './alarms.ts';
import { pageOf } from './pages.ts';
import { readRequest } from './requests.ts';

const [MOST_NAMES, MOST_RECORDS, DEFAULT_RECORDS, CONTRIBUTORS_PER_PAGE] = [100, 100, 50, 100];
const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/** `DescribeAlarms` and `DescribeAlarmContributors`. */
export function describeOperations(alarms: Alarms): Operations {
  return {
    DescribeAlarms: (input) => {
      const request = readRequest('DescribeAlarms', input);
      const names = request.texts('AlarmNames');
      if (names.length > MOST_NAMES) throw request.refuse(`'AlarmNames' should be at most ${MOST_NAMES} names`);
      const types = request.has('AlarmTypes') ? request.texts('AlarmTypes') : ['MetricAlarm'];
      const prefix = request.optionalText('AlarmNamePrefix') ?? '';
      const state = request.has('StateValue') ? request.oneOf('StateValue', alarmStates) : undefined;
      const size = Math.min(request.optionalNumber('MaxRecords') ?? DEFAULT_RECORDS, MOST_RECORDS);
      const token = request.optionalText('NextToken');
      request.finish();
      const found = alarms.list().filter(({ kind, configuration: { name }, status }) => {
        const named = names.length === 0 ? name.startsWith(prefix) : names.includes(name);
        return named && types.includes(typeOf(kind)) && (state === undefined || state === status.value);
      });
      const sorted = found.toSorted((one, other) => (one.configuration.name < other.configuration.name ? -1 : 1));
      return described(pageOf(sorted, token, size));
    },

    DescribeAlarmContributors: (input) => {
      const request = readRequest('DescribeAlarmContributors', input);
      const name = request.text('AlarmName');
      const token = request.optionalText('NextToken');
      request.finish();
      const contributors = accusedBy(alarms.get(name), name).map(({ id, attributes, status }) => ({
        ContributorId: id,
        ContributorAttributes: attributes,
        StateReason: status.reason,
        StateTransitionedTimestamp: status.since / 1_000,
      }));
      const { items, next } = pageOf(contributors, token, CONTRIBUTORS_PER_PAGE);
      return { AlarmContributors: items, ...next };
    },
  };
}

function accusedBy(alarm: Alarm | undefined, name: string) {
  if (alarm === undefined) throw new AwsError('ResourceNotFoundException', `Unknown alarm ${name}`, 404);
  if (alarm.kind === 'metric' && alarm.configuration.watched.kind === 'groups') return alarm.accused;
  throw new AwsError('ValidationException', `Alarm ${name} is not a multi time series alarm`);
}

function typeOf(kind: Alarm['kind']): string {
  return kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
}

function described({ items, next }: ReturnType<typeof pageOf<Alarm>>) {
  const ofKind = (kind: Alarm['kind']) => items.filter((alarm) => alarm.kind === kind).map(describeAlarm);
  return { MetricAlarms: ofKind('metric'), CompositeAlarms: ofKind('composite'), LogAlarms: [], ...next };
}

function describeAlarm({ configuration, configuredAt, status }: Alarm) {
  return {
    ...configuration.shown,
    AlarmConfigurationUpdatedTimestamp: configuredAt / 1_000,
    StateValue: status.value,
    StateReason: status.reason,
    ...(status.reasonData === null ? {} : { StateReasonData: status.reasonData }),
    StateUpdatedTimestamp: status.since / 1_000,
    StateTransitionedTimestamp: status.since / 1_000,
  };
}
