import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../lib/training/table/csv.ts';
import { levelReader, nearestFloat32, numberReader } from '../../../lib/training/table/feature-reading.ts';

const encoder = new TextEncoder();

async function readNumbers(texts: readonly string[], missing: readonly string[]): Promise<Float32Array> {
  const lines = texts.map((text) => `"${text.replaceAll('"', '""')}",no\n`);
  const features = [{ name: 'x', kind: 'numeric', missing }] as const;
  const { table } = await readCsv([encoder.encode(`x,y\n${lines.join('')}`)], { features, target: 'y' });
  return table.columns[0]?.kind === 'numeric' ? table.columns[0].values : new Float32Array();
}

function expectedNumbers(texts: readonly string[], missing: readonly string[]): Float32Array {
  const read = numberReader(missing);
  return Float32Array.from(texts, (text) => nearestFloat32(read(text)));
}

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 22 });
const decimal = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits,
    fc.constantFrom('', '.'),
    digits,
    fc.option(fc.integer({ min: -420, max: 420 })),
  )
  .map(
    ([sign, whole, point, part, exponent]) =>
      `${sign}${whole}${point}${part}${exponent === null ? '' : `e${exponent}`}`,
  );
const oddNumber = fc.constantFrom(
  ...['', ' ', '.', '-', '+', 'e5', '1e', '1e+', '0x1F', '0b11', '0o17', '-0x1', '0xg', 'Infinity', '-Infinity', 'NaN'],
  ...[
    '1_000',
    '1,5',
    '12 ',
    ' 12',
    '1 2',
    '\u00a07',
    '7\u2003',
    '\ufeff7',
    '٣',
    '3 years',
    '"5"',
    '1\r',
    '-0',
    '0e999',
  ],
  ...['3.4028234663852886e38', '3.4028235677973366e38', '3.4028235677973367e38', '-1e39', '1e100', '1.1e100', '1e-46'],
  ...['16777217', '16777219', '9007199254740993', '0.1000000014901161193847656250', '1.00000005960464477539', '1e-23'],
);
const numberText = fc.oneof(
  decimal,
  oddNumber,
  fc.double().map(String),
  fc.float({ noNaN: true }).map((value) => `${Number(value) * (1 + 2 ** -24)}`),
  fc.integer().map(String),
);

describe('a number in a CSV file', () => {
  test('is the one that serving reads from the same text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(numberText, { minLength: 1, maxLength: 60 }),
        fc.array(fc.oneof(numberText, fc.constantFrom('-1', '0', '999', 'unknown')), { maxLength: 3 }),
        async (texts, missing) => {
          const cells = [...texts, ...missing];
          expect(await readNumbers(cells, missing)).toEqual(expectedNumbers(cells, missing));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('next to the middle between two float32 is rounded once from its float64', async () => {
    const texts = Array.from({ length: 1000 }, (_, index) => {
      const low = Math.fround(1 + index * 5e-3);
      const middle = low + 2 ** -24 * 2 ** Math.floor(Math.log2(low));
      return [`${middle}`, `${middle}0000000000001`, `${middle.toFixed(25)}1`, `${middle - 2 ** -50}`];
    }).flat();

    expect(await readNumbers(texts, [])).toEqual(expectedNumbers(texts, []));
  });
});

const cellText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab",;\n\r 1-.é'), maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('unknown', '1', '-1', '', ' '),
);

/** The cell as it may stand in a file: with quotes where it needs them, and anywhere else if `quoted`. */
function cellIn(text: string, quoted: boolean): string {
  return quoted || /^\s*$|[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const tableText = fc
  .tuple(
    fc.array(fc.tuple(cellText, cellText, cellText, cellText, fc.boolean()), { maxLength: 20 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
    fc.boolean(),
  )
  .map(([rows, lineEnd, mark, isEnded]) => {
    const lines = rows.map(([number, level, skipped, id, isQuoted]) =>
      [number, skipped, level, id || 'id', 'no'].map((text) => cellIn(text, isQuoted)).join(','),
    );
    return mark + ['number,skipped,level,id,y', ...lines].join(lineEnd) + (isEnded ? lineEnd : '');
  });

describe('a CSV file', () => {
  test('has the cells that csv-parse finds in it, read as serving reads them', async () => {
    const missing = ['unknown', '-1'];
    const [readNumber, readLevel] = [numberReader(missing), levelReader(missing)];
    await fc.assert(
      fc.asyncProperty(tableText, fc.integer({ min: 1, max: 300 }), async (text, windowBytes) => {
        const parsed: Record<string, string>[] = parse(text, {
          bom: true,
          columns: true,
          skip_empty_lines: true,
          record_delimiter: ['\r\n', '\n'],
        });

        const { table, ids } = await readCsv([encoder.encode(text)], {
          features: [
            { name: 'level', kind: 'categorical', missing },
            { name: 'number', kind: 'numeric', missing },
          ],
          target: 'y',
          id: 'id',
          windowBytes,
        });

        const [levels, numbers] = table.columns;
        if (levels?.kind !== 'categorical' || numbers?.kind !== 'numeric') throw new Error('the columns are mixed up');
        expect([...levels.codes].map((code) => levels.levels[code] ?? null)).toEqual(
          parsed.map(({ level }) => readLevel(level)),
        );
        expect([...numbers.values]).toEqual(parsed.map(({ number }) => nearestFloat32(readNumber(number))));
        expect(ids).toEqual(parsed.map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });
});
