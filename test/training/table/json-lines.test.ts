import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeHours } from '../../../lib/domain/artifacts/archived-outcomes.ts';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { JsonLinesBroken, type JsonLinesSpec, readJsonLines } from '../../../lib/training/table/json-lines.ts';

const features = [
  { name: 'age', kind: 'numeric', missing: [] },
  { name: 'job', kind: 'categorical', missing: ['unknown'] },
] as const;

function read(text: string, spec: JsonLinesSpec = { features }) {
  return readJsonLines([new TextEncoder().encode(text)], spec);
}

const line = '{"id":"o-1","label":"yes","features":{"age":41,"job":"admin"}}';

describe('newline-delimited JSON', () => {
  test('is read as the archive of outcomes writes it', async () => {
    const receivedAt = '2026-01-31T23:00:00.000Z';
    const outcomes = ['admin', 'unknown', 'retiré'].map((job, index): StoredOutcome => {
      const label = index === 1 ? 'no' : 'yes';
      const row = { age: index === 2 ? null : 40 + index, job };
      return {
        schema: 'ratchet.outcome/1',
        id: `o-${index}`,
        time: receivedAt,
        label,
        features: row,
        prediction: null,
        receivedAt,
      };
    });
    const text = outcomeHours('churn', outcomes)
      .map((hour) => hour.text)
      .join('');

    const { rows, table, labels, ids } = await read(text);

    expect({ rows, labels, ids }).toEqual({
      rows: 3,
      labels: { levels: ['yes', 'no'], codes: Int32Array.of(0, 1, 0) },
      ids: ['o-0', 'o-1', 'o-2'],
    });
    expect(table.columns).toMatchObject([
      { values: Float32Array.of(40, 41, Number.NaN) },
      { levels: ['admin', 'retiré'], codes: Int32Array.of(0, -1, 1) },
    ]);
  });

  test('may have rows of another form', async () => {
    const rowOf = (value: unknown) => {
      const [id, label, age] = value as [string, string, number];
      return { id, label, features: { age } };
    };

    const { table, ids } = await read('["a","yes",1]\n["b","no",2]\n', { features, rowOf });

    expect(ids).toEqual(['a', 'b']);
    expect(table.columns[0]).toMatchObject({ values: Float32Array.of(1, 2) });
  });

  test.each([
    ['blank lines and CRLF', `\n${line}\r\n \n${line}\n\n`],
    ['a byte order mark', `\uFEFF${line}\n${line}\n`],
    ['a last line without its end', `${line}\n${line}`],
  ])('may have %s', async (_what, text) => {
    expect((await read(text)).rows).toBe(2);
  });

  test.each([
    ['text that is no JSON', `${line}\n\nage=1\n`, 'line 3 should be JSON: the file may be cut off'],
    ['a line that is cut off', `${line}\n${line.slice(0, -1)}`, 'line 2 should be JSON: the file may be cut off'],
    ['no label', '{"id":"1","features":{}}\n', 'line 1 should have an id, a label and features'],
    ['an empty label', '{"id":"1","label":"","features":{}}\n', 'line 1 should have an id, a label and features'],
    [
      'a label that is a number',
      '{"id":"1","label":1,"features":{}}',
      'line 1 should have an id, a label and features',
    ],
    ['no features', '{"id":"1","label":"a","features":null}', 'line 1 should have an id, a label and features'],
    ['no object', '3\n', 'line 1 should have an id, a label and features'],
  ])('with %s is named', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(new JsonLinesBroken(message));
  });

  test('with a line without end is named', async () => {
    await expect(read(`${line}\n"${'a'.repeat(2 ** 24)}`)).rejects.toThrow(
      'line 2 should have at most 16777216 characters',
    );
  });
});

const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    '"id":',
    '"label":',
    '"features":',
    '"a"',
    '""',
    '"age":',
    '1e999',
    '-0',
    'null',
    ',',
    '\\',
    'é',
  ],
  ...['{"id":"1","label":"a","features":{', '"__proto__":{"id":1}', '"\\ud800"', '\r', '\n', '\u2028', '}}\n', line],
);
const text = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(''));

describe('any bytes', () => {
  test('are rows or a named failure, wherever they are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat(), fc.nat(255), async (lines, place, damaged, byte) => {
        const bytes = new TextEncoder().encode(lines);
        if (damaged % 2 === 0 && bytes.length > 0) bytes[damaged % bytes.length] = byte;
        const middle = place % (bytes.length + 1);

        const outcomes = await Promise.all(
          [[bytes], [bytes.subarray(0, middle), bytes.subarray(middle)]].map((chunks) =>
            readJsonLines(chunks, { features }).catch((error: unknown) => error),
          ),
        );

        const [whole, inParts] = outcomes;
        if (whole instanceof Error) expect(whole).toBeInstanceOf(JsonLinesBroken);
        expect(inParts).toEqual(whole);
      }),
      { numRuns: 5000 },
    );
  });
});
