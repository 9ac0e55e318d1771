import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Handle, WireResponse } from './wire.ts';

const ONE_HOP_ONLY = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect'];

/** Passes requests on to a server, so that a wire in front of it can watch and disturb them. */
export function forwardTo(endpoint: string): Handle {
  return ({ method, path, headers, body }) =>
    new Promise<WireResponse>((resolve, reject) => {
      const onward = httpRequest(new URL(path, endpoint), { method, headers: onwardHeaders(headers), agent: false });
      onward.once('error', reject);
      onward.once('response', (incoming) => {
        const { statusCode: status = 500 } = incoming;
        const answered = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
        buffer(incoming).then((received) => resolve({ status, headers: keep(answered), body: received }), reject);
      });
      onward.end(body);
    });
}

function onwardHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return keep(Object.entries(headers));
}

function keep(headers: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !ONE_HOP_ONLY.includes(name)));
}
