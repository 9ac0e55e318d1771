import type { HttpAnswer } from './http-exchange.ts';
import type { WireProtocol } from './operation-calls.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

interface Members {
  [name: string]: string | Members;
}

/** AWS Query: parameters as a form, answers as XML. Input and output of the operations are those of the JSON protocols. */
export function queryProtocol(namespace: string): WireProtocol {
  const xml = (status: number, root: string, content: XmlContent): HttpAnswer => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: xmlDocument(root, content, namespace),
  });
  return {
    read({ method, headers, body }) {
      if (method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded') return null;
      const { Action: operation, Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(body.toString()));
      if (operation === undefined) return null;
      return { operation, input: structured(nested(parameters)) as Readonly<Record<string, unknown>> };
    },
    answer: ({ operation }, output) =>
      xml(200, `${operation}Response`, { [`${operation}Result`]: (output ?? {}) as XmlContent }),
    fail({ code, message, status }) {
      const type = status < 500 ? 'Sender' : 'Receiver';
      return xml(status, 'ErrorResponse', { Error: { Type: type, Code: code, Message: message } });
    },
  };
}

/** `A.entry.1.Name=x` as `{A: {entry: {1: {Name: 'x'}}}}`. */
function nested(parameters: Readonly<Record<string, string>>): Members {
  const root: Members = {};
  for (const [path, value] of Object.entries(parameters)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let place = root;
    for (const name of names) place = descend(place, name);
    place[last] = value;
  }
  return root;
}

function descend(place: Members, name: string): Members {
  const found = place[name];
  if (typeof found === 'object') return found;
  const created: Members = {};
  place[name] = created;
  return created;
}

/** Numbered `member`s become a list, and numbered `entry`s with name and value an object. */
function structured(value: string | Members | undefined): unknown {
  if (typeof value !== 'object') return value;
  const { member, entry } = value;
  if (typeof member === 'object') return Object.values(member).map(structured);
  if (typeof entry === 'object') return Object.fromEntries(Object.values(entry).map(namedValue));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, structured(inner)]));
}

function namedValue(entry: string | Members): readonly [string, unknown] {
  const { Name, name, key, Value, value } = typeof entry === 'object' ? entry : {};
  return [String(Name ?? name ?? key), structured(Value ?? value)];
}
