import { LOCAL_ACCOUNT } from '../aws-error.ts';
import type { AnyAlarmConfiguration } from './alarm-events.ts';
import { alarmTime } from './alarm-state.ts';
import type { StatusChange } from './metric-alarm.ts';
import type { PlainObject } from './read-properties.ts';

/** What an alarm tells one of its SNS topics. */
export interface AlarmAction {
  readonly actionArn: string;
  readonly alarmName: string;
  readonly subject: string;
  /** JSON text. */
  readonly message: string;
}

/** The region as alarm notifications spell it. */
const REGION_NAME = 'EU (Frankfurt)';
const topLevel = ['AlarmDescription', 'AlarmRule', 'OKActions', 'AlarmActions', 'InsufficientDataActions'];
const notShown = ['AlarmName', 'AlarmArn', 'ActionsEnabled'];

/** Messages for all actions of the state that an alarm has come into. */
export function alarmActions(
  configuration: AnyAlarmConfiguration,
  configuredAt: number,
  { previous, status }: StatusChange,
): AlarmAction[] {
  const { name, arn, actions, shown } = configuration;
  const members = Object.entries(shown);
  const trigger = members.filter(([member]) => !topLevel.includes(member) && !notShown.includes(member));
  const message = JSON.stringify({
    AlarmName: name,
    AWSAccountId: LOCAL_ACCOUNT,
    AlarmConfigurationUpdatedTimestamp: alarmTime(configuredAt),
    NewStateValue: status.value,
    NewStateReason: status.reason,
    StateChangeTime: alarmTime(status.since),
    Region: REGION_NAME,
    AlarmArn: arn,
    OldStateValue: previous.value,
    ...Object.fromEntries(members.filter(([member]) => topLevel.includes(member))),
    ...('ruleText' in configuration ? {} : { Trigger: Object.fromEntries(trigger) satisfies PlainObject }),
  });
  const subject = `${status.value}: "${name}" in ${REGION_NAME}`;
  return actions[status.value].map((actionArn) => ({ actionArn, alarmName: name, subject, message }));
}
