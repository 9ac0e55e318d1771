import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { AwsError } from '../aws-error.ts';

export type JsonMembers = Readonly<Record<string, unknown>>;

// CommonJS without type declarations
const dynalite: (options: { readonly createTableMs: number; readonly deleteTableMs: number }) => Server = createRequire(
  import.meta.url,
)('dynalite');

const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '19700101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=local/0/0/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/** The part of a response that dynalite uses. */
class CollectedResponse {
  statusCode = 200;
  private readonly done: (status: number, body: string) => void;

  constructor(done: (status: number, body: string) => void) {
    this.done = done;
  }

  /** Dropped: request ids are random, and the caller knows the rest. */
  setHeader(): void {}

  end(body: string): void {
    this.done(this.statusCode, body);
  }
}

/** DynamoDB in this process and in memory. Requests reach its server as events: no port is opened, no HTTP is spoken. */
export class DynaliteProcess {
  private readonly server = dynalite({ createTableMs: 0, deleteTableMs: 0 });

  /** Rejects with an `AwsError`. Real work: to be called within `clock.busy`. */
  call(operation: string, input: JsonMembers): Promise<JsonMembers> {
    return new Promise((resolve, reject) => {
      const target = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: { ...headers, ...target },
      });
      const response = new CollectedResponse((status, body) => {
        const answer = JSON.parse(body) as JsonMembers;
        if (status === 200) resolve(answer);
        else reject(failure(answer, status));
      });
      this.server.emit('request', request, response);
      request.emit('data', Buffer.from(JSON.stringify(input)));
      request.emit('end');
    });
  }
}

function failure({ __type, message, Message }: JsonMembers, status: number): AwsError {
  const [, code = 'InternalServerError'] = String(__type).split('#');
  return new AwsError(code, String(message ?? Message ?? code), status);
}
