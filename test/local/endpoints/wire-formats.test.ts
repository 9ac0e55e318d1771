import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeChunks } from '../../../lib/local/endpoints/aws-chunked.ts';
import { jsonMembers } from '../../../lib/local/endpoints/operation-calls.ts';
import { matchRoute } from '../../../lib/local/endpoints/rest-routes.ts';
import { xmlDocument, xmlElements, xmlText } from '../../../lib/local/endpoints/xml.ts';

const streaming = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

test('chunks of any length are put together again, with what follows them', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 });
  fc.assert(
    fc.property(chunks, (sent) => {
      const pieces = sent.flatMap((chunk) => [`${chunk.byteLength.toString(16)};chunk-signature=x\r\n`, chunk, '\r\n']);
      const body = Buffer.concat(
        [...pieces, '0\r\nX-Amz-Checksum-Crc32: AAAA==\r\n\r\n'].map((piece) => Buffer.from(piece)),
      );

      const decoded = decodeChunks({ headers: streaming, body });

      expect(decoded.content).toEqual(Buffer.concat(sent));
      expect(decoded.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAA==' });
    }),
  );
});

test('a body that is not in chunks stays as it is, and one without an end has no trailers', () => {
  const body = Buffer.from('5\r\nhello\r\n');

  expect(decodeChunks({ headers: {}, body })).toEqual({ content: body, trailers: {} });
  expect(decodeChunks({ headers: streaming, body })).toEqual({ content: Buffer.from('hello'), trailers: {} });
});

test('any text survives XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", '\r', '\n', 'ä', ';', 'amp') }), (text) => {
      const document = xmlDocument('Root', { Value: text });

      expect(xmlText(document, 'Value')).toBe(text);
    }),
  );
});

test('lists repeat their element, and what is undefined is left out', () => {
  const document = xmlDocument(
    'Root',
    { Item: [{ A: 1 }, { A: true, B: undefined }], None: [], Missing: undefined },
    'urn:x',
  );

  expect(document).toContain('<Root xmlns="urn:x"><Item><A>1</A></Item><Item><A>true</A></Item></Root>');
  expect(xmlElements(document, 'Item').map((item) => xmlText(item, 'A'))).toEqual(['1', 'true']);
  expect(xmlText(document, 'B')).toBeUndefined();
});

test('entities of other writers are understood', () => {
  expect(xmlText('<A x="1">&#228;&#xe4;&apos;&unknown;</A>', 'A')).toBe("ää'&unknown;");
});

test.each([
  ['GET', '/schedules/a%2Fb', { Name: 'a/b' }],
  ['GET', '/schedules/x/y', null],
  ['PUT', '/schedules/x', null],
  ['GET', '/other/x', null],
])('%s %s names %j', (method, path, members) => {
  const matched = matchRoute([{ operation: 'GetSchedule', route: 'GET /schedules/{Name}' }], method, path);

  expect(matched?.members ?? null).toEqual(members);
});

test('a body has the members of its JSON object; none when it is empty', () => {
  expect(jsonMembers(Buffer.from('{"a":{"b":1}}'))).toEqual({ a: { b: 1 } });
  expect(jsonMembers(Buffer.alloc(0))).toEqual({});
  expect(() => jsonMembers(Buffer.from('null'))).toThrow('the body should be a JSON object');
});
