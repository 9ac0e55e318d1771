import { Readable } from 'node:stream';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import { clientConfig } from '../../contracts/wire/client-config.ts';
import { caller } from './cloudwatch-set-up.ts';

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The real client, whose requests end in operations instead of in a network. */
export function cloudWatchClient(operations: Operations): CloudWatchClient {
  const handle = async ({ headers, body }: Sent) => {
    const name = headers['x-amz-target']?.split('.')[1] ?? '';
    try {
      const answer = await operations[name]?.(
        JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)),
        caller,
      );
      return { response: response(200, answer) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const headers = { 'x-amzn-query-error': `${error.code};Sender` };
      return { response: response(error.status, { __type: error.code, message: error.message }, headers) };
    }
  };
  return new CloudWatchClient({ ...clientConfig('http://in-process'), requestHandler: { handle } as never });
}

function response(statusCode: number, body: unknown, more: Record<string, string> = {}) {
  const headers = { 'content-type': 'application/x-amz-json-1.0', ...more };
  return { statusCode, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) };
}
