import { InternalErrorException, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import { agentTo, inProcessServices } from './in-process-services.ts';
import { requestOver } from './raw-request.ts';

/** Answers, and remembers what it was asked. */
function recording(answer: unknown) {
  const inputs: unknown[] = [];
  const operation: Operations[string] = (input) => {
    inputs.push(input);
    return answer;
  };
  return { inputs, operation };
}

test('SNS speaks the query protocol: attributes by name go in, XML comes back', async () => {
  const publish = recording({ MessageId: 'id & more' });
  const { config } = inProcessServices({ sns: { Publish: publish.operation } });

  const answer = await new SNSClient(config('sns')).send(
    new PublishCommand({
      TopicArn: 'arn:topic',
      Subject: 'a <subject>',
      Message: 'x=1&y=2\nüber',
      MessageAttributes: { event: { DataType: 'String', StringValue: 'promoted' } },
    }),
  );

  expect(answer.MessageId).toBe('id & more');
  expect(publish.inputs).toEqual([
    {
      TopicArn: 'arn:topic',
      Subject: 'a <subject>',
      Message: 'x=1&y=2\nüber',
      MessageAttributes: { event: { DataType: 'String', StringValue: 'promoted' } },
    },
  ]);
});

test('a failure of SNS has its own name in the SDK', async () => {
  const fail = (code: string, status: number) => () => {
    throw new AwsError(code, 'no', status);
  };
  const { config: missing } = inProcessServices({ sns: { Publish: fail('NotFound', 404) } });
  const { config: broken } = inProcessServices({ sns: { Publish: fail('InternalError', 500) } });
  const message = new PublishCommand({ TopicArn: 'arn:topic', Message: 'm' });

  await expect(new SNSClient(missing('sns')).send(message)).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(new SNSClient(broken('sns')).send(message)).rejects.toThrow(InternalErrorException);
});

test('lists in the query protocol become lists', async () => {
  const subscribe = recording({});
  const { serverAt } = inProcessServices({ sns: { PublishBatch: subscribe.operation } });

  await requestOver(agentTo(serverAt(7007)), {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=PublishBatch&Version=2010-03-31&Entries.member.1.Id=a&Entries.member.2.Id=b',
  });

  expect(subscribe.inputs).toEqual([{ Entries: [{ Id: 'a' }, { Id: 'b' }] }]);
});

test('Scheduler reads and updates a schedule by its path', async () => {
  const [get, update] = [recording({ Name: 'nightly', State: 'ENABLED' }), recording({ ScheduleArn: 'arn:s' })];
  const { serverAt } = inProcessServices({
    scheduler: { GetSchedule: get.operation, UpdateSchedule: update.operation },
  });
  const agent = agentTo(serverAt(7005));

  const found = await requestOver(agent, { method: 'GET', path: '/schedules/nightly?groupName=default' });
  const body = JSON.stringify({ State: 'DISABLED', GroupName: 'default' });
  const updated = await requestOver(agent, { method: 'PUT', path: '/schedules/nightly', body });

  expect(JSON.parse(found.body)).toEqual({ Name: 'nightly', State: 'ENABLED' });
  expect(JSON.parse(updated.body)).toEqual({ ScheduleArn: 'arn:s' });
  expect(get.inputs).toEqual([{ Name: 'nightly', GroupName: 'default' }]);
  expect(update.inputs).toEqual([{ Name: 'nightly', State: 'DISABLED', GroupName: 'default' }]);
});

test('a service without an endpoint of its own is refused, and the log says which', async () => {
  const { serverAt, log } = inProcessServices({});

  const answer = await requestOver(agentTo(serverAt(7000)), {
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': 'AmazonSQS.SendMessage', authorization: 'AWS4-HMAC-SHA256 Credential=env-3/20260105/x' },
  });

  expect(answer.status).toBe(400);
  expect(log.events()).toMatchObject([
    { source: 'endpoints', type: 'unknown-service', detail: { operation: 'AmazonSQS.SendMessage', caller: 'env-3' } },
  ]);
});
