import { describe, expect, test } from 'vitest';
import { cloudWatchSetUp, loadAlarm, MINUTE, START } from './cloudwatch-set-up.ts';

const topic = 'arn:aws:sns:eu-central-1:111122223333:people';

function withPage(AlarmRule = 'ALARM("one") OR ALARM("two")') {
  const runtime = cloudWatchSetUp();
  const { alarms } = runtime.cloudWatch;
  for (const name of ['one', 'two']) {
    alarms.putMetricAlarm({ logicalId: name, name, properties: { ...loadAlarm, MetricName: name } });
  }
  const put = (name: string, rule: string) =>
    alarms.putCompositeAlarm({ logicalId: name, name, properties: { AlarmRule: rule, AlarmActions: [topic] } });
  put('page', AlarmRule);
  const state = (name: string) => alarms.get(name)?.status.value;
  const breach = (name: string, minutes: readonly number[]) => {
    for (const minute of minutes) runtime.put(20, { name, time: START + minute * MINUTE });
  };
  return { ...runtime, alarms, putComposite: put, state, breach };
}

describe('a composite alarm', () => {
  test('has insufficient data at first and then says whether its rule holds', async () => {
    const { state, until, log } = withPage();
    expect(state('page')).toBe('INSUFFICIENT_DATA');

    await until(1);

    expect(state('page')).toBe('OK');
    expect(log.events().map(({ detail }) => detail.alarm)).toEqual(['one', 'two', 'page']);
  });

  test('follows its children at once, and tells only of its own changes', async () => {
    const { state, breach, until, events } = withPage();
    breach('one', [0, 1]);
    breach('two', [1, 2]);
    await until(2);
    expect(state('page')).toBe('ALARM');

    await until(30);

    const own = events.filter(({ detail }) => detail.alarmName === 'page');
    expect(
      own.map(({ time, detail }) => [(Date.parse(time) - START) / MINUTE, (detail.state as { value: string }).value]),
    ).toEqual([
      [1, 'OK'],
      [2, 'ALARM'],
      [7, 'OK'],
    ]);
  });

  test('acts on a change and says which child made it', async () => {
    const { breach, until, actions } = withPage();
    breach('two', [0, 1]);

    await until(2);

    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({ actionArn: topic, subject: 'ALARM: "page" in EU (Frankfurt)' });
    expect(JSON.parse(actions[0]?.message ?? '')).toMatchObject({
      AlarmName: 'page',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      AlarmRule: 'ALARM("one") OR ALARM("two")',
      NewStateReason: expect.stringContaining(':alarm:two transitioned to ALARM'),
    });
  });

  test('may read another one', async () => {
    const { putComposite, state, breach, until } = withPage();
    putComposite('calm', 'NOT ALARM("page")');
    await until(1);
    expect(state('calm')).toBe('ALARM');
    breach('one', [0, 1]);

    await until(2);

    expect([state('page'), state('calm')]).toEqual(['ALARM', 'OK']);
  });

  test('is evaluated anew when it is changed', async () => {
    const { putComposite, state, until } = withPage();
    await until(1);
    putComposite('page', 'OK("one")');

    await until(2);

    expect(state('page')).toBe('ALARM');
  });

  test('is refused when a child does not exist, when it reads itself, or when its rule is none', () => {
    const { putComposite } = withPage();
    putComposite('second', 'ALARM("page")');

    expect(() => putComposite('third', 'ALARM("nobody")')).toThrow(
      'third: the alarm nobody of its rule does not exist',
    );
    expect(() => putComposite('page', 'ALARM("second")')).toThrow('page: its rule reads itself');
    expect(() => putComposite('page', 'ALARM(')).toThrow('page: an alarm rule');
  });

  test('keeps its children from being deleted before it', () => {
    const { alarms } = withPage();
    expect(() => alarms.remove('one')).toThrow('one is read by the composite alarm page');

    alarms.remove('page');
    alarms.remove('one');

    expect(alarms.list().map(({ configuration }) => configuration.name)).toEqual(['two']);
  });
});
