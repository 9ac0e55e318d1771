import {
  type AlarmContributor,
  type CloudWatchClient,
  DescribeAlarmContributorsCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmState, Alarms } from '../domain/ports/release-metrics.ts';

/** As many names as one call takes. */
const NAMES_PER_CALL = 100;

export function cloudWatchAlarms(client: CloudWatchClient): Alarms {
  return {
    async readStates(alarmNames) {
      const states: Record<string, AlarmState> = {};
      // never a call without names: that would be every alarm of the account
      for (let start = 0; start < alarmNames.length; start += NAMES_PER_CALL) {
        const AlarmNames = alarmNames.slice(start, start + NAMES_PER_CALL);
        Object.assign(states, await statesOf(client, AlarmNames));
      }
      return states;
    },

    async readAccusedVersions(alarmName) {
      const versions: string[] = [];
      let NextToken: string | undefined;
      do {
        const input = { AlarmName: alarmName, NextToken };
        const page = await client.send(new DescribeAlarmContributorsCommand(input));
        versions.push(...(page.AlarmContributors ?? []).map((contributor) => executedVersion(alarmName, contributor)));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return versions;
    },
  };
}

async function statesOf(client: CloudWatchClient, AlarmNames: string[]): Promise<Record<string, AlarmState>> {
  const states: Record<string, AlarmState> = {};
  // composite alarms come back only when they are asked for
  const input = { AlarmNames, AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
  for await (const page of paginateDescribeAlarms({ client }, input)) {
    for (const { AlarmName, StateValue } of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
      if (AlarmName && StateValue) states[AlarmName] = StateValue;
    }
  }
  return states;
}

function executedVersion(alarmName: string, { ContributorAttributes, ContributorId }: AlarmContributor): string {
  const version = ContributorAttributes?.ExecutedVersion;
  if (version) return version;
  throw new Error(`${alarmName} should group by ExecutedVersion, got the contributor ${ContributorId} without one`);
}
