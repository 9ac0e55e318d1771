import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request without an SDK, signed by nobody. */
export function requestOver(
  agent: Agent,
  { method, path, headers = {}, body = '' }: RawRequest,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host: '127.0.0.1', method, path, headers: { ...headers } }, (incoming) => {
      const { statusCode: status = 0 } = incoming;
      text(incoming).then((received) => resolve({ status, headers: incoming.headers, body: received }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
