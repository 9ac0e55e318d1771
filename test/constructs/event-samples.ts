/** An event as EventBridge delivers it, as far as rules and their targets look at it. */
export interface SampleEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const TIME = '2026-01-31T02:00:00Z';

/** An alarm on a whole metric changes its state. */
export function alarmChange(alarmName: string, value = 'ALARM'): SampleEvent {
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    time: TIME,
    detail: { alarmName, state: { value, timestamp: TIME }, previousState: { value: 'OK' } },
  };
}

/** One series of a Metrics Insights alarm changes its state. */
export function contributorChange(alarmName: string, executedVersion: string, value = 'ALARM'): SampleEvent {
  const alarmContributor = { id: 'contributor-1', attributes: { ExecutedVersion: executedVersion } };
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm Contributor State Change',
    time: TIME,
    detail: { alarmName, alarmContributor, state: { value, timestamp: TIME } },
  };
}

/** An execution changes its status. */
export function executionChange(stateMachineArn: string, status: string): SampleEvent {
  const executionArn = 'arn:aws:states:eu-central-1:111122223333:execution:ratchet-bank-marketing-retrain:one';
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    time: TIME,
    detail: { stateMachineArn, executionArn, status },
  };
}

/** Whether a pattern of exact values lets an event through. */
export function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(event);
  if (typeof event !== 'object' || event === null) return false;
  return Object.entries(pattern as object).every(([key, inner]) =>
    matches(inner, (event as Record<string, unknown>)[key]),
  );
}

interface InputTransformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/**
 * What an input transformer makes of an event: a placeholder stands for a JSON value, within quotes for its bare text.
 */
export function transformed({ InputPathsMap, InputTemplate }: InputTransformer, event: SampleEvent): unknown {
  const resolvedValue = (name: string) => {
    const path = InputPathsMap[name];
    const value = path === undefined ? undefined : valueAt(event, path);
    if (value === undefined) throw new Error(`the event has nothing for <${name}>`);
    return value;
  };
  const parts = InputTemplate.split(/("(?:[^"\\]|\\.)*")/).map((part) =>
    part.replace(/<([^>]+)>/g, (_match, name: string) =>
      part.startsWith('"') ? String(resolvedValue(name)) : JSON.stringify(resolvedValue(name)),
    ),
  );
  return JSON.parse(parts.join(''));
}

function valueAt(event: SampleEvent, path: string): unknown {
  const keys = path.replace(/^\$\./, '').split('.');
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
